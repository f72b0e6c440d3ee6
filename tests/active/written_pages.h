#pragma once
/// A file whose pages another process overwrites all the time, and whether a copy of it is of one moment.
#include <QProcess>
#include <QString>

#include <chrono>

namespace backspool::test {

/// Makes @p file of so many pages, numbered from 0.
bool makePages(const QString &file, qint64 pages);

/// Runs page_writer until it is ended.
class PageWriter
{
public:
    /// Returns when it has the file open.
    explicit PageWriter(const QString &file);
    ~PageWriter();

    /// Ends it. False: it did not run to here.
    bool end();
    qint64 writes() const { return writes_; }
    std::chrono::milliseconds longestWrite() const { return longestWrite_; }

private:
    QProcess process_;
    qint64 writes_ = 0;
    std::chrono::milliseconds longestWrite_{};
};

/// Empty when @p content is of one moment; else what is wrong. @p writes: how many writes it has.
QString problemOfPages(const QByteArray &content, qint64 pages, qint64 *writes = nullptr);

} // namespace backspool::test
