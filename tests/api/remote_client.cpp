#include "api/remote_client.h"

#include "format/node_tree.h"
#include "format/version_record.h"

#include <algorithm>
#include <future>

namespace backspool::test {

using namespace protocol;
using format::BlockKind;
using format::ObjectKind;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 20s;
constexpr ByteCount kBlockSize = 256_KiB;

} // namespace

Result<std::unique_ptr<RemoteClient>> RemoteClient::connect(const Identity &identity)
{
    return std::unique_ptr<RemoteClient>(
        new RemoteClient(TRY(ClientConnection::connect(identity, QStringLiteral("test 1")))));
}

RemoteClient::RemoteClient(std::unique_ptr<ClientConnection> connection) : connection_(std::move(connection))
{
    connection_->setListener([this](const Result<Frame> &frame) {
        const std::scoped_lock lock(mutex_);
        if (!frame)
            ended_ = frame.error();
        else if (const auto acknowledge = Acknowledge::decode(frame->payload);
                 frame->type == MessageType::Acknowledge && acknowledge)
            acknowledged_ = acknowledge->blocks;
        changed_.notify_all();
    });
}

RemoteClient::~RemoteClient()
{
    connection_->setListener({});
}

Result<BackupGranted> RemoteClient::begin(PointId base)
{
    const BeginBackup request{base, QStringLiteral("host"), QStringLiteral("Europe/Vienna"), QStringLiteral("test 1")};
    return BackupGranted::decode(
        TRY(connection_->call(MessageType::BeginBackup, request.encode(), MessageType::BackupGranted)));
}

Status RemoteClient::send(BlockKind kind, const std::vector<ClientObject> &objects)
{
    codec::Compressor compressor(1);
    format::BlockPacker packer(kind);
    std::vector<ObjectName> names, versions;
    const auto flush = [&]() -> Status {
        if (packer.isEmpty())
            return {};
        const Data data{format::compressBlock(packer.take(), compressor), namesCheck(names), versions};
        TRY(connection_->send(MessageType::Data, data.encode()));
        ++blocksSent_;
        names.clear();
        versions.clear();
        return {};
    };
    for (const auto &object : objects) {
        if (packer.rawSize() + object.bytes.size() > kBlockSize)
            TRY(flush());
        packer.add(object.kind, object.bytes);
        names.push_back(object.name);
        if (object.kind == ObjectKind::Version)
            versions.push_back(object.name);
    }
    return flush();
}

Status RemoteClient::sendAll(const ClientObjects &objects, const std::vector<ObjectName> &except)
{
    std::vector<ClientObject> chunks, trees;
    for (const auto &object : objects.objects()) {
        if (!std::ranges::contains(except, object.name))
            (object.kind == ObjectKind::Chunk ? chunks : trees).push_back(object);
    }
    TRY(send(BlockKind::Chunks, chunks));
    return send(BlockKind::Tree, trees);
}

bool RemoteClient::waitForAcknowledge(uint64_t blocks)
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return acknowledged_ >= blocks || ended_; });
    return acknowledged_ >= blocks;
}

uint64_t RemoteClient::acknowledged() const
{
    const std::scoped_lock lock(mutex_);
    return acknowledged_;
}

Error RemoteClient::waitForEnd()
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return ended_.has_value(); });
    return ended_.value_or(Error(ErrorKind::Io, QStringLiteral("the connection goes on")));
}

Result<HaveReply> RemoteClient::have(const std::vector<Have::Claim> &claims)
{
    std::promise<Result<Frame>> answer;
    auto frame = answer.get_future();
    TRY(connection_->request(MessageType::Have, Have{claims}.encode(), [&](Result<Frame> reply) {
        answer.set_value(std::move(reply));
        return false;
    }));
    const auto reply = TRY(frame.get());
    lastHave_ = reply.request;
    return HaveReply::decode(reply.payload);
}

Result<ProveReply> RemoteClient::prove(const std::vector<QByteArray> &answers)
{
    return ProveReply::decode(
        TRY(connection_->call(MessageType::Prove, Prove{lastHave_, answers}.encode(), MessageType::ProveReply)));
}

Result<std::vector<bool>> RemoteClient::claim(const std::vector<Have::Claim> &claims, const ClientObjects &objects)
{
    const auto reply = TRY(have(claims));
    std::vector<bool> accepted;
    if (std::ranges::contains(reply.held, Held::Prove)) {
        std::vector<QByteArray> answers;
        for (const auto &challenge : reply.challenges)
            answers.push_back(objects.answer(claims[challenge.claim].name, challenge));
        accepted = TRY(prove(answers)).accepted;
    }
    std::vector<bool> result;
    size_t proven = 0;
    for (const auto held : reply.held)
        result.push_back(held == Held::Yes || (held == Held::Prove && accepted.at(proven++)));
    return result;
}

