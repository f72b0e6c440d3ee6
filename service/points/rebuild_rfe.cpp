#include "points/name_tags.h"
#include "points/rebuild.h"
#include "points/tree_walk.h"
#include "protocol/backup_messages.h"

namespace backspool::points {

using format::ObjectKind;

namespace {

/// Adds the files of one client's point.
class FileCollector final : public TreeVisitor
{
public:
    FileCollector(redundancy::RfeIndex &rfe, ClientId client) : rfe_(rfe), client_(client) {}
    ~FileCollector() override { flush(); }

    Result<bool> object(const ObjectName &name, ObjectKind kind, QByteArrayView) override
    {
        return kind == ObjectKind::Node && seen_.put(name.view()) == 0;
    }
    /// What cannot be read is not offered.
    Status unreadable(const ObjectName &, QByteArrayView, const Error &) override { return {}; }
    Status entry(const format::DirectoryEntry &entry, QByteArrayView) override
    {
        if (entry.type != format::FileType::File || entry.size == 0)
            return {};
        files_.push_back(
            {protocol::candidateCrc(entry.name, entry.size, entry.modified), client_, entry.size, entry.content});
        if (files_.size() >= kBatch)
            flush();
        return {};
    }
    bool wantsPaths() const override { return false; }

private:
    static constexpr size_t kBatch = 65'536;
    void flush()
    {
        rfe_.add(files_);
        files_.clear();
    }

    redundancy::RfeIndex &rfe_;
    const ClientId client_;
    NameTags seen_;
    std::vector<redundancy::RfeFile> files_;
};

} // namespace

Status rebuildRfe(const CommitContext &context, const CancelToken &cancel)
{
    for (const auto &client : TRY(context.catalogue.clients())) {
        const auto point = TRY(context.catalogue.newestPoint(client.id));
        if (!point)
            continue;
        FileCollector files(context.rfe, client.id);
        TRY(walkPoint(context.store, point->root, {}, files, cancel));
    }
    return context.rfe.save();
}

} // namespace backspool::points
