#include "restore-browser/line_difference.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace backspool::browser {

namespace {

using Ids = std::vector<uint32_t>;

/// Part of both texts, in lines.
struct Box
{
    size_t left, leftEnd, right, rightEnd;
    int64_t width() const { return int64_t(leftEnd - left); }
    int64_t height() const { return int64_t(rightEnd - right); }
};

/// How far one of the two searches came on each diagonal.
class Reach
{
public:
    static constexpr int64_t kNone = -1;

    void begin(int64_t width, int64_t height)
    {
        zero_ = height + 1;
        at_.assign(size_t(width + height + 3), kNone);
        (*this)[1] = 0;
    }
    int64_t &operator[](int64_t diagonal) { return at_[size_t(zero_ + diagonal)]; }

private:
    int64_t zero_ = 0;
    std::vector<int64_t> at_;
};

/// Finds what is only in one of the two.
class Matching
{
public:
    Matching(const Ids &left, const Ids &right, const CancelToken &cancel, uint64_t mostSteps)
        : left_(left), right_(right), cancel_(cancel), steps_(mostSteps), leftOnly(left.size()), rightOnly(right.size())
    {
    }

    Status find()
    {
        std::vector<Box> boxes = {{0, left_.size(), 0, right_.size()}};
        while (!boxes.empty()) {
            TRY(cancel_.check());
            Box box = boxes.back();
            boxes.pop_back();
            trim(box);
            const bool isPlain = box.width() == 0 || box.height() == 0;
            const auto snake = isPlain ? std::nullopt : middle(box);
            isRough |= !isPlain && !snake;
            if (!snake) {
                std::fill(leftOnly.begin() + int64_t(box.left), leftOnly.begin() + int64_t(box.leftEnd), true);
                std::fill(rightOnly.begin() + int64_t(box.right), rightOnly.begin() + int64_t(box.rightEnd), true);
                continue;
            }
            boxes.push_back({box.left, snake->left, box.right, snake->right});
            boxes.push_back({snake->leftEnd, box.leftEnd, snake->rightEnd, box.rightEnd});
        }
        return cancel_.check();
    }

private:
    const Ids &left_, &right_;
    const CancelToken &cancel_;
    uint64_t steps_;
    std::array<Reach, 2> reaches_;

    void trim(Box &box) const
    {
        while (box.left < box.leftEnd && box.right < box.rightEnd && left_[box.left] == right_[box.right])
            ++box.left, ++box.right;
        while (box.left < box.leftEnd && box.right < box.rightEnd && left_[box.leftEnd - 1] == right_[box.rightEnd - 1])
            --box.leftEnd, --box.rightEnd;
    }

    bool isSame(const Box &box, bool isBackward, int64_t x, int64_t y) const
    {
        return isBackward ? left_[box.leftEnd - 1 - size_t(x)] == right_[box.rightEnd - 1 - size_t(y)]
                          : left_[box.left + size_t(x)] == right_[box.right + size_t(y)];
    }

