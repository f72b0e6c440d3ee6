#include "policy/policy_file.h"

#include "core/small_file.h"
#include "core/units.h"
#include "policy/exclude_pattern.h"
#include "policy/json_positions.h"
#include "policy/policy_command.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>
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
            else if (path == kGroupsField)
                TRY(groups(member.value()));
            else if (isCommand(path))
                TRY(command(path, member.value()));
            else if (path == kCommandsFromServiceField && role_ != PolicyFile::Role::Network)
                return wrong(path, QStringLiteral("is for the computer's own policy only"));
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

    Status groups(const QJsonValue &value)
    {
        auto groups = groupsFromJson(value);
        if (!groups)
            return wrong(kGroupsField, groups.error().text());
        file_.groups = *std::move(groups);
        return {};
    }

    Status command(const QString &path, const QJsonValue &value)
    {
        auto arguments = commandFromJson(value);
        if (!arguments)
            return wrong(path, arguments.error().text());
        file_.commands[path] = *std::move(arguments);
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
            if (!isPolicyField(name))
                return wrong(kLockedName, QStringLiteral("names \"%1\", which is no field").arg(name.left(200)));
            file_.locked.insert(name);
        }
        return {};
    }

    const JsonPositions &positions_;
    const PolicyFile::Role role_;
    PolicyFile file_;
};

void put(QJsonObject &object, const QString &whole, const QJsonValue &value)
{
    const QString section = whole.section(QLatin1Char('.'), 0, 0);
    QJsonObject inner = object[section].toObject();
    inner[whole.section(QLatin1Char('.'), 1)] = value;
    object[section] = inner;
}

QJsonValue valueToJson(const PolicyField &field, int64_t value)
{
    return field.type == PolicyField::Type::Switch ? QJsonValue(value != 0) : QJsonValue(qint64(value));
}

QJsonArray textsToJson(const std::vector<QByteArray> &texts)
{
    QJsonArray array;
    for (const auto &text : texts)
        array.append(QString::fromUtf8(text));
    return array;
}

/// @p service without what it says about commands.
PolicyFile withoutCommands(PolicyFile service)
{
    std::erase_if(service.values, [](const auto &field) { return isAboutCommands(field.first); });
    std::erase_if(service.locked, [](const QString &field) { return isAboutCommands(field); });
    service.commands.clear();
    return service;
}

/// What the last of @p layers that sets the command says.
CommandPolicy::Arguments commandOf(std::span<const PolicyFile *const> layers, const QString &name)
{
    CommandPolicy::Arguments arguments;
    for (const auto *layer : layers) {
        if (const auto command = layer->commands.find(name); command != layer->commands.end())
            arguments = command->second;
        if (layer->locked.contains(name))
            break;
    }
    return arguments;
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
    const auto content = TRY_CONTEXT(doing, readSmallFile(file, kMaxFile));
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
        put(object, kPatternsField, textsToJson(patterns));
    if (!groups.empty())
        put(object, kGroupsField, groupsToJson(groups));
    for (const auto &[name, arguments] : commands)
        put(object, name, textsToJson(arguments));
    if (!locked.empty())
        object[kLockedName] = QJsonArray::fromStringList(QStringList(locked.begin(), locked.end()));
    return object;
}

Status PolicyFile::save(const QString &file) const
{
    TRY_CONTEXT(QStringLiteral("saving the policy in %1").arg(file),
                replaceFile(file, QJsonDocument(toJson()).toJson()));
    return {};
}

Policy mergePolicies(const PolicyFile &service, const PolicyFile &network, const PolicyFile &user)
{
    const auto fromService = network.values.find(kCommandsFromServiceField);
    const bool isTrusted = fromService != network.values.end() && fromService->second != 0;
    const PolicyFile heard = isTrusted ? service : withoutCommands(service);
    const std::array layers{&heard, &network, &user};
    Policy policy;
    for (const auto &field : policyFields()) {
        const QString name = field.name;
        for (const auto *layer : layers) {
            if (const auto value = layer->values.find(name); value != layer->values.end())
                field.set(policy, value->second);
            if (layer->locked.contains(name))
                break;
        }
    }
    for (const auto *layer : layers) {
        policy.active.groups.insert(policy.active.groups.end(), layer->groups.begin(), layer->groups.end());
        if (layer->locked.contains(kGroupsField))
            break;
    }
    policy.commands.before = commandOf(layers, kBeforeBackupField);
    policy.commands.after = commandOf(layers, kAfterBackupField);
    auto &[defaultList, criteria, patterns, finalPatterns] = policy.exclusions;
    for (const auto *layer : layers) {
        if (layer->locked.contains(kPatternsField))
            finalPatterns.insert(finalPatterns.begin(), layer->patterns.begin(), layer->patterns.end());
        else
            patterns.insert(patterns.end(), layer->patterns.begin(), layer->patterns.end());
    }
    return policy;
}

QJsonObject policyToJson(const Policy &policy)
{
    QJsonObject object;
    for (const auto &field : policyFields())
        put(object, field.name, valueToJson(field, field.get(policy)));
    auto patterns = policy.exclusions.patterns;
    patterns.insert(patterns.end(), policy.exclusions.finalPatterns.begin(), policy.exclusions.finalPatterns.end());
    put(object, kPatternsField, textsToJson(patterns));
    put(object, kGroupsField, groupsToJson(policy.active.groups));
    put(object, kBeforeBackupField, textsToJson(policy.commands.before));
    put(object, kAfterBackupField, textsToJson(policy.commands.after));
    return object;
}

} // namespace backspool::policy
