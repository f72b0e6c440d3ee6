#include "watch/write_journal.h"

#include "core/bytes.h"

namespace backspool::engine {

namespace {
/// A file handle has at most 128 bytes, a name 255; no path is longer than the kernel's 4,096.
constexpr uint64_t kMaxKey = 256, kMaxName = 255, kMaxPath = 4'096;
} // namespace

void WriteJournal::collapse(Entries &entries)
{
    names_ -= entries.names.size();
    entries.names.clear();
    entries.isListed = true;
}

void WriteJournal::add(const QByteArray &folder, const QByteArray &name, uint8_t happened)
{
    if (lostBecause_)
        return;
    auto &entries = folders_[folder];
    entries.hasNew = entries.hasNew || happened & Came;
    if (folders_.size() > limits_.folders) {
        giveUp(QStringLiteral("more than %1 folders have changed").arg(limits_.folders));
        return;
    }
    if (name == "." || name.isEmpty())
        return;
    const auto known = entries.names.find(name);
    if (known != entries.names.end()) {
        known->second |= happened;
        return;
    }
    // Of a folder that came all is new, and must be known by its name.
    const bool isFolder = happened & Folder;
    if (!isFolder) {
        if (entries.isListed)
            return;
        if (entries.names.size() >= limits_.namesInFolder || names_ >= limits_.names) {
            std::map<QByteArray, uint8_t> folders;
            for (const auto &entry : entries.names) {
                if (entry.second & Folder)
                    folders.insert(entry);
            }
            collapse(entries);
            names_ += folders.size();
            entries.names = std::move(folders);
            return;
        }
    } else if (names_ >= 2 * limits_.names) {
        giveUp(QStringLiteral("more than %1 folders have come").arg(limits_.names));
        return;
    }
    entries.names.emplace(name, happened);
    ++names_;
}

void WriteJournal::giveUp(const QString &reason)
{
    if (!lostBecause_)
        lostBecause_ = reason;
    folders_.clear();
    names_ = 0;
}

void WriteJournal::merge(const WriteJournal &other)
{
    if (other.lostBecause_)
        giveUp(*other.lostBecause_);
    for (const auto &[folder, entries] : other.folders_) {
        if (lostBecause_)
            break;
        add(folder, ".", entries.hasNew ? Came : Changed);
        for (const auto &[name, happened] : entries.names)
            add(folder, name, happened);
        if (entries.isListed && !lostBecause_)
            folders_[folder].isListed = true;
    }
    all_.insert(other.all_.begin(), other.all_.end());
    files_.insert(other.files_.begin(), other.files_.end());
    inodes_.insert(other.inodes_.begin(), other.inodes_.end());
}

QByteArray WriteJournal::encode() const
{
    ByteWriter writer;
    writer.varint(folders_.size());
    for (const auto &[folder, entries] : folders_) {
        writer.sizedBytes(folder).u8(uint8_t(entries.isListed | entries.hasNew << 1)).varint(entries.names.size());
        for (const auto &[name, happened] : entries.names)
            writer.sizedBytes(name).u8(happened);
    }
    for (const auto *paths : {&all_, &files_}) {
        writer.varint(paths->size());
        for (const auto &path : *paths)
            writer.sizedBytes(path);
    }
    writer.varint(inodes_.size());
    for (const auto inode : inodes_)
        writer.varint(inode);
    return writer.take();
}

Result<WriteJournal> WriteJournal::decode(QByteArrayView bytes)
{
    WriteJournal journal;
    ByteReader reader(bytes, "write log");
    const auto count = [&reader] { return reader.varint(uint64_t(reader.remaining())); };
    for (uint64_t left = TRY(count()); left > 0; --left) {
        const auto folder = TRY(reader.sizedBytes(kMaxKey)).toByteArray();
        const auto flags = TRY(reader.u8());
        journal.add(folder, ".", flags & 2 ? Came : Changed);
        for (uint64_t names = TRY(count()); names > 0; --names) {
            const auto name = TRY(reader.sizedBytes(kMaxName)).toByteArray();
            journal.add(folder, name, TRY(reader.u8()));
        }
        if (flags & 1 && !journal.lostBecause_)
            journal.folders_[folder].isListed = true;
    }
    for (auto *paths : {&journal.all_, &journal.files_}) {
        for (uint64_t left = TRY(count()); left > 0; --left)
            paths->insert(TRY(reader.sizedBytes(kMaxPath)).toByteArray());
    }
    for (uint64_t left = TRY(count()); left > 0; --left)
        journal.inodes_.insert(TRY(reader.varint()));
    TRY(reader.atEnd());
    return journal;
}

} // namespace backspool::engine
