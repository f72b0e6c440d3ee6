#include "api/client_objects.h"

#include "codec/signature.h"
#include "format/node_tree.h"

#include <algorithm>

namespace backspool::test {

using format::ObjectKind;

ClientObjects::ClientObjects(const codec::SecretKey &domain)
    : digester_(domain), chunker_(codec::DomainKeys(domain).boundary())
{
}

void ClientObjects::add(ObjectKind kind, const ObjectName &name, QByteArrayView bytes, uint64_t contentSize)
{
    if (std::ranges::none_of(objects_, [&](const ClientObject &object) { return object.name == name; }))
        objects_.push_back({kind, name, bytes.toByteArray(), contentSize});
}

ObjectName ClientObjects::chunk(QByteArrayView bytes)
{
    const auto name = digester_.chunk(bytes);
    add(ObjectKind::Chunk, name, bytes, uint64_t(bytes.size()));
    contents_[name] = bytes.toByteArray();
    return name;
}

ObjectName ClientObjects::content(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return {};
    if (bytes.size() <= codec::kLeafSize)
        return chunk(bytes);
    const auto name = codec::signatureOf(digester_, bytes).name;
    format::VersionBuilder builder(digester_, [&](const ObjectName &node, const QByteArray &nodeBytes) {
        add(ObjectKind::Node, node, nodeBytes, 0);
    });
    for (QByteArrayView left = bytes; !left.isEmpty();) {
        const auto size = chunker_.cut(left, true);
        builder.add({chunk(left.first(size)), 0, uint64_t(size)});
        left = left.sliced(size);
    }
    version(name, builder.finish());
    contents_[name] = bytes;
    return name;
}

void ClientObjects::version(const ObjectName &name, const format::VersionRecord &record)
{
    add(ObjectKind::Version, name, record.encode(), record.size);
}

ClientObjects::Directory ClientObjects::directory(const Files &files, const std::map<QByteArray, Directory> &folders)
{
    std::map<QByteArray, std::pair<format::DirectoryEntry, format::Hint>> items;
    std::map<QByteArray, ObjectName> contents;
    const auto addFile = [&](const QByteArray &name, const ObjectName &content, uint64_t size) {
        auto &[entry, hint] = items[name];
        entry.name = name;
        entry.mode = 0644;
        entry.modified = {1'700'000'000, 7};
        entry.size = size;
        entry.content = content;
        hint.inode = items.size();
        contents[name] = content;
    };
    for (const auto &[name, bytes] : files)
        addFile(name, content(bytes), uint64_t(bytes.size()));
    for (const auto &[name, extra] : std::exchange(extra_, {}))
        addFile(name, extra.first, extra.second);
    for (const auto &[name, folder] : folders) {
        auto &[entry, hint] = items[name];
        entry.name = name;
        entry.type = format::FileType::Directory;
        entry.mode = 0755;
        entry.content = folder.entries;
        hint.flags = format::Hint::Directory;
        hint.hints = folder.hints;
    }
    const auto emit = [&](const ObjectName &name, const QByteArray &bytes) {
        add(ObjectKind::Node, name, bytes, uint64_t(bytes.size()));
        contents_[name] = bytes;
    };
    format::NodeTreeBuilder entries(format::TreeKind::Directory, digester_, emit);
    format::NodeTreeBuilder hints(format::TreeKind::Hints, digester_, emit);
    for (const auto &[name, item] : items) {
        entries.add(item.first.encode(), name, name);
        const auto hint = item.second.encode();
        hints.add(hint, hint);
    }
    const Directory made{entries.finish(), hints.finish()};
    entries_[made.entries] = std::move(contents);
    return made;
}

std::vector<ClientObject> ClientObjects::objectsOf(ObjectKind kind) const
{
    std::vector<ClientObject> some;
    std::ranges::copy_if(objects_, std::back_inserter(some),
                         [&](const ClientObject &object) { return object.kind == kind; });
    return some;
}

QByteArray ClientObjects::answer(const ObjectName &claimed, const protocol::Challenge &challenge) const
{
    auto name = claimed;
    if (!challenge.entry.isEmpty()) {
        const auto folder = entries_.find(claimed);
        if (folder == entries_.end() || !folder->second.contains(challenge.entry))
            return {};
        name = folder->second.at(challenge.entry);
    }
    const auto content = contents_.find(name);
    if (content == contents_.end())
        return {};
    return codec::Digester::proof(challenge.nonce,
                                  content->second.sliced(qsizetype(challenge.offset), challenge.length));
}

protocol::Have::Claim claimOf(const ClientObject &object)
{
    return {object.kind, object.name,
            object.kind == ObjectKind::Version ? object.contentSize : uint64_t(object.bytes.size())};
}

} // namespace backspool::test
