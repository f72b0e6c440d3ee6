#include "session/search_job.h"

#include "session/name_pattern.h"

#include <QElapsedTimer>

namespace backspool::engine {

namespace {

/// Nobody reads more.
constexpr size_t kMostHits = 5'000;
/// Hits are told so often, and the first at once.
constexpr qint64 kBatchMilliseconds = 100;

SearchHit hitOf(const QByteArray &path, const std::vector<EntryVersion> &versions)
{
    const auto presence = presenceOf(versions);
    return {path, versions.front().entry, presence.newest, presence.oldest, versions.size()};
}

} // namespace

void searchNames(PointHistory &history, const QString &text, QPromise<SearchBatch> &promise)
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
    const CancelToken never;
    const auto walked =
        history.walk(never, [&](const QByteArray &path, const std::vector<EntryVersion> &versions) -> Result<bool> {
            if (promise.isCanceled())
                return false;
            if (!batch.hits.empty() && (!sinceLast.isValid() || sinceLast.elapsed() >= kBatchMilliseconds)) {
                promise.addResult(std::exchange(batch, {}));
                sinceLast.start();
            }
            if (!pattern->matches(versions.front().entry.name))
                return true;
            if (count == kMostHits) {
                batch.isCut = true;
                return false;
            }
            batch.hits.push_back(hitOf(path, versions));
            ++count;
            return true;
        });
    if (!walked)
        batch.error = walked.error();
    promise.addResult(std::move(batch));
}

} // namespace backspool::engine
