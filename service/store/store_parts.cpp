#include "store/store_parts.h"

namespace backspool::store {

StoreParts::StoreParts(const StoreOptions &options, Disk &disk, catalogue::Catalogue &catalogue, const Clock &clock)
    : options(options), disk(disk), catalogue(catalogue), clock(clock),
      digester(codec::deriveKey(options.repositoryKey, {}, "backspool domain 0")),
      files(disk, options.folder, options.repositoryKey)
{
}

} // namespace backspool::store
