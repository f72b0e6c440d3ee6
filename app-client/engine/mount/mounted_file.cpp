#include "mount/mounted_file.h"

#include "codec/signature.h"

namespace backspool::engine {

namespace {

/// Fetched as a whole, and checked before anything is given.
constexpr uint64_t kFewWindows = 4;
/// That are asked for at a time where a file is read in order; as many may be on the way meanwhile. The service sends
/// stored blocks of some megabytes, of which little is to come twice.
constexpr uint64_t kMostTogether = 8;
/// The digests of a file's leaves are kept until all were read: of 64 GiB they are 32 MiB.
constexpr uint64_t kMostChecked = 64ULL << 30;

std::unexpected<Error> damaged(const char *text)
{
    return fail(ErrorKind::Damaged, QString::fromLatin1(text));
}

} // namespace

Result<QByteArray> MountedFile::read(OpenLine &line, uint64_t offset, uint64_t size)
{
    if (offset >= entry_.size)
        return QByteArray();
    const uint64_t end = offset + std::min(size, entry_.size - offset);
    QByteArray content;
    content.reserve(qsizetype(end - offset));
    const std::lock_guard lock(mutex_);
    for (uint64_t at = offset; at < end;) {
        const uint64_t index = at / kWindowSize;
        const auto window = TRY(this->window(line, index));
        const uint64_t from = at - index * kWindowSize;
        const uint64_t length = std::min(end - at, uint64_t(window->bytes.size()) - from);
        content.append(QByteArrayView(window->bytes).sliced(qsizetype(from), qsizetype(length)));
        at += length;
    }
    return content;
}

Result<MountedFile::Window> MountedFile::window(OpenLine &line, uint64_t index)
{
    if (damage_)
        return fail(*damage_);
    auto window = kept_.find(entry_.content, index);
    if (!window)
        window = TRY(fetchFrom(line, index));
    TRY(check(index, *window));
    readAhead(line, index);
    return window;
}

/// What the service must have given on @p line before it gives any of the content.
Status MountedFile::openOn(OpenLine &line)
{
    if (openedOn_ == line.number)
        return {};
    ahead_.reset();
    TRY(lead_(line));
    if (entry_.size > uint64_t(codec::kLeafSize)) {
        const auto object = TRY(line.fetcher.get({holder_, entry_.content, format::ObjectKind::Version}));
        record_ = TRY(format::VersionRecord::decode(object.bytes()));
        if (record_.size != entry_.size)
            return damaged("the content is not as long as the file's entry says");
    }
    openedOn_ = line.number;
    return {};
}

Result<MountedFile::Window> MountedFile::fetchFrom(OpenLine &line, uint64_t index)
{
    TRY(openOn(line));
    auto fetch = std::move(ahead_);
    if (!fetch || !fetch->covers(index)) {
        if (windowCount() <= kFewWindows) {
            fetch = TRY(begin(line, 0, kFewWindows));
        } else {
            together_ = index > 0 && index == fetchedTo_ ? std::min(together_ * 2, kMostTogether) : 1;
            fetch = TRY(begin(line, index, together_));
        }
    }
    auto fetched = fetch->windows(digester_);
    if (!fetched && fetched.error().kind() == ErrorKind::Damaged && windowCount() > kFewWindows) {
        // It may be another one.
        fetch = TRY(begin(line, index, 1));
        fetched = fetch->windows(digester_);
    }
    const auto windows = TRY(std::move(fetched));
    for (size_t i = 0; i < windows.size(); ++i) {
        kept_.keep(entry_.content, fetch->first() + i, windows[i]);
        TRY(check(fetch->first() + i, *windows[i]));
    }
    return windows[index - fetch->first()];
}

Result<std::unique_ptr<WindowFetch>> MountedFile::begin(OpenLine &line, uint64_t first, uint64_t count)
{
    const uint64_t begin = first * kWindowSize;
    const uint64_t end = std::min(entry_.size, begin + count * kWindowSize);
    std::vector<PlacedExtent> extents;
    if (entry_.size <= uint64_t(codec::kLeafSize))
        extents = {{{entry_.content, 0, entry_.size}, 0, holder_}};
    else
        extents = TRY(extentsOf(line.nodes, record_, entry_.content, begin, end));
    fetchedTo_ = (end + kWindowSize - 1) / kWindowSize;
    return std::make_unique<WindowFetch>(line.fetcher, extents, first, end);
}

/// While what came last is read, what follows is on its way.
void MountedFile::readAhead(OpenLine &line, uint64_t index)
{
    const bool isInOrder = together_ > 1 && index < fetchedTo_ && index + together_ >= fetchedTo_;
    if (ahead_ || !isInOrder || openedOn_ != line.number || fetchedTo_ >= windowCount())
        return;
    together_ = std::min(together_ * 2, kMostTogether);
    if (auto begun = begin(line, fetchedTo_, together_)) // what fails, fails again when it is read
        ahead_ = *std::move(begun);
}

/// Notes the leaves of window @p index; holds the content to its signature when all are there.
Status MountedFile::check(uint64_t index, const ContentWindow &window)
{
    if (damage_)
        return fail(*damage_);
    if (isChecked_ || entry_.size > kMostChecked)
        return {};
    leaves_.try_emplace(index, window.leaves);
    if (leaves_.size() < windowCount())
        return {};
    codec::SignatureBuilder builder(digester_);
    for (uint64_t i = 0, left = entry_.size; i < windowCount(); ++i) {
        for (const auto &leaf : leaves_[i]) {
            const uint64_t length = std::min(left, uint64_t(codec::kLeafSize));
            builder.addDigested(leaf, qsizetype(length));
            left -= length;
        }
    }
    leaves_.clear();
    isChecked_ = true;
    if (builder.finish() != codec::Signature{entry_.content, entry_.size})
        damage_ = Error(ErrorKind::Damaged, QStringLiteral("what came is not what its signature says: it is damaged"));
    return damage_ ? Status(fail(*damage_)) : Status();
}

} // namespace backspool::engine
