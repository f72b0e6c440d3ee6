#pragma once
/// Two versions of a file, compared: their texts line by line, their pictures side by side, or where others begin to
/// differ. Values, made in any thread.
#include "restore-browser/line_difference.h"
#include "session/content_start.h"

#include <QImage>
#include <QString>

#include <optional>

namespace backspool::browser {

/// Two texts with their lines next to each other.
struct TextComparison
{
    /// Places of lines; kNone: the other text has nothing there.
    struct Row
    {
        static constexpr int kNone = -1;
        int left = kNone, right = kNone;
        bool isSame = false;
    };

    QString leftText, rightText; ///< what the lines are parts of
    std::vector<QStringView> leftLines, rightLines;
    std::vector<Row> rows;
    std::vector<int> changes; ///< the first row of each run of lines that differ
    bool isRough = false;     ///< too different to find all that they have in common

    TextComparison() = default;
    TextComparison(const TextComparison &) = delete;
    TextComparison &operator=(const TextComparison &) = delete;
};

struct Comparison
{
    std::shared_ptr<const TextComparison> text; ///< both are text
    QImage left, right;                         ///< both are pictures
    bool isSame = false;                        ///< byte for byte, as far as was read
    bool onlyLineEnds = false;                  ///< texts that differ in how their lines end only
    bool isCut = false;                         ///< there is more of one of them than was read
    /// The first byte that differs, or the size of the shorter one.
    std::optional<uint64_t> firstDifference;
};

/// So much of each version is read. Larger texts are logs; their difference is no longer looked through by a person.
constexpr ByteCount kMostCompared = 16_MiB;
/// A list of more rows is of no use, and a text of empty lines would take twenty times its size.
constexpr size_t kMostLines = 500'000;

/// Errors: Cancelled.
Result<Comparison> compare(const engine::ContentStart &left, const engine::ContentStart &right,
                           const CancelToken &cancel);

/// Where two lines differ: what of each stands between a common beginning and a common end.
struct InLine
{
    qsizetype start = 0, leftEnd = 0, rightEnd = 0;
};
InLine differenceInLine(QStringView left, QStringView right);

} // namespace backspool::browser
