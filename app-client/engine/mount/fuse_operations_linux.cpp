#include "mount/fuse_entry.h"
#include "mount/fuse_operations.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <climits>

namespace backspool::engine {

using format::FileType;

namespace {

/// An interrupted read goes on when its file is closed.
using OpenFile = std::shared_ptr<MountedPoints::File>;

OpenFile *fileOf(const fuse_file_info *info)
{
    return reinterpret_cast<OpenFile *>(info->fh);
}

/// The link has said itself that the service cannot be reached.
int errorNumber(const Error &error)
{
    switch (error.kind()) {
    case ErrorKind::NotFound:
        return ESTALE; // the point was forgotten
    case ErrorKind::Invalid:
        return EINVAL;
    case ErrorKind::Unsupported:
        return EOVERFLOW;
    default:
        return EIO;
    }
}

/// As getxattr(2) and listxattr(2) answer: room for 0 bytes asks how many there are.
int giveBytes(fuse_req_t request, const QByteArray &bytes, size_t room)
{
    if (room == 0)
        return fuse_reply_xattr(request, size_t(bytes.size()));
    if (room < size_t(bytes.size()))
        return fuse_reply_err(request, ERANGE);
    return fuse_reply_buf(request, bytes.constData(), size_t(bytes.size()));
}

} // namespace

void FuseOperations::answer(fuse_req_t request, NodeNumber node, std::function<void(FuseAnswer &)> task)
{
    // What is interrupted goes on when the kernel has forgotten the node.
    points_.hold(node);
    threads_.add([this, node, answer = FuseAnswer::of(request, interrupts_), task = std::move(task)] {
        task(*answer);
        answer->giveError(EIO);
        points_.forget(node, 1);
    });
}

/// The functions of the table.
struct FuseCalls
{
    static FuseOperations &of(fuse_req_t request) { return *static_cast<FuseOperations *>(fuse_req_userdata(request)); }

    static void begin(void *data, fuse_conn_info *connection)
    {
        // Without it, the mask of an ACL would be taken for the rights of the file's group.
        if (static_cast<FuseOperations *>(data)->recordedRights_)
            fuse_set_feature_flag(connection, FUSE_CAP_POSIX_ACL);
        connection->time_gran = 1;
    }

    static void lookUp(fuse_req_t request, fuse_ino_t folder, const char *name)
    {
        auto &points = of(request).points_;
        of(request).answer(request, folder, [&points, folder, name = QByteArray(name)](FuseAnswer &answer) {
            const auto found = points.lookUp(folder, name);
            if (!found)
                return answer.giveError(errorNumber(found.error()));
            fuse_entry_param parameters{};
            if (*found)
                parameters = parametersOf(**found);
            else // that nothing is there is kept, too
                parameters.entry_timeout = secondsKept(folder == kTopNode);
            const auto reply = [&](fuse_req_t request) { return fuse_reply_entry(request, &parameters); };
            if (!answer.give(reply) && *found)
                points.forget((*found)->node, 1);
        });
    }

    static void forget(fuse_req_t request, fuse_ino_t node, uint64_t lookUps)
    {
        of(request).points_.forget(node, lookUps);
        fuse_reply_none(request);
    }
    static void forgetSome(fuse_req_t request, size_t count, fuse_forget_data *nodes)
    {
        for (const auto &node : std::span(nodes, count))
            of(request).points_.forget(node.ino, node.nlookup);
        fuse_reply_none(request);
    }

    /// Answers with what @p give makes of the entry.
    static void answerOf(fuse_req_t request, fuse_ino_t node,
                         std::function<int(fuse_req_t request, const MountedEntry &entry)> give)
    {
        auto &points = of(request).points_;
        of(request).answer(request, node, [&points, node, give = std::move(give)](FuseAnswer &answer) {
            const auto entry = points.entry(node);
            if (!entry)
                return answer.giveError(errorNumber(entry.error()));
            answer.give([&](fuse_req_t request) { return give(request, *entry); });
        });
    }

    static void getStatus(fuse_req_t request, fuse_ino_t node, fuse_file_info *)
    {
        answerOf(request, node, [](fuse_req_t request, const MountedEntry &entry) {
            const auto status = statusOf(entry);
            return fuse_reply_attr(request, &status, secondsKept(entry.canChange));
        });
    }
    static void readLink(fuse_req_t request, fuse_ino_t node)
    {
        answerOf(request, node, [](fuse_req_t request, const MountedEntry &entry) {
            const auto &target = entry.entry.target;
            if (entry.entry.type != FileType::SymbolicLink)
                return fuse_reply_err(request, EINVAL);
            if (target.size() >= PATH_MAX)
                return fuse_reply_err(request, ENAMETOOLONG);
            return fuse_reply_readlink(request, target.constData());
        });
    }
    static void getAttribute(fuse_req_t request, fuse_ino_t node, const char *name, size_t room)
    {
        answerOf(request, node, [name = QByteArray(name), room](fuse_req_t request, const MountedEntry &entry) {
            for (const auto &[of, value] : attributesOf(entry.entry)) {
                if (of == name)
                    return giveBytes(request, value, room);
            }
            return fuse_reply_err(request, ENODATA);
        });
    }
    static void listAttributes(fuse_req_t request, fuse_ino_t node, size_t room)
    {
        answerOf(request, node, [room](fuse_req_t request, const MountedEntry &entry) {
            QByteArray names;
            for (const auto &[name, value] : attributesOf(entry.entry))
                names.append(name).append('\0');
            return giveBytes(request, names, room);
        });
    }

