#pragma once
/// Which lines two texts have in common: the shortest way from one to the other, by lines (E. W. Myers, "An O(ND)
/// Difference Algorithm and Its Variations", 1986; the variant that needs memory by the number of lines only).
///
/// Pure, thread-safe. Time is bounded, whatever the texts are: past the bound, what is left counts as changed.
#include "core/cancel_token.h"

#include <QStringView>

#include <vector>

namespace backspool::browser {

/// Lines that follow each other in both texts: the same ones, or what stands in one in the place of the other's.
struct LineRun
{
    bool isSame = false;
    size_t left = 0, leftCount = 0;
    size_t right = 0, rightCount = 0; ///< the same count where they are the same
    bool operator==(const LineRun &) const = default;
};

struct LineDifference
{
    std::vector<LineRun> runs;
    bool isRough = false; ///< the bound was met: there is a shorter way
};

/// Steps along the diagonals: two large texts that have little in common take about a second.
constexpr uint64_t kMostSteps = 100'000'000;

/// Errors: Cancelled.
Result<LineDifference> lineDifference(const std::vector<QStringView> &left, const std::vector<QStringView> &right,
                                      const CancelToken &cancel, uint64_t mostSteps = kMostSteps);

} // namespace backspool::browser
