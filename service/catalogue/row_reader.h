#pragma once
/// Reads the columns of a row, from the first on, and believes none: the database is a file that may be damaged.
#include "catalogue/connection.h"

namespace backspool::catalogue {

/// After a column that is not what it should be, status() is Damaged and values are empty.
class RowReader
{
public:
    /// @p what names the row in the error ("client").
    RowReader(const Statement &statement, const char *what) : statement_(statement), what_(what) {}

    int64_t integer();
    /// As number() stored it: all 64 bits.
    uint64_t unsignedInteger() { return uint64_t(integer()); }
    WallTime time() { return WallTime(WallTime::duration(integer())); }
    bool flag() { return integer(0, 1) != 0; }
    template <class AnyId> AnyId id()
    {
        constexpr auto most =
            std::min<uint64_t>(std::numeric_limits<decltype(AnyId::value)>::max(), std::numeric_limits<int64_t>::max());
        return {static_cast<decltype(AnyId::value)>(integer(0, int64_t(most)))};
    }
    /// An enumeration whose values are 0 to @p last.
    template <class Enumeration> Enumeration enumeration(Enumeration last)
    {
        return Enumeration(integer(0, int64_t(last)));
    }
    QString text();
    /// NULL is empty.
    QByteArray bytes();
    ObjectName name();
    format::ContainerUuid uuid();
    format::PointStatistics statistics();
    /// Two columns: its signature (NULL without) and its size.
    format::FileContent content();

    Status status() const;

private:
    int64_t integer(int64_t least, int64_t most);
    QByteArray bytes(qsizetype size);
    void wrong(int column);

    const Statement &statement_;
    const char *what_;
    int column_ = 0;
    std::optional<int> wrongColumn_;
};

/// Statistics as the column has them: JSON, with the keys of the point record (docs/format.md).
QString statisticsToText(const format::PointStatistics &statistics);

} // namespace backspool::catalogue
