#pragma once
/// The command line of backspoold: asks the running service, or opens the data folder itself when none runs, and shows
/// what comes.
#include "console/arguments.h"

namespace backspool::control {

/// The exit code. REQUIRES: a QCoreApplication.
int runCommandLine(int argc, char **argv);

} // namespace backspool::control
