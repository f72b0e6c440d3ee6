#pragma once
/// libfuse's low-level interface, in the version that this is written for.
#define FUSE_USE_VERSION FUSE_MAKE_VERSION(3, 17)
#include <fuse_lowlevel.h>
