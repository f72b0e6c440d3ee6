#pragma once
/// Help texts, made of a program's table.
#include "console/arguments.h"

namespace backspool::console {

/// What the program is, its commands and options.
QString programHelp(const Program &program);
/// Usage, description and options of one command.
QString commandHelp(const Program &program, const Command &command);

/// The options that every program has.
const std::vector<Option> &standardOptions();

} // namespace backspool::console
