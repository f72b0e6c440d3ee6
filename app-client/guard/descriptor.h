#pragma once
/// An open descriptor that closes itself, as the agent has them.
#include "core/file_descriptor.h"

namespace backspool::guard {
using Descriptor = FileDescriptor;
}
