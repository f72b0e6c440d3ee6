#pragma once
/// Files as a test means them: paths with their contents, made and changed at random.
#include <QByteArray>

#include <map>
#include <random>

namespace backspool::test {

/// By path, "folder/file"; no empty folders.
using Files = std::map<QByteArray, QByteArray>;

/// Bytes that do not compress, the same for the same @p seed.
QByteArray randomBytes(uint32_t seed, qsizetype size);
/// @p count files in some folders: most below 64 KiB, some longer, some empty.
Files randomFiles(std::mt19937 &random, int count);
/// @p files some time later: some changed, gone, new, renamed, copied.
void changeFiles(std::mt19937 &random, Files &files);

} // namespace backspool::test
