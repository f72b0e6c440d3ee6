#include "api/copy_check.h"

#include "core/logging.h"

namespace backspool::api {

Result<protocol::CopiesChecked> checkCopies(const store::ObjectStore &store, const BaseFile &file,
                                            const protocol::CheckCopies &request, const CancelToken &cancel)
{
    protocol::CopiesChecked reply;
    reply.right.reserve(request.copies.size());
    BaseFile::LastChunk last; // pages of a leaf: its digest is not to be computed for each
    for (const auto &copy : request.copies) {
        TRY(cancel.check());
        if (copy.length > file.size() || copy.offset > file.size() - copy.length)
            return fail(ErrorKind::Invalid, QStringLiteral("A copy lies outside of the file."));
        const auto bytes = file.read(store, copy.offset, copy.length, last);
        if (!bytes)
            qCWarning(logSession).noquote() << "a copied part cannot be read:" << bytes.error().text();
        reply.right.push_back(bytes && store.digester().chunk(*bytes) == copy.digest);
    }
    return reply;
}

} // namespace backspool::api
