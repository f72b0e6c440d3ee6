#pragma once
/// A file of a MemoryDisk: what is in it now, what would be left of it after a power cut, and the writes between.
#include <QByteArray>
#include <QByteArrayView>

#include <random>
#include <vector>

namespace backspool::fault {

/// Not thread-safe: its disk guards it.
class MemoryFile
{
public:
    const QByteArray &bytes() const { return now_; }
    void write(qsizetype offset, QByteArrayView bytes);
    void truncate(qsizetype size);
    void sync();

    /// Unsynced writes are gone.
    void loseUnsynced();
    /// Some first of the unsynced writes have come to the disk, the last of these perhaps in part.
    void tearUnsynced(std::mt19937 &random);
    /// For tests that damage: as if it had always been like this.
    void replace(QByteArray bytes);

private:
    struct Write
    {
        qsizetype offset = 0;
        QByteArray bytes;
        bool truncates = false;
    };
    static void apply(QByteArray &to, const Write &write);
    void settle(QByteArray bytes);

    QByteArray now_;
    QByteArray durable_;
    std::vector<Write> unsynced_;
};

} // namespace backspool::fault
