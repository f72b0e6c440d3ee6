#pragma once
/// Brings folders and catalogue together when a store is opened: what a crash, a lost catalogue or a lost disk have
/// left. Afterwards each row has its files and each file its row.
///
/// | found | done |
/// | --- | --- |
/// | row Removing | its files and it are removed |
/// | file in merge/, or written by the service and not published | removed: the store still has what it is a copy of |
/// | file in an area, row Staging | published, uncommitted: only the catalogue had not been told |
/// | file in an area, no row | registered: the catalogue was lost |
/// | file in staging/ | what is whole is saved in a new container (reseal.h), published, uncommitted |
/// | row Published, no file | made again from the mirror; else not part of the store, with a warning |
/// | mirror missing, or without container | made again; or the container from it |
/// | mirror without container or row, damaged | stays, with a warning: it may be all that is left |
///
/// When none of the published containers is there, the store's disk is not mounted, and nothing is touched.
#include "store/store_parts.h"

namespace backspool::store {

/// Fills the table. Errors: NotFound (no container is there), Io, the catalogue's.
Status recoverStore(StoreParts &parts);

} // namespace backspool::store
