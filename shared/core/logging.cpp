#include "core/logging.h"

namespace backspool {
Q_LOGGING_CATEGORY(logStore, "backspool.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logCatalogue, "backspool.catalogue", QtInfoMsg)
Q_LOGGING_CATEGORY(logSession, "backspool.session", QtInfoMsg)
Q_LOGGING_CATEGORY(logNetwork, "backspool.network", QtInfoMsg)
Q_LOGGING_CATEGORY(logEngine, "backspool.engine", QtInfoMsg)
Q_LOGGING_CATEGORY(logRestore, "backspool.restore", QtInfoMsg)
} // namespace backspool
