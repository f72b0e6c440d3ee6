#include "watch/write_log_handover.h"

#include "core/bytes.h"
#include "core/logging.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>
#include <QSysInfo>

namespace backspool::engine {

namespace {

constexpr char kMagic[] = "BKSPLWL1";
constexpr qsizetype kMagicSize = 8;
constexpr qsizetype kDigestSize = 32;
/// Twice what the journal's bounds give.
constexpr qint64 kMaxFile = 200 << 20;

QString handoverFile(const QString &folder)
{
    return folder + QStringLiteral("/write-log.handover");
}

QByteArray digestOf(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

Result<WriteLogHandover> decode(QByteArrayView bytes)
{
    ByteReader reader(bytes, "write log");
    if (TRY(reader.bytes(kMagicSize)) != QByteArrayView(kMagic, kMagicSize) ||
        TRY(reader.bytes(kDigestSize)) != digestOf(reader.rest()))
        return fail(ErrorKind::Damaged, QStringLiteral("it is not what was written"));
    if (TRY(reader.sizedBytes(256)) != QSysInfo::bootUniqueId())
        return fail(ErrorKind::NotFound, QStringLiteral("the computer has been started since"));
    WriteLogHandover handover;
    handover.name = TRY(reader.sizedBytes(256)).toByteArray();
    handover.base = PointId{TRY(reader.u64())};
    handover.configuration = TRY(reader.sizedBytes(256)).toByteArray();
    handover.cut = WallTime(std::chrono::nanoseconds(int64_t(TRY(reader.u64()))));
    handover.monitor = reader.rest().toByteArray();
    return handover;
}

} // namespace

Status WriteLogHandover::leave(const QString &folder) const
{
    ByteWriter body;
    body.sizedBytes(QSysInfo::bootUniqueId()).sizedBytes(name).u64(base.value).sizedBytes(configuration);
    body.u64(uint64_t(cut.time_since_epoch().count())).bytes(monitor);
    QSaveFile file(handoverFile(folder));
    if (!file.open(QIODevice::WriteOnly) || file.write(kMagic, kMagicSize) < 0 ||
        file.write(digestOf(body.buffer())) < 0 || file.write(body.buffer()) < 0 || !file.commit())
        return fail(ErrorKind::Io, QStringLiteral("saving the write log in %1: %2").arg(folder, file.errorString()));
    return {};
}

std::optional<WriteLogHandover> WriteLogHandover::take(const QString &folder)
{
    QFile file(handoverFile(folder));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const auto bytes = file.read(kMaxFile);
    if (!file.remove()) {
        qCWarning(logEngine).noquote() << "cannot remove" << file.fileName() << file.errorString();
        return std::nullopt;
    }
    auto handover = decode(bytes);
    if (!handover) {
        qCInfo(logEngine).noquote() << "the write log begins anew:" << handover.error().text();
        return std::nullopt;
    }
    return *std::move(handover);
}

} // namespace backspool::engine
