#include "api/question.h"

#include "api/content_reader.h"
#include "format/directory_entry.h"
#include "format/node.h"

#include <QRandomGenerator>

#include <openssl/crypto.h>

#include <map>

namespace backspool::api {

namespace {

/// From here on every content is asked for.
constexpr uint64_t kAlwaysAsked = 64_KiB;
/// Of smaller ones one in so many: who claims a thousand that it does not hold is caught with certainty.
constexpr int kAskedOneIn = 8;
constexpr uint32_t kMostBytesAsked = 4_KiB;
constexpr qsizetype kNonceSize = 16;
/// A directory of many nodes is asked for in so many of its leaves.
constexpr int kMostLeaves = 4;

uint64_t randomBelow(uint64_t bound)
{
    return QRandomGenerator::system()->generate64() % bound; // far below 2^64: the bias is of no use to anybody
}

/// The bytes that are asked for.
Result<QByteArray> bytesOf(const store::ObjectStore &store, const Question &question, const CancelToken &cancel)
{
    const auto location = TRY(store.find(question.content));
    if (!location || location->kind != format::ObjectKind::Node)
        return readContent(store, question.content, question.offset, question.length, cancel);
    const auto node = TRY(store.readNode(question.content));
    if (question.offset > uint64_t(node.size()) || question.length > uint64_t(node.size()) - question.offset)
        return fail(ErrorKind::Damaged, QStringLiteral("a stored directory is shorter than what refers to it says"));
    return node.sliced(qsizetype(question.offset), question.length);
}

} // namespace

Result<std::vector<Question>> askDirectory(const store::ObjectStore &store, const ObjectName &root, size_t most)
{
    std::map<QByteArray, format::DirectoryEntry> files; // the same leaf may be chosen twice
    for (int leaf = 0; leaf < kMostLeaves && (leaf == 0 || files.size() < most); ++leaf) {
        auto node = TRY(format::Node::parse(TRY(store.readNode(root))));
        const bool isOnlyLeaf = node.level() == 0;
        while (node.level() > 0) {
            if (node.count() == 0)
                return fail(ErrorKind::Damaged, QStringLiteral("a node above others has no child"));
            const auto child = TRY(node.child(randomBelow(node.count())));
            auto next = TRY(format::Node::parse(TRY(store.readNode(child.name))));
            if (next.level() + 1 != node.level())
                return fail(ErrorKind::Damaged, QStringLiteral("a tree's node is of the wrong level"));
            node = std::move(next);
        }
        for (size_t i = 0; i < node.count(); ++i) {
            auto entry = TRY(format::DirectoryEntry::decode(node.item(i)));
            if (entry.type == format::FileType::File && entry.size > 0)
                files.emplace(entry.name, std::move(entry));
        }
        if (isOnlyLeaf)
            break;
    }
    std::vector<const format::DirectoryEntry *> inOrder;
    for (const auto &[name, entry] : files)
        inOrder.push_back(&entry);
    std::ranges::shuffle(inOrder, *QRandomGenerator::system());
    std::vector<Question> questions;
    for (const auto *entry : inOrder) {
        if (questions.size() >= most)
            break;
        // The first one in any case; the order is random.
        if (!questions.empty() && !isWorthAsking(entry->size))
            continue;
        questions.push_back(askContent(entry->content, entry->size));
        questions.back().entry = entry->name;
    }
    return questions;
}

bool isWorthAsking(uint64_t size)
{
    return size >= kAlwaysAsked || QRandomGenerator::system()->bounded(kAskedOneIn) == 0;
}

Question askContent(const ObjectName &content, uint64_t size)
{
    Question question;
    question.content = content;
    question.nonce = codec::randomBytes(kNonceSize);
    question.length = uint32_t(std::min<uint64_t>(size, kMostBytesAsked));
    question.offset = randomBelow(size - question.length + 1);
    return question;
}

Result<Answered> judgeAnswer(const store::ObjectStore &store, const Question &question, QByteArrayView answer,
                             const CancelToken &cancel)
{
    const auto bytes = bytesOf(store, question, cancel);
    if (!bytes && (bytes.error().kind() == ErrorKind::NotFound || bytes.error().kind() == ErrorKind::Damaged))
        return Answered::Unknown;
    if (!bytes)
        return fail(bytes.error());
    const auto expected = codec::Digester::proof(question.nonce, *bytes);
    const bool isRight = answer.size() == expected.size() &&
                         CRYPTO_memcmp(answer.data(), expected.constData(), size_t(expected.size())) == 0;
    return isRight ? Answered::Right : Answered::Wrong;
}

} // namespace backspool::api
