#include "read/content_assembly.h"

namespace backspool::engine {

size_t ContentFetch::Assembly::add(const format::Extent &extent)
{
    std::unique_lock lock(mutex_);
    const size_t number = next_ + pieces_.size();
    pieces_.push_back({extent, std::nullopt});
    if (!extent.isHole())
        waiting_ += ByteCount(extent.length);
    else
        drain(lock);
    return number;
}

void ContentFetch::Assembly::close()
{
    std::unique_lock lock(mutex_);
    closed_ = true;
    drain(lock);
}

void ContentFetch::Assembly::deliver(size_t number, Result<FetchedObject> object)
{
    std::unique_lock lock(mutex_);
    if (ended_ || number < next_)
        return;
    pieces_[number - next_].object = std::move(object);
    drain(lock);
}

void ContentFetch::Assembly::abandon(const Error &error)
{
    std::unique_lock lock(mutex_);
    abandoned_ = error;
    drain(lock);
}

bool ContentFetch::Assembly::waitForRoom(ByteCount window)
{
    std::unique_lock lock(mutex_);
    roomier_.wait(lock, [&] { return ended_ || waiting_ <= window; });
    return !ended_;
}

/// Hands on all that is there and next, unless another thread is at it (it will see what came).
void ContentFetch::Assembly::drain(std::unique_lock<std::mutex> &lock)
{
    if (draining_ || ended_)
        return;
    draining_ = true;
    Status status;
    while (status) {
        if (abandoned_) {
            status = fail(*abandoned_);
        } else if (pieces_.empty()) {
            break;
        } else if (pieces_.front().extent.isHole() || pieces_.front().object) {
            Piece piece = std::move(pieces_.front());
            pieces_.pop_front();
            ++next_;
            lock.unlock();
            status = handOn(piece);
            const ByteCount length = piece.extent.isHole() ? 0 : ByteCount(piece.extent.length);
            piece.object.reset(); // its share of the budget is let go outside the lock
            lock.lock();
            waiting_ -= length;
            roomier_.notify_all();
        } else {
            break;
        }
    }
    draining_ = false;
    const bool isComplete = closed_ && pieces_.empty();
    if (status && !isComplete)
        return;
    ended_ = true;
    auto rest = std::exchange(pieces_, {});
    roomier_.notify_all();
    lock.unlock();
    rest.clear();
    end(status);
}

Status ContentFetch::Assembly::handOn(const Piece &piece)
{
    if (piece.extent.isHole()) {
        if (signature_)
            signature_->addZeros(piece.extent.length);
        return sink_->hole(piece.extent.length);
    }
    if (!*piece.object)
        return fail(piece.object->error());
    const auto chunk = (*piece.object)->bytes();
    if (piece.extent.offset > uint64_t(chunk.size()) ||
        piece.extent.length > uint64_t(chunk.size()) - piece.extent.offset)
        return fail(ErrorKind::Damaged,
                    QStringLiteral("the file's description asks for more of a chunk than there is"));
    const auto bytes = chunk.sliced(qsizetype(piece.extent.offset), qsizetype(piece.extent.length));
    if (signature_)
        signature_->add(bytes);
    return sink_->data(bytes);
}

void ContentFetch::Assembly::end(const Status &status)
{
    if (!status) {
        sink_->finished(status);
    } else if (signature_ && signature_->finish() != expected_) {
        sink_->finished(
            fail(ErrorKind::Damaged, QStringLiteral("what came is not what its signature says: it is damaged")));
    } else {
        sink_->finished({});
    }
    sink_.reset();
}

} // namespace backspool::engine
