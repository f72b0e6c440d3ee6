#include "active/written_pages.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <vector>

namespace backspool::test {

namespace {
constexpr qsizetype kPage = 4096;
} // namespace

bool makePages(const QString &file, qint64 pages)
{
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return false;
    for (quint64 number = 0; number < quint64(pages); ++number) {
        const std::vector<quint64> page(kPage / sizeof number, number);
        if (out.write(reinterpret_cast<const char *>(page.data()), kPage) != kPage)
            return false;
    }
    return true;
}

PageWriter::PageWriter(const QString &file)
{
    process_.start(QStringLiteral(PAGE_WRITER), {file});
    process_.waitForReadyRead();
    process_.readLine();
}

PageWriter::~PageWriter()
{
    process_.kill();
    process_.waitForFinished();
}

bool PageWriter::end()
{
    process_.closeWriteChannel();
    if (!process_.waitForFinished() || process_.exitCode() != 0)
        return false;
    const auto words = process_.readAllStandardOutput().trimmed().split(' ');
    if (words.size() != 2)
        return false;
    writes_ = words[0].toLongLong();
    longestWrite_ = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(words[1].toLongLong()));
    return true;
}

QString problemOfPages(const QByteArray &content, qint64 pages, qint64 *writes)
{
    if (content.size() != pages * kPage)
        return QStringLiteral("%1 bytes").arg(content.size());
    std::vector<quint64> numbers(size_t(pages), 0);
    for (qint64 i = 0; i < pages; ++i) {
        const char *page = content.constData() + i * kPage;
        quint64 number = 0;
        std::memcpy(&number, page, sizeof number);
        if (std::memcmp(page, page + sizeof number, size_t(kPage) - sizeof number) != 0)
            return QStringLiteral("page %1 is torn").arg(i);
        numbers[size_t(i)] = number;
    }
    const quint64 last = *std::ranges::max_element(numbers);
    for (quint64 i = 0; i < quint64(pages); ++i) {
        const quint64 expected = last - (last - i) % quint64(pages);
        if (numbers[i] != expected)
            return QStringLiteral("page %1 has %2 and not %3, and another has %4")
                .arg(i)
                .arg(numbers[i])
                .arg(expected)
                .arg(last);
    }
    if (writes)
        *writes = qint64(last) - (pages - 1);
    return {};
}

} // namespace backspool::test
