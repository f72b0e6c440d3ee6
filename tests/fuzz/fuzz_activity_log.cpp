/// A line of the activity log: it is passed over or read, and what was read is written so that it is read as the same.
#include "agent/activity_log.h"

#include <cstdlib>

using namespace backspool::engine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto activity = activityFromLine(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!activity)
        return 0;
    const auto line = activityToLine(*activity);
    const auto again = activityFromLine(line);
    if (line.contains('\n') || !again || activityToLine(*again) != line)
        std::abort();
    return 0;
}
