#include "policy/policy_file.h"

#include "core/file_descriptor.h"
#include "core/units.h"
#include "policy/exclude_pattern.h"
#include "policy/json_positions.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <fcntl.h>

#include <cerrno>
#include <cmath>

namespace backspool::policy {

namespace {

constexpr int kVersion = 1;
/// Ten thousand patterns of a hundred bytes; a bound on memory for a file that is something else.
constexpr qint64 kMaxFile = 1_MiB;
const QString kVersionName = QStringLiteral("version");
const QString kLockedName = QStringLiteral("locked");

/// Fills a PolicyFile from a document, and says where it is wrong.
class Parser
{
public:
    Parser(const JsonPositions &positions, PolicyFile::Role role) : positions_(positions), role_(role) {}

    Result<PolicyFile> parse(const QJsonObject &object)
    {
        if (!object.contains(kVersionName))
            return wrong(kVersionName, QStringLiteral("is missing; it must be %1").arg(kVersion));
        for (auto member = object.begin(); member != object.end(); ++member) {
            if (member.key() == kVersionName)
                TRY(version(member.value()));
            else if (member.key() == kLockedName)
                TRY(locked(member.value()));
            else if (isSection(member.key()))
                TRY(section(member.key(), member.value()));
            else
                return wrong(member.key(), QStringLiteral("is not known"));
        }
        return std::move(file_);
    }

private:
    std::unexpected<Error> wrong(const QString &path, const QString &why) const
    {
        return fail(ErrorKind::Invalid,
                    QStringLiteral("line %1: \"%2\" %3").arg(positions_.lineOf(path)).arg(path.left(200), why));
    }

    static bool isSection(const QString &name)
    {
        const QString prefix = name + QLatin1Char('.');
        return !name.contains(QLatin1Char('.')) && std::ranges::any_of(policyFields(), [&](const PolicyField &field) {
            return field.name.startsWith(prefix);
        });
    }

    Status version(const QJsonValue &value)
    {
        if (value.toDouble() != kVersion)
            return wrong(kVersionName,
                         QStringLiteral("must be %1, the only version that this program knows").arg(kVersion));
        return {};
    }

    Status section(const QString &name, const QJsonValue &value)
    {
        if (!value.isObject())
            return wrong(name, QStringLiteral("must be an object, in braces"));
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            const QString path = name + QLatin1Char('.') + member.key();
            const auto *field = findPolicyField(path);
            if (path == kPatternsField)
                TRY(patterns(member.value()));
            else if (field)
                file_.values[path] = TRY(valueOf(*field, path, member.value()));
            else
                return wrong(path, QStringLiteral("is not known"));
        }
        return {};
    }

    Result<int64_t> valueOf(const PolicyField &field, const QString &path, const QJsonValue &value) const
    {
        if (field.type == PolicyField::Type::Switch) {
            if (!value.isBool())
                return wrong(path, QStringLiteral("must be true or false"));
            return value.toBool();
        }
        const double number = value.toDouble(std::nan(""));
        if (!value.isDouble() || number != std::floor(number) || number < double(field.least) ||
            number > double(field.most))
            return wrong(path, QStringLiteral("must be a whole number from %1 to %2").arg(field.least).arg(field.most));
        return int64_t(number);
    }

    Status patterns(const QJsonValue &value)
    {
        if (!value.isArray())
            return wrong(kPatternsField, QStringLiteral("must be a list of patterns, in brackets"));
        const QJsonArray array = value.toArray();
        for (const auto &pattern : array) {
            if (!pattern.isString())
                return wrong(kPatternsField, QStringLiteral("must hold texts only"));
            file_.patterns.push_back(pattern.toString().toUtf8());
        }
        if (const auto compiled = ExcludeRules::compile(file_.patterns); !compiled)
            return wrong(kPatternsField, QStringLiteral("is wrong: ") + compiled.error().text());
        return {};
    }

    Status locked(const QJsonValue &value)
    {
        if (role_ == PolicyFile::Role::User)
            return wrong(kLockedName, QStringLiteral("is for the administrator's policy only"));
        if (!value.isArray())
            return wrong(kLockedName, QStringLiteral("must be a list of fields, in brackets"));
        const QJsonArray array = value.toArray();
        for (const auto &entry : array) {
            const QString name = entry.toString();
            if (name != kPatternsField && !findPolicyField(name))
                return wrong(kLockedName, QStringLiteral("names \"%1\", which is no field").arg(name.left(200)));
            file_.locked.insert(name);
        }
        return {};
    }

