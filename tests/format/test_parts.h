#pragma once
/// Parts that the tests of the format share: bytes in memory for files, a map for a store of nodes, seeds that are
/// printed.
#include "codec/sample_bytes.h"
#include "format/byte_source.h"
#include "format/node_tree.h"

#include <QTest>

#include <random>
#include <unordered_map>

/// QVERIFY of a Result that says the error's text.
#define VERIFY_RESULT(...)                                                                                             \
    do {                                                                                                               \
        const auto &verified_ = (__VA_ARGS__);                                                                         \
        QVERIFY2(verified_, verified_ ? "" : qPrintable(verified_.error().text()));                                    \
    } while (false)

/// That a Result is an error of the kind.
#define VERIFY_FAILS(errorKind, ...)                                                                                   \
    do {                                                                                                               \
        const auto &verified_ = (__VA_ARGS__);                                                                         \
        QVERIFY(!verified_);                                                                                           \
        QCOMPARE(verified_.error().kind(), errorKind);                                                                 \
        QVERIFY(!verified_.error().text().isEmpty());                                                                  \
    } while (false)

namespace backspool::format {

class MemorySource final : public ByteSource
{
public:
    explicit MemorySource(QByteArray bytes) : bytes_(std::move(bytes)) {}
    uint64_t size() const override { return uint64_t(bytes_.size()); }
    Result<QByteArray> read(uint64_t offset, qsizetype size) override
    {
        if (offset > uint64_t(bytes_.size()) || size > bytes_.size() - qsizetype(offset))
            return fail(ErrorKind::Damaged, QStringLiteral("the file ends before"));
        return bytes_.sliced(qsizetype(offset), size);
    }

private:
    QByteArray bytes_;
};

class MemorySink final : public ByteSink
{
public:
    Status append(QByteArrayView bytes) override
    {
        if (room_ < bytes.size())
            return fail(ErrorKind::NoSpace, QStringLiteral("the disk is full"));
        room_ -= bytes.size();
        bytes_.append(bytes);
        return {};
    }
    const QByteArray &bytes() const { return bytes_; }
    /// From now on only @p room bytes more can be written.
    void limit(qsizetype room) { room_ = room; }

private:
    QByteArray bytes_;
    qsizetype room_ = std::numeric_limits<qsizetype>::max();
};

/// Nodes by name, as a store would keep them.
class NodeMap
{
public:
    NodeTreeBuilder::Emit emitter()
    {
        return [this](const ObjectName &name, QByteArray bytes) {
            nodes_.insert_or_assign(name, std::move(bytes));
            order_.push_back(name);
        };
    }
    NodeFetch fetcher() const
    {
        return [this](const ObjectName &name) -> Result<QByteArray> {
            const auto found = nodes_.find(name);
            if (found == nodes_.end())
                return fail(ErrorKind::NotFound, QStringLiteral("no such node"));
            return found->second;
        };
    }
    bool contains(const ObjectName &name) const { return nodes_.contains(name); }
    void remove(const ObjectName &name) { nodes_.erase(name); }
    size_t size() const { return nodes_.size(); }
    const std::unordered_map<ObjectName, QByteArray> &nodes() const { return nodes_; }
    /// Names in the order in which they were emitted.
    const std::vector<ObjectName> &order() const { return order_; }

private:
    std::unordered_map<ObjectName, QByteArray> nodes_;
    std::vector<ObjectName> order_;
};

inline const codec::Digester &sampleDigester()
{
    static const codec::Digester digester(codec::sampleKey(7));
    return digester;
}

inline ObjectName sampleName(uint32_t seed)
{
    return ObjectName::fromBytes(codec::sampleBytes(ObjectName::kSize, seed));
}

using Random = std::mt19937_64;

inline uint64_t pick(Random &random, uint64_t low, uint64_t high)
{
    return std::uniform_int_distribution<uint64_t>(low, high)(random);
}

inline QByteArray randomBytes(Random &random, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (auto &byte : bytes)
        byte = char(random());
    return bytes;
}

/// A number whose length in bits is as likely as any other: edges come often.
inline uint64_t randomNumber(Random &random, uint64_t limit)
{
    const uint64_t number = random() >> pick(random, 0, 63);
    return limit == std::numeric_limits<uint64_t>::max() ? number : number % (limit + 1);
}

/// Rows "seed N" with the column "seed": @p count fixed ones and one that is new each time; or BACKSPOOL_SEED alone.
inline void addSeedRows(uint32_t count)
{
    QTest::addColumn<uint32_t>("seed");
    if (qEnvironmentVariableIsSet("BACKSPOOL_SEED")) {
        const auto seed = uint32_t(qEnvironmentVariable("BACKSPOOL_SEED").toUInt());
        QTest::addRow("seed %u", seed) << seed;
        return;
    }
    for (uint32_t seed = 1; seed <= count; ++seed)
        QTest::addRow("seed %u", seed) << seed;
    const uint32_t fresh = std::random_device()();
    QTest::addRow("seed %u", fresh) << fresh;
    qInfo("fresh seed of this run: BACKSPOOL_SEED=%u", fresh);
}

/// Every way to make @p bytes wrong by one bit, handed to @p use.
template <class Use> void forEachFlippedBit(const QByteArray &bytes, Use &&use)
{
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        auto changed = bytes;
        changed[bit / 8] = char(changed[bit / 8] ^ (1 << (bit % 8)));
        use(changed, bit / 8);
    }
}

} // namespace backspool::format
