#pragma once
/// What a client would send of some files: objects in the order children first, by name, with the contents that it can
/// prove.
#include "codec/chunker.h"
#include "codec/digest.h"
#include "format/version_record.h"
#include "protocol/backup_messages.h"
#include "support/files.h"

#include <map>

namespace backspool::test {

struct ClientObject
{
    format::ObjectKind kind = format::ObjectKind::Chunk;
    ObjectName name;
    QByteArray bytes;
    uint64_t contentSize = 0; ///< of a version: what it stands for
};

/// Objects and trees, made without a service.
class ClientObjects
{
public:
    explicit ClientObjects(const codec::SecretKey &domain);

    ObjectName content(const QByteArray &bytes);
    ObjectName chunk(QByteArrayView bytes);
    void version(const ObjectName &name, const format::VersionRecord &record);
    /// A directory of files, and of others by their trees.
    struct Directory
    {
        ObjectName entries;
        ObjectName hints;
    };
    Directory directory(const Files &files, const std::map<QByteArray, Directory> &folders = {});
    /// An entry for a file whose content is named so, whoever has it.
    void addEntry(const QByteArray &name, const ObjectName &content, uint64_t size) { extra_[name] = {content, size}; }

    const std::vector<ClientObject> &objects() const { return objects_; }
    std::vector<ClientObject> objectsOf(format::ObjectKind kind) const;
    const codec::Digester &digester() const { return digester_; }
    /// The answer to a challenge, as who has the files can give it. Empty: cannot.
    QByteArray answer(const ObjectName &claimed, const protocol::Challenge &challenge) const;
    /// Forgets the bytes of a content: names alone are left.
    void loseContents() { contents_.clear(); }

private:
    void add(format::ObjectKind kind, const ObjectName &name, QByteArrayView bytes, uint64_t contentSize);

    codec::Digester digester_;
    codec::Chunker chunker_;
    std::vector<ClientObject> objects_;
    std::map<ObjectName, QByteArray> contents_;                      ///< by signature, and nodes by name
    std::map<ObjectName, std::map<QByteArray, ObjectName>> entries_; ///< of directories: signature by name
    std::map<QByteArray, std::pair<ObjectName, uint64_t>> extra_;
};

protocol::Have::Claim claimOf(const ClientObject &object);

} // namespace backspool::test
