#include "active/spill.h"

#include <QFile>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <cerrno>
#include <new>

namespace backspool::engine {

Spill::Lease::~Lease()
{
    if (spill_)
        spill_->room().used -= size_;
}

Spill::Spill(QString folder, uint64_t bound)
    : folder_(std::move(folder)), descriptor_(::memfd_create("backspool-room", MFD_CLOEXEC)), room_(&own_)
{
    void *memory = MAP_FAILED;
    if (descriptor_.isOpen() && ::ftruncate(descriptor_.get(), sizeof(guard::Room)) == 0)
        memory = ::mmap(nullptr, sizeof(guard::Room), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_.get(), 0);
    if (memory == MAP_FAILED)
        descriptor_.reset();
    else
        room_ = new (memory) guard::Room;
    room_->bound = bound;
}

Spill::~Spill()
{
    if (room_ != &own_)
        ::munmap(room_, sizeof(guard::Room));
}

Result<Spill::Lease> Spill::reserve(uint64_t size)
{
    if (!room_->take(size))
        return fail(ErrorKind::NoSpace,
                    QStringLiteral("there is no room for a copy of it (policy: active.spill_mebibytes)"));
    return Lease(*this, size);
}

Result<FileDescriptor> Spill::makeFile() const
{
    const QByteArray folder = QFile::encodeName(folder_);
    FileDescriptor file(::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file.isOpen() && (errno == EOPNOTSUPP || errno == EISDIR)) {
        QByteArray name = folder + "/spill-XXXXXX";
        file = FileDescriptor(::mkostemp(name.data(), O_CLOEXEC));
        if (file.isOpen())
            ::unlink(name.constData());
    }
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot make a copy in %1").arg(folder_)));
    return file;
}

} // namespace backspool::engine
