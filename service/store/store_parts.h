#pragma once
/// What the parts of a store share.
#include "catalogue/catalogue.h"
#include "store/container_files.h"
#include "store/container_table.h"
#include "store/object_store.h"

namespace backspool::store {

/// Lives as long as the store; each part is thread-safe.
struct StoreParts
{
    StoreParts(const StoreOptions &options, Disk &disk, catalogue::Catalogue &catalogue, const Clock &clock);

    const StoreOptions options;
    Disk &disk;
    catalogue::Catalogue &catalogue;
    const Clock &clock;
    const codec::Digester digester;
    ContainerTable table;
    ContainerFiles files;
};

} // namespace backspool::store
