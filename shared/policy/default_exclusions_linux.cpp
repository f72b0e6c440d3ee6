#include "policy/default_exclusions.h"

#include <algorithm>

namespace backspool::policy {

std::vector<QByteArray> defaultExclusions(const std::vector<QByteArray> &selected)
{
    std::vector<QByteArray> patterns = {
        // Caches: the XDG Base Directory Specification's folder (most browsers'), and those that browsers and what is
        // built on Chromium keep beside their settings.
        ".cache/",
        ".thumbnails/",
        ".config/**/Cache/",
        ".config/**/Code Cache/",
        ".config/**/GPUCache/",
        ".mozilla/**/cache2/",
        // Trash, at its places by the FreeDesktop.org Trash specification.
        ".local/share/Trash/",
        ".Trash/",
        ".Trash-[0-9]*/",
        // What fsck found belongs to nobody; the desktop's view of network places is not on this computer.
        "lost+found/",
        ".gvfs/",
        ".xsession-errors",
        ".xsession-errors.old",
    };
    if (std::ranges::find(selected, "/") != selected.end()) {
        for (const char *place :
             {"/tmp/*", "/var/tmp/*", "/run/*", "/var/cache/apt/archives/*.deb", "/var/cache/dnf/*",
              "/var/cache/pacman/pkg/*", "/var/lib/systemd/coredump/*", "/swapfile", "/swap.img", "/swap/swapfile"})
            patterns.emplace_back(place);
    }
    return patterns;
}

} // namespace backspool::policy
