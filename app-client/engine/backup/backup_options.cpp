#include "backup/backup_options.h"

#include <QFile>
#include <QFileInfo>

namespace backspool::engine {

namespace {

/// The folder at @p path and nothing else; nothing where there is none.
std::optional<QByteArray> patternFor(const QString &path)
{
    QByteArray pattern;
    for (const char byte : QFile::encodeName(QFileInfo(path).canonicalFilePath())) {
        if (QByteArrayView("\\*?[]!# ").contains(byte))
            pattern += '\\';
        pattern += byte;
    }
    return pattern.isEmpty() ? std::nullopt : std::optional(pattern + '/');
}

} // namespace

BackupOptions backupOptions(const policy::Policy &policy, const policy::Selection &selection, const AgentState &state,
                            const Clock &clock)
{
    BackupOptions options;
    options.paths = selection.paths;
    options.excludes = policy.excludesFor(selection.paths, selection.excludes);
    // The agent's own: keys that let in, and notes of what was backed up, which each backup changes.
    if (auto own = patternFor(state.folder()))
        options.excludes.push_back(*std::move(own));
    options.criteria = policy.exclusions.criteria;
    options.active = policy.active;
    options.methodRule = methodRule(policy.difference);
    if (policy.systemInformation)
        options.systemInformation = keptSystemDocument(state.systemInformationFile(), clock);
    return options;
}

} // namespace backspool::engine
