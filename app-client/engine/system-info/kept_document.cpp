#include "system-info/kept_document.h"

#include "core/logging.h"
#include "core/small_file.h"

#include <QCborMap>
#include <QCborValue>
#include <QCryptographicHash>

namespace backspool::engine {

namespace {

/// The document has 16 MiB at most (format.md).
constexpr ByteCount kMostBytes = 17_MiB;

using namespace Qt::StringLiterals;

QByteArray digestOf(const QByteArray &document)
{
    return QCryptographicHash::hash(document, QCryptographicHash::Sha256);
}

} // namespace

Result<QByteArray> KeptDocument::get(const QByteArray &hints, const std::function<Result<QByteArray>()> &gather) const
{
    if (auto kept = find(hints))
        return *std::move(kept);
    auto document = TRY(gather());
    keep(hints, document);
    return document;
}

std::optional<QByteArray> KeptDocument::find(const QByteArray &hints) const
{
    const auto bytes = readSmallFile(file_, kMostBytes);
    if (!bytes)
        return std::nullopt;
    const auto map = QCborValue::fromCbor(*bytes).toMap();
    const auto document = map[u"document"_s].toByteArray();
    const auto gathered = fromUnixSeconds(map[u"gathered"_s].toInteger());
    const auto now = clock_.now();
    const bool isGood = !document.isEmpty() && map[u"hints"_s].toByteArray() == hints && gathered <= now &&
                        now - gathered < kLongest && map[u"digest"_s].toByteArray() == digestOf(document);
    return isGood ? std::optional(document) : std::nullopt;
}

void KeptDocument::keep(const QByteArray &hints, const QByteArray &document) const
{
    const QCborMap map{{u"document"_s, document},
                       {u"gathered"_s, qint64(unixSeconds(clock_.now()))},
                       {u"hints"_s, hints},
                       {u"digest"_s, digestOf(document)}};
    if (const auto kept = replaceFile(file_, QCborValue(map).toCbor()); !kept)
        qCWarning(logEngine).noquote() << "the system information is gathered again at the next backup:"
                                       << kept.error().text();
}

} // namespace backspool::engine
