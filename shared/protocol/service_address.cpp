#include "protocol/service_address.h"

namespace backspool::protocol {

namespace {
std::unexpected<Error> invalid(const QString &text, const QString &why)
{
    return fail(ErrorKind::Invalid,
                QStringLiteral("\"%1\" is not the address of a service: %2. Write it as NAME:PORT, such as "
                               "backup.example.org:7411, 192.0.2.7:7411 or [2001:db8::7]:7411.")
                    .arg(text, why));
}
} // namespace

Result<ServiceAddress> ServiceAddress::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    QStringView rest = trimmed;
    QStringView host;
    if (rest.startsWith(u'[')) {
        const qsizetype end = rest.indexOf(u']');
        if (end < 0)
            return invalid(trimmed, QStringLiteral("the bracket is not closed"));
        host = rest.sliced(1, end - 1);
        rest = rest.sliced(end + 1);
        if (!host.contains(u':'))
            return invalid(trimmed, QStringLiteral("there is no IPv6 address between the brackets"));
    } else {
        const qsizetype colon = rest.lastIndexOf(u':');
        host = rest.first(colon < 0 ? rest.size() : colon);
        rest = rest.sliced(host.size());
        if (host.contains(u':'))
            return invalid(trimmed, QStringLiteral("an IPv6 address needs brackets"));
    }
    if (host.isEmpty())
        return invalid(trimmed, QStringLiteral("there is no host name"));
    for (const QChar character : host) {
        if (character.isSpace() || character == u'/' || !character.isPrint())
            return invalid(trimmed, QStringLiteral("a host name cannot hold \"%1\"").arg(character));
    }
    if (!rest.startsWith(u':') || rest.size() < 2)
        return invalid(trimmed, QStringLiteral("there is no port"));
    const QStringView digits = rest.sliced(1);
    const bool isNumber = std::ranges::all_of(digits, [](QChar digit) { return digit >= u'0' && digit <= u'9'; });
    const uint port = isNumber ? digits.toUInt() : 0; // 0 also when it does not fit
    if (port == 0 || port > UINT16_MAX)
        return invalid(trimmed, QStringLiteral("the port is not a number from 1 to 65535"));
    return ServiceAddress{.host = host.toString(), .port = uint16_t(port)};
}

QString ServiceAddress::toText() const
{
    return (host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

} // namespace backspool::protocol