    static void openFolder(fuse_req_t request, fuse_ino_t node, fuse_file_info *info)
    {
        info->cache_readdir = info->keep_cache = node != kTopNode;
        fuse_reply_open(request, info);
    }
    static void readFolder(fuse_req_t request, fuse_ino_t node, size_t room, off_t from, bool isPlus)
    {
        auto &points = of(request).points_;
        const auto place = uint64_t(from);
        of(request).answer(request, node, [&points, node, room, place, isPlus](FuseAnswer &answer) {
            FolderPage page(room, isPlus);
            bool hasRoom = page.addDots(place);
            Status listed;
            if (hasRoom)
                listed =
                    points.list(node, place < 2 ? 0 : place - 2, isPlus, [&](const MountedEntry &entry, uint64_t next) {
                        hasRoom = page.add(entry.entry.name.constData(), parametersOf(entry), next + 2);
                        return hasRoom;
                    });
            // What came before an error is given; the error comes when it is asked for what follows.
            const bool isError = !listed && page.bytes().isEmpty();
            const bool isGiven = answer.give([&](fuse_req_t request) {
                return isError ? fuse_reply_err(request, errorNumber(listed.error()))
                               : fuse_reply_buf(request, page.bytes().constData(), size_t(page.bytes().size()));
            });
            if (isGiven)
                return;
            for (const auto lookedUp : page.lookedUp())
                points.forget(lookedUp, 1);
        });
    }
    static void list(fuse_req_t request, fuse_ino_t node, size_t room, off_t from, fuse_file_info *)
    {
        readFolder(request, node, room, from, false);
    }
    static void listPlus(fuse_req_t request, fuse_ino_t node, size_t room, off_t from, fuse_file_info *)
    {
        readFolder(request, node, room, from, true);
    }

    static void openFile(fuse_req_t request, fuse_ino_t node, fuse_file_info *info)
    {
        auto &points = of(request).points_;
        of(request).answer(request, node, [&points, node, info = *info](FuseAnswer &answer) mutable {
            auto file = points.open(node);
            if (!file)
                return answer.giveError(errorNumber(file.error()));
            auto held = std::make_unique<OpenFile>(*std::move(file));
            info.fh = reinterpret_cast<uint64_t>(held.get());
            info.keep_cache = 1;
            if (answer.give([&](fuse_req_t request) { return fuse_reply_open(request, &info); }))
                (void)held.release(); // until closeFile()
        });
    }
    static void readFile(fuse_req_t request, fuse_ino_t node, size_t size, off_t offset, fuse_file_info *info)
    {
        of(request).answer(request, node, [file = *fileOf(info), size, offset](FuseAnswer &answer) {
            const auto content = file->read(uint64_t(offset), size);
            if (!content)
                return answer.giveError(errorNumber(content.error()));
            answer.give([&](fuse_req_t request) {
                return fuse_reply_buf(request, content->constData(), size_t(content->size()));
            });
        });
    }
    static void closeFile(fuse_req_t request, fuse_ino_t, fuse_file_info *info)
    {
        delete fileOf(info);
        fuse_reply_err(request, 0);
    }

    static void fileSystemStatus(fuse_req_t request, fuse_ino_t)
    {
        struct statvfs status{};
        status.f_namemax = NAME_MAX;
        status.f_bsize = status.f_frsize = 4'096;
        fuse_reply_statfs(request, &status);
    }
};

const fuse_lowlevel_ops &FuseOperations::table()
{
    static const fuse_lowlevel_ops table = {
        .init = FuseCalls::begin,
        .lookup = FuseCalls::lookUp,
        .forget = FuseCalls::forget,
        .getattr = FuseCalls::getStatus,
        .readlink = FuseCalls::readLink,
        .open = FuseCalls::openFile,
        .read = FuseCalls::readFile,
        .release = FuseCalls::closeFile,
        .opendir = FuseCalls::openFolder,
        .readdir = FuseCalls::list,
        .statfs = FuseCalls::fileSystemStatus,
        .getxattr = FuseCalls::getAttribute,
        .listxattr = FuseCalls::listAttributes,
        .forget_multi = FuseCalls::forgetSome,
        .readdirplus = FuseCalls::listPlus,
    };
    return table;
}

} // namespace backspool::engine