    const JsonPositions &positions_;
    const PolicyFile::Role role_;
    PolicyFile file_;
};

void put(QJsonObject &object, QLatin1StringView name, const QJsonValue &value)
{
    const QString whole = name;
    const QString section = whole.section(QLatin1Char('.'), 0, 0);
    QJsonObject inner = object[section].toObject();
    inner[whole.section(QLatin1Char('.'), 1)] = value;
    object[section] = inner;
}

QJsonValue valueToJson(const PolicyField &field, int64_t value)
{
    return field.type == PolicyField::Type::Switch ? QJsonValue(value != 0) : QJsonValue(qint64(value));
}

QJsonArray patternsToJson(const std::vector<QByteArray> &patterns)
{
    QJsonArray array;
    for (const auto &pattern : patterns)
        array.append(QString::fromUtf8(pattern));
    return array;
}

ErrorKind kindOf(QFileDevice::FileError error)
{
    switch (error) {
    case QFileDevice::PermissionsError:
        return ErrorKind::Denied;
    case QFileDevice::ResourceError:
        return ErrorKind::NoSpace;
    default:
        return ErrorKind::Io;
    }
}

} // namespace

Result<PolicyFile> PolicyFile::parse(const QByteArray &content, Role role)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(content, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("line %1: %2").arg(JsonPositions::lineAt(content, error.offset)).arg(error.errorString()));
    if (!document.isObject())
        return fail(ErrorKind::Invalid, QStringLiteral("line 1: it is not an object, in braces"));
    const auto positions = JsonPositions::of(content);
    if (!positions.duplicate.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("line %1: \"%2\" is there twice")
                                            .arg(positions.duplicateLine)
                                            .arg(positions.duplicate.left(200)));
    return Parser(positions, role).parse(document.object());
}

Result<PolicyFile> PolicyFile::load(const QString &file, Role role)
{
    const QString doing = QStringLiteral("reading the policy %1").arg(file);
    const FileDescriptor opened(::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened.isOpen())
        return fail(systemError(errno, doing));
    QFile device;
    if (!device.open(opened.get(), QIODevice::ReadOnly))
        return fail(ErrorKind::Io, doing + QStringLiteral(": ") + device.errorString());
    const QByteArray content = device.read(kMaxFile + 1);
    if (device.error() != QFileDevice::NoError)
        return fail(ErrorKind::Io, doing + QStringLiteral(": ") + device.errorString());
    if (content.size() > kMaxFile)
        return fail(ErrorKind::Invalid, doing + QStringLiteral(": the file is longer than %1 bytes").arg(kMaxFile));
    return TRY_CONTEXT(doing, parse(content, role));
}

QJsonObject PolicyFile::toJson() const
{
    QJsonObject object{{kVersionName, kVersion}};
    for (const auto &field : policyFields()) {
        if (const auto value = values.find(field.name); value != values.end())
            put(object, field.name, valueToJson(field, value->second));
    }
    if (!patterns.empty())
        put(object, kPatternsField, patternsToJson(patterns));
    if (!locked.empty())
        object[kLockedName] = QJsonArray::fromStringList(QStringList(locked.begin(), locked.end()));
    return object;
}

Status PolicyFile::save(const QString &file) const
{
    QSaveFile device(file);
    if (!device.open(QIODevice::WriteOnly) || device.write(QJsonDocument(toJson()).toJson()) < 0 || !device.commit())
        return fail(kindOf(device.error()),
                    QStringLiteral("saving the policy in %1: %2").arg(file, device.errorString()));
    // commit() has synced the file, not the name that it has now.
    const QByteArray folder = QFile::encodeName(QFileInfo(file).absolutePath());
    const FileDescriptor opened(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() || ::fsync(opened.get()) != 0)
        return fail(systemError(errno, QStringLiteral("saving the policy in %1").arg(file)));
    return {};
}

Policy mergePolicies(const PolicyFile &network, const PolicyFile &user)
{
    Policy policy;
    for (const auto &field : policyFields()) {
        const QString name = field.name;
        const auto ofUser = user.values.find(name);
        const auto ofNetwork = network.values.find(name);
        if (ofUser != user.values.end() && !network.locked.contains(name))
            field.set(policy, ofUser->second);
        else if (ofNetwork != network.values.end())
            field.set(policy, ofNetwork->second);
    }
    auto &exclusions = policy.exclusions;
    (network.locked.contains(kPatternsField) ? exclusions.finalPatterns : exclusions.patterns) = network.patterns;
    exclusions.patterns.insert(exclusions.patterns.end(), user.patterns.begin(), user.patterns.end());
    return policy;
}

QJsonObject policyToJson(const Policy &policy)
{
    QJsonObject object;
    for (const auto &field : policyFields())
        put(object, field.name, valueToJson(field, field.get(policy)));
    auto patterns = policy.exclusions.patterns;
    patterns.insert(patterns.end(), policy.exclusions.finalPatterns.begin(), policy.exclusions.finalPatterns.end());
    put(object, kPatternsField, patternsToJson(patterns));
    return object;
}

} // namespace backspool::policy