Result<Committed> RemoteClient::commit(const ClientObjects::Directory &root)
{
    Commit request;
    request.root.name = "/";
    request.root.type = format::FileType::Directory;
    request.root.mode = 0755;
    request.root.content = root.entries;
    request.rootHint.flags = format::Hint::Directory;
    request.rootHint.inode = 2;
    request.rootHint.hints = root.hints;
    request.selection = {"/"};
    return Committed::decode(TRY(connection_->call(MessageType::Commit, request.encode(), MessageType::Committed)));
}

Result<Points> RemoteClient::points(uint32_t limit, PointId before)
{
    return Points::decode(
        TRY(connection_->call(MessageType::ListPoints, ListPoints{limit, before}.encode(), MessageType::Points)));
}

Result<ClientObjects::Directory> RemoteClient::point(PointId id)
{
    const auto reply =
        TRY(Point::decode(TRY(connection_->call(MessageType::GetPoint, GetPoint{id}.encode(), MessageType::Point))));
    const auto record = TRY(format::PointRecord::decode(reply.record));
    return ClientObjects::Directory{record.root.content, record.rootHint.hints};
}

Result<RemoteClient::Fetched> RemoteClient::fetch(const std::vector<GetObjects::Group> &groups)
{
    Fetched fetched;
    std::promise<Status> done;
    auto outcome = done.get_future();
    codec::Decompressor decompressor;
    const auto take = [&](const Frame &frame) -> Result<bool> {
        const auto message = TRY(Objects::decode(frame.payload));
        ++fetched.frames;
        std::vector<format::UnpackedBlock> blocks;
        for (const auto &block : message.blocks)
            blocks.push_back(TRY(format::unpackBlock(block, decompressor)));
        for (const auto &place : message.places)
            fetched.objects[place.index] = blocks.at(place.block).objectCopy(place.slot);
        for (const auto &failure : message.failures)
            fetched.failures[failure.index] = failure.kind;
        return !message.last;
    };
    TRY(connection_->request(MessageType::GetObjects, GetObjects{groups}.encode(), [&](Result<Frame> frame) {
        const auto more = frame ? take(*frame) : fail(frame.error());
        if (!more)
            done.set_value(fail(more.error()));
        else if (!*more)
            done.set_value({});
        return more.value_or(false);
    }));
    TRY(outcome.get());
    return fetched;
}

Result<QByteArray> RemoteClient::fetch(const ObjectName &parent, const ObjectName &name)
{
    const auto fetched = TRY(fetch({{parent, {name}}}));
    if (fetched.failures.contains(0))
        return fail(fetched.failures.at(0), QStringLiteral("an object was not given"));
    return fetched.objects.at(0);
}

Result<std::vector<QByteArray>> RemoteClient::fetchNodeItems(const ObjectName &parent, const ObjectName &name)
{
    const auto node = TRY(format::Node::parse(TRY(fetch(parent, name))));
    std::vector<QByteArray> items;
    for (size_t i = 0; i < node.count(); ++i) {
        if (node.level() == 0) {
            items.push_back(node.item(i).toByteArray());
        } else {
            for (auto &item : TRY(fetchNodeItems(name, TRY(node.child(i)).name)))
                items.push_back(std::move(item));
        }
    }
    return items;
}

Result<QByteArray> RemoteClient::fetchContent(const ObjectName &directory, const format::DirectoryEntry &entry)
{
    if (entry.size == 0)
        return QByteArray();
    auto bytes = TRY(fetch(directory, entry.content));
    if (entry.size <= 64_KiB)
        return bytes;
    const auto record = TRY(format::VersionRecord::decode(bytes));
    QByteArray content;
    for (const auto &extent : record.inlineExtents)
        content += TRY(fetch(entry.content, extent.chunk)).sliced(qsizetype(extent.offset), qsizetype(extent.length));
    return content;
}

Result<Files> RemoteClient::readTree(const ObjectName &directory)
{
    Files files;
    for (const auto &item : TRY(fetchNodeItems({}, directory))) {
        const auto entry = TRY(format::DirectoryEntry::decode(item));
        files[entry.name] = TRY(fetchContent(directory, entry));
    }
    return files;
}

} // namespace backspool::test
