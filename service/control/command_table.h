#pragma once
/// What backspoold understands on its command line.
#include "console/arguments.h"

namespace backspool::control {

const console::Program &backspooldProgram();

} // namespace backspool::control
