#pragma once
/// The answer to CheckCopies: whether parts of a file of the base are what a client took them for. Its fingerprints
/// only propose; this is the word that counts (docs/decisions/copies-are-checked.md).
#include "api/base_files.h"
#include "protocol/difference_messages.h"

namespace backspool::api {

/// A part that cannot be read is not right: the client sends it. Blocks on disk. Errors: Invalid (outside of the file),
/// Cancelled.
Result<protocol::CopiesChecked> checkCopies(const store::ObjectStore &store, const BaseFile &file,
                                            const protocol::CheckCopies &request, const CancelToken &cancel);

} // namespace backspool::api
