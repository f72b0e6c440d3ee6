#pragma once
/// What a point holds, read from the store in the most direct way: a reader that shares nothing with the restore.
#include "store/object_store.h"

#include <map>

namespace backspool::test {

/// The files beneath @p root by path; a file that cannot be had is its error.
std::map<QByteArray, Result<QByteArray>> contentOf(const store::ObjectStore &store, const ObjectName &root);
/// The files of a real folder, by path as contentOf() gives it.
std::map<QByteArray, QByteArray> contentOf(const QString &folder);

} // namespace backspool::test
