#pragma once
/// Logging categories: one for each part of a program (QT_LOGGING_RULES="backspool.store.debug=true").
#include <QLoggingCategory>

namespace backspool {
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logCatalogue)
Q_DECLARE_LOGGING_CATEGORY(logSession)
Q_DECLARE_LOGGING_CATEGORY(logNetwork)
Q_DECLARE_LOGGING_CATEGORY(logEngine)
Q_DECLARE_LOGGING_CATEGORY(logRestore)
} // namespace backspool
