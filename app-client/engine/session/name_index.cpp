#include "session/name_index.h"

#include "read/point_reader.h"

namespace backspool::engine {

Status NameIndex::readOn(PointHistory &history, const std::function<void()> &pause)
{
    auto status = readFolder(history, pause);
    if (!status)
        *this = NameIndex(mostNames_);
    return status;
}

Status NameIndex::readFolder(PointHistory &history, const std::function<void()> &pause)
{
    if (!isBegun_)
        walk_ = TRY(history.beginWalk());
    isBegun_ = true;
    if (walk_.empty())
        return {};
    folders_.push_back(TRY(takeFolder(history, walk_, pause)));
    nameCount_ += folders_.back().names.size();
    return {};
}

Result<NameIndex::Folder> NameIndex::takeFolder(PointHistory &history, PointHistory::Walk &walk,
                                                const std::function<void()> &pause)
{
    Folder folder{.path = walk.back().path, .text = {}, .names = {}};
    TRY(history.walkOn(walk, [&](const QByteArray &, const std::vector<EntryVersion> &versions) -> Result<bool> {
        pause();
        const auto &entry = versions.front().entry;
        size_t oldest = 0;
        for (const auto &version : versions)
            oldest = std::max(oldest, version.points.back().oldest);
        folder.names.push_back({.at = uint32_t(folder.text.size()),
                                .type = entry.type,
                                .newest = uint32_t(versions.front().points.front().newest),
                                .oldest = uint32_t(oldest),
                                .versions = uint32_t(versions.size()),
                                .size = entry.size,
                                .modified = entry.modified.seconds});
        folder.text += entry.name;
        return true;
    }));
    folder.names.shrink_to_fit();
    folder.text.squeeze();
    return folder;
}

bool NameIndex::search(size_t folder, const NamePattern &pattern, const Visit &visit) const
{
    return searchIn(folders_[folder], pattern, visit);
}

Status NameIndex::searchBeyond(PointHistory &history, const NamePattern &pattern,
                               const std::function<bool()> &isUnwanted, const Visit &visit) const
{
    for (auto walk = walk_; !walk.empty() && !isUnwanted();) {
        if (!searchIn(TRY(takeFolder(history, walk)), pattern, visit))
            break;
    }
    return {};
}

bool NameIndex::searchIn(const Folder &folder, const NamePattern &pattern, const Visit &visit)
{
    for (size_t i = 0; i < folder.names.size(); ++i) {
        const auto &name = folder.names[i];
        const qsizetype end = i + 1 < folder.names.size() ? folder.names[i + 1].at : folder.text.size();
        const auto text = QByteArrayView(folder.text).sliced(name.at, end - name.at);
        if (!pattern.matches(text))
            continue;
        SearchHit hit{.path = pathIn(folder.path, text),
                      .entry = {},
                      .newest = name.newest,
                      .oldest = name.oldest,
                      .versions = name.versions};
        hit.entry.name = text.toByteArray();
        hit.entry.type = name.type;
        hit.entry.size = name.size;
        hit.entry.modified.seconds = name.modified;
        if (!visit(std::move(hit)))
            return false;
    }
    return true;
}

} // namespace backspool::engine