    /// The piece of the shortest way at which the searches from both ends meet (lines that are the same; it may be
    /// empty). Nothing: it would take too long.
    std::optional<Box> middle(const Box &box)
    {
        const int64_t width = box.width(), height = box.height(), delta = width - height;
        for (auto &reach : reaches_)
            reach.begin(width, height);
        for (int64_t edits = 0; edits <= (width + height + 1) / 2 && !cancel_.isCancelled(); ++edits) {
            for (const bool isBackward : {false, true}) {
                auto &own = reaches_[isBackward];
                auto &other = reaches_[!isBackward];
                // On others it would be past an end. The parity is that of the edits.
                int64_t first = -std::min(edits, height), last = std::min(edits, width);
                first += (first + edits) & 1;
                last -= (last + edits) & 1;
                const auto cost = uint64_t(last - first) / 2 + 1;
                if (cost > steps_)
                    return std::nullopt;
                steps_ -= cost;
                for (int64_t diagonal = first; diagonal <= last; diagonal += 2) {
                    const int64_t down = own[diagonal + 1], before = own[diagonal - 1];
                    int64_t x = down != Reach::kNone && down - diagonal <= height ? down : Reach::kNone;
                    if (before != Reach::kNone && before < width)
                        x = std::max(x, before + 1);
                    own[diagonal] = x;
                    if (x == Reach::kNone)
                        continue;
                    const int64_t start = x;
                    while (x < width && x - diagonal < height && isSame(box, isBackward, x, x - diagonal))
                        ++x;
                    own[diagonal] = x;
                    steps_ -= std::min(steps_, uint64_t(x - start));
                    // The other search is on diagonals of the other parity, unless delta is even: then it is its turn.
                    const bool mayMeet = isBackward == (delta % 2 == 0);
                    const int64_t opposite = delta - diagonal;
                    const int64_t otherEdits = isBackward ? edits : edits - 1;
                    if (!mayMeet || std::abs(opposite) > otherEdits || opposite < -height || opposite > width ||
                        other[opposite] == Reach::kNone || x + other[opposite] < width)
                        continue;
                    if (isBackward)
                        return Box{box.leftEnd - size_t(x), box.leftEnd - size_t(start),
                                   box.rightEnd - size_t(x - diagonal), box.rightEnd - size_t(start - diagonal)};
                    return Box{box.left + size_t(start), box.left + size_t(x), box.right + size_t(start - diagonal),
                               box.right + size_t(x - diagonal)};
                }
            }
        }
        return std::nullopt;
    }

public:
    std::vector<bool> leftOnly, rightOnly;
    bool isRough = false;
};

/// Lines as numbers. The hash has a seed that nobody knows, so that no text can make all its lines collide.
std::pair<Ids, Ids> numbered(const std::vector<QStringView> &left, const std::vector<QStringView> &right)
{
    QHash<QStringView, uint32_t> known;
    known.reserve(qsizetype(left.size() + right.size()));
    const auto number = [&](const std::vector<QStringView> &lines) {
        Ids ids;
        ids.reserve(lines.size());
        for (const auto line : lines) {
            auto found = known.constFind(line);
            if (found == known.cend())
                found = known.insert(line, uint32_t(known.size()));
            ids.push_back(*found);
        }
        return ids;
    };
    auto first = number(left);
    return {std::move(first), number(right)};
}

/// What is in @p ids and in @p others: a line that the other text does not have anywhere is on no way.
struct Shared
{
    Ids ids;
    std::vector<size_t> places;

    Shared(const Ids &all, const Ids &others)
    {
        std::vector<bool> has;
        for (const auto id : others) {
            if (has.size() <= id)
                has.resize(size_t(id) + 1);
            has[id] = true;
        }
        for (size_t i = 0; i < all.size(); ++i) {
            if (all[i] < has.size() && has[all[i]]) {
                ids.push_back(all[i]);
                places.push_back(i);
            }
        }
    }
    /// Marks of all the lines from those of the shared ones.
    std::vector<bool> marks(const std::vector<bool> &ofShared, size_t count) const
    {
        std::vector<bool> result(count, true);
        for (size_t i = 0; i < places.size(); ++i)
            result[places[i]] = ofShared[i];
        return result;
    }
};

std::vector<LineRun> runsOf(const std::vector<bool> &leftOnly, const std::vector<bool> &rightOnly)
{
    std::vector<LineRun> runs;
    size_t left = 0, right = 0;
    while (left < leftOnly.size() || right < rightOnly.size()) {
        LineRun run{.isSame = true, .left = left, .right = right};
        while (left < leftOnly.size() && right < rightOnly.size() && !leftOnly[left] && !rightOnly[right])
            ++left, ++right;
        if (left == run.left) {
            run.isSame = false;
            while (left < leftOnly.size() && leftOnly[left])
                ++left;
            while (right < rightOnly.size() && rightOnly[right])
                ++right;
        }
        run.leftCount = left - run.left;
        run.rightCount = right - run.right;
        runs.push_back(run);
    }
    return runs;
}

} // namespace

Result<LineDifference> lineDifference(const std::vector<QStringView> &left, const std::vector<QStringView> &right,
                                      const CancelToken &cancel, uint64_t mostSteps)
{
    const auto [leftIds, rightIds] = numbered(left, right);
    TRY(cancel.check());
    const Shared leftShared(leftIds, rightIds), rightShared(rightIds, leftIds);
    Matching matching(leftShared.ids, rightShared.ids, cancel, mostSteps);
    TRY(matching.find());
    return LineDifference{
        runsOf(leftShared.marks(matching.leftOnly, left.size()), rightShared.marks(matching.rightOnly, right.size())),
        matching.isRough};
}

} // namespace backspool::browser
