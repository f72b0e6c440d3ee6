#include "codec/signature.h"

#include "core/bytes.h"

#include <algorithm>
#include <utility>

namespace backspool::codec {

SignatureBuilder::SignatureBuilder(const Digester &digester, QByteArray *leaves)
    : digester_(digester), keptLeaves_(leaves)
{
}

void SignatureBuilder::add(QByteArrayView bytes)
{
    size_ += uint64_t(bytes.size());
    if (!partial_.isEmpty()) {
        const qsizetype taken = std::min(kLeafSize - partial_.size(), bytes.size());
        partial_.append(bytes.first(taken));
        bytes.slice(taken);
        if (partial_.size() < kLeafSize)
            return;
        addLeaf(partial_);
        partial_.resize(0);
    }
    for (; bytes.size() >= kLeafSize; bytes.slice(kLeafSize))
        addLeaf(bytes.first(kLeafSize));
    partial_.append(bytes);
}

void SignatureBuilder::addZeros(uint64_t length)
{
    size_ += length;
    if (!partial_.isEmpty()) {
        const uint64_t taken = std::min(uint64_t(kLeafSize - partial_.size()), length);
        partial_.append(qsizetype(taken), '\0');
        length -= taken;
        if (partial_.size() < kLeafSize)
            return;
        addLeaf(partial_);
        partial_.resize(0);
    }
    addZeroLeaves(length / uint64_t(kLeafSize));
    partial_.append(qsizetype(length % uint64_t(kLeafSize)), '\0');
}

void SignatureBuilder::addDigested(const ObjectName &leaf, qsizetype length)
{
    Q_ASSERT(partial_.isEmpty() && size_ % uint64_t(kLeafSize) == 0 && length > 0 && length <= kLeafSize);
    size_ += uint64_t(length);
    keepLeaf(leaf);
    push(0, leaf);
}

Signature SignatureBuilder::finish()
{
    if (!partial_.isEmpty() || size_ == 0)
        addLeaf(partial_);

    Signature signature{.name = {}, .size = size_};
    if (size_ <= uint64_t(kLeafSize)) {
        signature.name = ObjectName::fromBytes(levels_[0]);
    } else {
        // Every node that is not complete is closed, from the leaves up, until one digest is left above them.
        size_t level = 0;
        while (level == 0 || !isEmptyFrom(level + 1) || levels_[level].size() != ObjectName::kSize) {
            if (!levels_[level].isEmpty())
                closeNode(level);
            ++level;
        }
        ByteWriter root;
        root.u64(size_).bytes(levels_[level]);
        signature.name = digester_.treeNode(root.buffer());
    }

    size_ = 0;
    partial_.resize(0);
    for (QByteArray &level : levels_)
        level.resize(0);
    return signature;
}

void SignatureBuilder::addLeaf(QByteArrayView leaf)
{
    const auto digest = digester_.chunk(leaf);
    keepLeaf(digest);
    push(0, digest);
}

void SignatureBuilder::keepLeaf(const ObjectName &digest)
{
    if (keptLeaves_)
        keptLeaves_->append(digest.view());
}

void SignatureBuilder::addZeroLeaves(uint64_t count)
{
    // Whole subtrees of zeros, as high as the place in the tree and what is left allow.
    while (count > 0) {
        size_t level = 0;
        uint64_t covered = 1;
        while (levels_[level].isEmpty() && count / uint64_t(kTreeFanOut) >= covered) {
            covered *= uint64_t(kTreeFanOut);
            ++level;
        }
        push(level, zeroTree(level));
        count -= covered;
        for (; keptLeaves_ && covered > 0; --covered)
            keepLeaf(zeroTree(0));
    }
}

void SignatureBuilder::push(size_t level, const ObjectName &digest)
{
    levels_[level].append(digest.view());
    if (levels_[level].size() == kTreeFanOut * ObjectName::kSize)
        closeNode(level);
}

void SignatureBuilder::closeNode(size_t level)
{
    const ObjectName digest = digester_.treeNode(levels_[level]);
    levels_[level].resize(0);
    push(level + 1, digest);
}

bool SignatureBuilder::isEmptyFrom(size_t level) const
{
    return std::all_of(levels_.begin() + std::ptrdiff_t(level), levels_.end(),
                       [](const QByteArray &digests) { return digests.isEmpty(); });
}

const ObjectName &SignatureBuilder::zeroTree(size_t level)
{
    while (zeroTrees_.size() <= level) {
        if (zeroTrees_.empty())
            zeroTrees_.push_back(digester_.chunk(QByteArray(kLeafSize, '\0')));
        else
            zeroTrees_.push_back(digester_.treeNode(zeroTrees_.back().view().toByteArray().repeated(kTreeFanOut)));
    }
    return zeroTrees_[level];
}

Signature signatureOf(const Digester &digester, QByteArrayView content)
{
    if (content.size() <= kLeafSize)
        return {digester.chunk(content), uint64_t(content.size())};
    SignatureBuilder builder(digester);
    builder.add(content);
    return builder.finish();
}

} // namespace backspool::codec
