#include "mount/inode_number.h"

#include <span>

namespace backspool::engine {

namespace {

/// FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/).
class Hash
{
public:
    Hash &add(QByteArrayView bytes)
    {
        for (const char byte : bytes)
            add(uint8_t(byte));
        return *this;
    }
    Hash &add(uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            add(uint8_t(number >> shift));
        return *this;
    }
    /// 0 means none, and 1 is the top.
    uint64_t value() const { return hash_ < 2 ? hash_ + 2 : hash_; }

private:
    void add(uint8_t byte) { hash_ = (hash_ ^ byte) * 1'099'511'628'211U; }

    uint64_t hash_ = 14'695'981'039'346'656'037U;
};

} // namespace

uint64_t inodeOfPoint(PointId point)
{
    return Hash().add(point.value).value();
}

uint64_t inodeOfName(uint64_t folder, QByteArrayView name)
{
    return Hash().add(folder).add(name).value();
}

uint64_t inodeOfLinked(PointId point, const format::FileSystemId &fileSystem, uint64_t inode,
                       const format::DirectoryEntry &entry)
{
    auto file = entry;
    file.name = "-";
    const QByteArrayView system(reinterpret_cast<const char *>(fileSystem.data()), qsizetype(fileSystem.size()));
    return Hash().add(point.value).add(system).add(inode).add(QByteArrayView(file.encode())).value();
}

} // namespace backspool::engine
