#include "active/spill.h"

#include <QFile>

#include <fcntl.h>
#include <stdlib.h>

#include <cerrno>

namespace backspool::engine {

Spill::Lease::~Lease()
{
    if (spill_)
        spill_->used_ -= size_;
}

Result<Spill::Lease> Spill::reserve(uint64_t size)
{
    uint64_t used = used_;
    do {
        if (size > bound_ || used > bound_ - size)
            return fail(ErrorKind::NoSpace,
                        QStringLiteral("there is no room for a copy of it (policy: active.spill_mebibytes)"));
    } while (!used_.compare_exchange_weak(used, used + size));
    return Lease(*this, size);
}

Result<FileDescriptor> Spill::makeFile() const
{
    const QByteArray folder = QFile::encodeName(folder_);
    FileDescriptor file(::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file.isOpen() && (errno == EOPNOTSUPP || errno == EISDIR)) {
        QByteArray name = folder + "/spill-XXXXXX";
        file = FileDescriptor(::mkostemp(name.data(), O_CLOEXEC));
        if (file.isOpen())
            ::unlink(name.constData());
    }
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot make a copy in %1").arg(folder_)));
    return file;
}

} // namespace backspool::engine
