#include "session/name_pattern.h"

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
    const QByteArray compared = ignoresCase_ ? lowered(name) : name.toByteArray();
    return glob_ ? glob_->matches(compared) : compared.contains(text_);
}

} // namespace backspool::engine
