#pragma once
/// An archive that is written beside its place, and takes its name when it is whole.
#include "core/result.h"
#include "format/directory_entry.h"

#include <QFile>
#include <QString>

#include <memory>

class KArchive;
class KCompressionDevice;

namespace backspool::engine {

enum class ArchiveFormat : uint8_t { Zip, TarZstd };

/// One thread at a time. What is not finished leaves nothing behind.
class ArchiveFile
{
public:
    /// @p file: absolute; one that exists is replaced in the end. Errors: Denied, NoSpace, Io.
    static Result<std::unique_ptr<ArchiveFile>> create(const QString &file, ArchiveFormat format);
    ~ArchiveFile();

    /// Errors: Unsupported (the file is larger than one of this form can be). Others can still be added.
    Status holds(const format::DirectoryEntry &file) const;

    /// @p path: within the archive, without a slash at its begin. Errors: Io, NoSpace; Unsupported (see holds(); or a
    /// zip has no room for more: nothing can be added).
    Status addFolder(const QString &path, const format::DirectoryEntry &entry);
    Status addLink(const QString &path, const format::DirectoryEntry &entry);
    /// Then its content by write(), all of it, and endFile().
    Status beginFile(const QString &path, const format::DirectoryEntry &entry);
    Status write(QByteArrayView bytes);
    Status endFile(uint64_t size);

    /// All is there: the archive gets its name. Errors: Io, NoSpace.
    Status finish();

private:
    ArchiveFile(const QString &file, ArchiveFormat format);
    Status checked(bool isGood) const;
    Status takeRoom(const QString &path, uint64_t size);

    const QString name_;
    const ArchiveFormat format_;
    QFile part_;
    bool isOurs_ = false;   ///< the file of part_ was made here
    bool isInFile_ = false; ///< begun, and not ended
    uint64_t entries_ = 0;
    uint64_t directory_ = 0; ///< bytes of the list at the end of a zip, as it is now; not less than there will be
    std::unique_ptr<KCompressionDevice> compressed_;
    std::unique_ptr<KArchive> archive_;
};

} // namespace backspool::engine
