#include "files/attributes.h"

#include <QList>

#include <sys/xattr.h>

#include <cerrno>

namespace backspool::engine {

namespace {

/// Calls @p call (a buffer and its size to a length, as the xattr family does) until the buffer is large enough.
template <class Call> ssize_t fill(QByteArray &buffer, Call call)
{
    for (;;) {
        const ssize_t got = call(buffer.data(), size_t(buffer.size()));
        if (got >= 0 || errno != ERANGE)
            return got;
        const ssize_t wanted = call(nullptr, 0);
        if (wanted < 0)
            return wanted;
        buffer.resize(wanted + 64);
    }
}

/// The calls of the xattr family that go by a path: with or without following it where it is a link.
struct Calls
{
    decltype(&::listxattr) list;
    decltype(&::getxattr) get;
};
constexpr Calls kOfLink{::llistxattr, ::lgetxattr}, kOfTarget{::listxattr, ::getxattr};

Result<Attributes> readAll(const QByteArray &path, const Calls &calls)
{
    Attributes attributes;
    qsizetype room = kMaxAttributesSize;
    QByteArray names(1024, Qt::Uninitialized);
    const ssize_t size =
        fill(names, [&](char *buffer, size_t length) { return calls.list(path.constData(), buffer, length); });
    if (size < 0) {
        if (errno == ENOTSUP || errno == ENOSYS)
            return attributes;
        return fail(systemError(errno, QStringLiteral("cannot list the extended attributes")));
    }
    if (size == 0)
        return attributes;
    names.truncate(size);
    auto list = names.split('\0');
    list.removeAll(QByteArray());
    std::sort(list.begin(), list.end()); // "security." and "system." come before "user."
    QByteArray value(1024, Qt::Uninitialized);
    for (const auto &name : std::as_const(list)) {
        const ssize_t length = fill(value, [&](char *buffer, size_t size) {
            return calls.get(path.constData(), name.constData(), buffer, size);
        });
        if (length < 0) {
            if (errno == ENODATA)
                continue; // removed since the list was made
            return fail(systemError(
                errno, QStringLiteral("cannot read the extended attribute %1").arg(QString::fromUtf8(name))));
        }
        auto attribute = format::Attribute::extended(name, QByteArrayView(value.constData(), length));
        constexpr qsizetype kFraming = 16; // type and length
        if (attribute.data.size() > format::kMaxAttributeSize || attributes.list.size() >= format::kMaxAttributes ||
            attribute.data.size() + kFraming > room) {
            attributes.isComplete = false;
            break;
        }
        room -= attribute.data.size() + kFraming;
        attributes.list.push_back(std::move(attribute));
    }
    return attributes;
}

} // namespace

Result<Attributes> readAttributes(int folder, const QByteArray &name)
{
    // The l*xattr calls take paths only; /proc makes one of a descriptor, of any depth.
    return readAll("/proc/self/fd/" + QByteArray::number(folder) + '/' + name, kOfLink);
}

Result<Attributes> readAttributesOf(int file)
{
    return readAll("/proc/self/fd/" + QByteArray::number(file), kOfTarget);
}

} // namespace backspool::engine
