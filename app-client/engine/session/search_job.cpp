#include "session/search_job.h"

#include "session/name_pattern.h"

#include <QElapsedTimer>

namespace backspool::engine {

namespace {

/// Nobody reads more.
constexpr size_t kMostHits = 5'000;
/// Hits are told so often, and the first at once.
constexpr qint64 kBatchMilliseconds = 100;

} // namespace

void searchNames(NameIndex &names, PointHistory &history, const QString &text, QPromise<SearchBatch> &promise)
{
    SearchBatch batch;
    const auto pattern = NamePattern::make(text.toUtf8());
    if (!pattern) {
        batch.error = pattern.error();
        promise.addResult(std::move(batch));
        return;
    }
    size_t count = 0;
    QElapsedTimer sinceLast;
    const auto tell = [&] {
        if (batch.hits.empty() || (sinceLast.isValid() && sinceLast.elapsed() < kBatchMilliseconds))
            return;
        promise.addResult(std::exchange(batch, {}));
        sinceLast.start();
    };
    const auto take = [&](SearchHit hit) {
        if (count == kMostHits) {
            batch.isCut = true;
            return false;
        }
        batch.hits.push_back(std::move(hit));
        ++count;
        return true;
    };
    Status read;
    const auto isUnwanted = [&] {
        tell(); // it is asked between folders
        return promise.isCanceled();
    };
    for (size_t folder = 0; !isUnwanted(); ++folder) {
        if (folder == names.folderCount() && names.canReadOn())
            read = names.readOn(history);
        if (!read)
            break;
        if (folder == names.folderCount()) {
            read = names.searchBeyond(history, *pattern, isUnwanted, take);
            break;
        }
        if (!names.search(folder, *pattern, take))
            break;
    }
    if (!read)
        batch.error = read.error();
    promise.addResult(std::move(batch));
}

} // namespace backspool::engine
