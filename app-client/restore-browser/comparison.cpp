#include "restore-browser/comparison.h"

#include "restore-browser/preview_pane.h"

namespace backspool::browser {

namespace {

/// The lines of @p text without their ends; cut after kMostLines.
std::vector<QStringView> linesOf(QStringView text, bool &isCut)
{
    std::vector<QStringView> lines;
    while (!text.isEmpty()) {
        if (lines.size() == kMostLines) {
            isCut = true;
            break;
        }
        const auto end = text.indexOf(u'\n');
        auto line = end < 0 ? text : text.first(end);
        text = end < 0 ? QStringView() : text.sliced(end + 1);
        if (line.endsWith(u'\r'))
            line.chop(1);
        lines.push_back(line);
    }
    return lines;
}

void addRun(TextComparison &text, const LineRun &run)
{
    using Row = TextComparison::Row;
    if (!run.isSame)
        text.changes.push_back(int(text.rows.size()));
    for (size_t i = 0; i < std::max(run.leftCount, run.rightCount); ++i) {
        text.rows.push_back({.left = i < run.leftCount ? int(run.left + i) : Row::kNone,
                             .right = i < run.rightCount ? int(run.right + i) : Row::kNone,
                             .isSame = run.isSame});
    }
}

std::optional<uint64_t> firstDifference(QByteArrayView left, QByteArrayView right)
{
    const auto [a, b] = std::ranges::mismatch(left, right);
    if (a == left.end() && b == right.end())
        return std::nullopt;
    return uint64_t(a - left.begin());
}

/// Not twice what a whole file would be: a text that was read in part may end in half a character.
QString textOf(const engine::ContentStart &content)
{
    return QString::fromUtf8(content.bytes);
}

} // namespace

Result<Comparison> compare(const engine::ContentStart &left, const engine::ContentStart &right,
                           const CancelToken &cancel)
{
    Comparison result;
    result.isCut = !left.isWhole || !right.isWhole;
    result.firstDifference = firstDifference(left.bytes, right.bytes);
    result.isSame = !result.firstDifference;
    TRY(cancel.check());
    const auto leftLook = previewOf(left);
    TRY(cancel.check());
    const auto rightLook = previewOf(right);
    if (!leftLook.picture.isNull() && !rightLook.picture.isNull()) {
        result.left = leftLook.picture;
        result.right = rightLook.picture;
        return result;
    }
    const auto isText = [](const Preview &look) { return look.isEmpty || !look.text.isEmpty(); };
    if (!isText(leftLook) || !isText(rightLook) || (leftLook.isEmpty && rightLook.isEmpty))
        return result;
    auto text = std::make_shared<TextComparison>();
    text->leftText = textOf(left);
    text->rightText = textOf(right);
    text->leftLines = linesOf(text->leftText, result.isCut);
    text->rightLines = linesOf(text->rightText, result.isCut);
    const auto difference = TRY(lineDifference(text->leftLines, text->rightLines, cancel));
    text->isRough = difference.isRough;
    for (const auto &run : difference.runs)
        addRun(*text, run);
    const auto isWholeText = [](const engine::ContentStart &content) {
        return QUtf8StringView(content.bytes).isValidUtf8();
    };
    const bool isLikeSame = !result.isSame && text->changes.empty();
    if (isLikeSame && !result.isCut && !(isWholeText(left) && isWholeText(right)))
        return result; // bytes that are no text look all the same
    result.onlyLineEnds = isLikeSame;
    result.text = std::move(text);
    return result;
}

InLine differenceInLine(QStringView left, QStringView right)
{
    const auto most = std::min(left.size(), right.size());
    InLine result;
    while (result.start < most && left[result.start] == right[result.start])
        ++result.start;
    qsizetype same = 0;
    while (same < most - result.start && left[left.size() - 1 - same] == right[right.size() - 1 - same])
        ++same;
    result.leftEnd = left.size() - same;
    result.rightEnd = right.size() - same;
    return result;
}

} // namespace backspool::browser
