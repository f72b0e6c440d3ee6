#pragma once
/// The command line of backspool-agent as a table: commands, options and what the help says of them.
#include "console/arguments.h"

namespace backspool::cli {

const console::Program &agentProgram();

} // namespace backspool::cli
