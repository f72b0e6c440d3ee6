#pragma once
/// Checks one block that a client sent before it may be stored: expands it within bounds, computes the name of every
/// object, and compares with what the client thinks it sent. Works on values alone: any number of blocks side by side.
#include "codec/digest.h"
#include "protocol/backup_messages.h"

namespace backspool::api {

struct CheckedBlock
{
    format::PackedBlock block;
    std::vector<ObjectName> names; ///< one a slot
};

/// Errors: Invalid (not a Data message; objects of a kind or size that may not be there), Damaged (does not expand,
/// does not parse, or has other names than the client gave).
Result<CheckedBlock> checkData(QByteArrayView payload, const codec::Digester &digester);

} // namespace backspool::api
