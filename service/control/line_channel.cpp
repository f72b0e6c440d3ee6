#include "control/line_channel.h"

#include "core/units.h"

#include <QJsonDocument>

#include <sys/socket.h>

#include <cerrno>

namespace backspool::control {

namespace {
/// A damage with a hundred long paths fits.
constexpr qsizetype kMaxLine = 4_MiB;
constexpr qsizetype kPiece = 64_KiB;
} // namespace

Status LineChannel::write(const QJsonObject &object)
{
    const auto line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    for (qsizetype done = 0; done < line.size();) {
        const auto written = ::send(socket_.get(), line.constData() + done, size_t(line.size() - done), MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(ErrorKind::Unreachable,
                        systemError(errno, QStringLiteral("writing to the control socket")).text());
        done += written;
    }
    return {};
}

Result<std::optional<QJsonObject>> LineChannel::read()
{
    for (;;) {
        if (const auto end = buffer_.indexOf('\n'); end >= 0) {
            const auto document = QJsonDocument::fromJson(buffer_.first(end));
            buffer_.remove(0, end + 1);
            if (!document.isObject())
                return fail(ErrorKind::Invalid, QStringLiteral("a line on the control socket is not a JSON object"));
            return document.object();
        }
        if (buffer_.size() > kMaxLine)
            return fail(ErrorKind::Invalid, QStringLiteral("a line on the control socket is too long"));
        std::array<char, kPiece> piece;
        const auto got = ::recv(socket_.get(), piece.data(), piece.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(ErrorKind::Unreachable,
                        systemError(errno, QStringLiteral("reading from the control socket")).text());
        if (got == 0)
            return std::nullopt;
        buffer_.append(piece.data(), got);
    }
}

} // namespace backspool::control
