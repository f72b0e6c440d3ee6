#include "system-info/output_form.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

bool beginsWithOneOf(const QString &line, const QStringList &beginnings)
{
    return std::ranges::any_of(beginnings, [&](const QString &beginning) { return line.startsWith(beginning); });
}

QString withoutPasswords(QString line)
{
    static const QRegularExpression password(u"(?<![A-Za-z0-9])(pass(?:word|wd|phrase)?[0-9]*=)[^\\s,\"']+"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    return line.replace(password, u"\\1(not kept)"_s);
}

QJsonValue at(QJsonValue value, const QString &path)
{
    for (const auto &name : path.split(QLatin1Char('.')))
        value = value[name];
    return value;
}

bool isDropped(const OutputForm &form, const QJsonValue &element)
{
    return std::ranges::any_of(form.dropElements,
                               [&](const auto &drop) { return at(element, drop.first) == drop.second; });
}

QJsonValue reduced(const OutputForm &form, const QJsonValue &value);

QJsonObject reducedObject(const OutputForm &form, const QJsonObject &object)
{
    QJsonObject kept;
    for (auto member = object.begin(); member != object.end(); ++member) {
        if ((form.keep.isEmpty() || form.keep.contains(member.key())) && !form.drop.contains(member.key()))
            kept.insert(member.key(), reduced(form, member.value()));
    }
    return kept;
}

QJsonValue reduced(const OutputForm &form, const QJsonValue &value)
{
    if (value.isObject())
        return reducedObject(form, value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray kept;
    const auto array = value.toArray();
    for (const auto &element : array) {
        if (!isDropped(form, element))
            kept.append(reduced(form, element));
    }
    return kept;
}

} // namespace

QString textForm(const OutputForm &form, const QByteArray &output)
{
    QString text = QString::fromUtf8(output);
    text.remove(QChar(0));
    auto lines = text.split(QLatin1Char('\n'));
    if (lines.last().isEmpty())
        lines.removeLast();
    lines.removeIf([&](const QString &line) {
        return (!form.keep.isEmpty() && !beginsWithOneOf(line, form.keep)) || beginsWithOneOf(line, form.drop);
    });
    const QRegularExpression cut(form.cut);
    for (auto &line : lines) {
        if (!form.cut.isEmpty())
            line.remove(cut);
        if (form.masksPasswords)
            line = withoutPasswords(line);
    }
    if (form.kind == OutputForm::Kind::SortedLines)
        lines.sort();
    return lines.isEmpty() ? QString() : lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

Result<QJsonValue> jsonForm(const OutputForm &form, const QByteArray &output)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(output, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::Damaged, u"what it printed is no JSON: %1"_s.arg(error.errorString()));
    return document.isArray() ? reduced(form, document.array()) : reduced(form, document.object());
}

} // namespace backspool::engine
