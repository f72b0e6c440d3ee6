#include "session/name_index.h"

#include "read/point_reader.h"

namespace backspool::engine {

Status NameIndex::readOn(PointHistory &history)
{
    auto status = readFolder(history);
    if (!status)
        *this = {};
    return status;
}

Status NameIndex::readFolder(PointHistory &history)
{
    if (!isBegun_)
        walk_ = TRY(history.beginWalk());
    isBegun_ = true;
    if (walk_.empty())
        return {};
    Folder folder{.path = walk_.back().path, .text = {}, .names = {}};
    TRY(history.walkOn(walk_, [&](const QByteArray &, const std::vector<EntryVersion> &versions) -> Result<bool> {
        const auto &entry = versions.front().entry;
        const auto presence = presenceOf(versions);
        folder.names.push_back({.at = uint32_t(folder.text.size()),
                                .type = entry.type,
                                .newest = uint32_t(presence.newest),
                                .oldest = uint32_t(presence.oldest),
                                .versions = uint32_t(versions.size()),
                                .size = entry.size,
                                .modified = entry.modified.seconds});
        folder.text += entry.name;
        return true;
    }));
    folder.names.shrink_to_fit();
    folder.text.squeeze();
    folders_.push_back(std::move(folder));
    return {};
}

bool NameIndex::search(size_t at, const NamePattern &pattern, const std::function<bool(SearchHit hit)> &visit) const
{
    const auto &folder = folders_[at];
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
