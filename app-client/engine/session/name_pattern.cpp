#include "session/name_pattern.h"

#include <array>

namespace backspool::engine {

namespace {
/// Letters of a name that is not UTF-8 are those of ASCII.
QByteArray lowered(QByteArrayView name)
{
    return name.isValidUtf8() ? QString::fromUtf8(name).toLower().toUtf8() : name.toByteArray().toLower();
}
} // namespace

Result<NamePattern> NamePattern::make(const QByteArray &text)
{
    if (text.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("The pattern is empty."));
    if (text.contains('/'))
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("A pattern is compared with names, which have no \"/\"; for one path see \"versions\"."));
    NamePattern pattern;
    pattern.ignoresCase_ = lowered(text) == text;
    pattern.text_ = text;
    const bool isGlob = text.contains('*') || text.contains('?') || text.contains('[');
    if (isGlob)
        pattern.glob_ = TRY(policy::NameGlob::compile(text));
    return pattern;
}

bool NamePattern::matches(QByteArrayView name) const
{
    const auto isIn = [this](QByteArrayView compared) {
        return glob_ ? glob_->matches(compared) : compared.contains(text_);
    };
    if (!ignoresCase_)
        return isIn(name);
    // Most names are short and of ASCII; a search compares with millions.
    std::array<char, 256> buffer;
    const auto isAscii = [](char letter) { return uchar(letter) < 0x80; };
    if (name.size() > qsizetype(buffer.size()) || !std::ranges::all_of(name, isAscii))
        return isIn(lowered(name));
    const auto toLower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter; };
    std::ranges::transform(name, buffer.begin(), toLower);
    return isIn(QByteArrayView(buffer.data(), name.size()));
}

} // namespace backspool::engine
