/// System information as it comes back from the service, and what tools print.
#include "system-info/block_devices.h"
#include "system-info/mount_table.h"
#include "system-info/output_form.h"
#include "system-info/system_information.h"

#include <cstdlib>

using namespace backspool::engine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1));
    switch (data[0] % 4) {
    case 0:
        if (const auto information = SystemInformation::decode(bytes)) {
            const auto encoded = information->encode(1 << 20);
            const auto again = SystemInformation::decode(encoded);
            if (!again || again->encode(1 << 20) != encoded)
                std::abort();
        }
        break;
    case 1:
        if (const auto tree = blockDeviceTree(bytes)) {
            for (const auto &device : blockDevicesIn(*tree)) {
                if (!device.path.startsWith("/dev/"))
                    std::abort();
            }
        }
        break;
    case 2:
        mountTable(bytes);
        break;
    case 3:
        textForm({.kind = OutputForm::Kind::SortedLines, .masksPasswords = true}, bytes);
        break;
    }
    return 0;
}
