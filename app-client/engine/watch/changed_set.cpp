#include "watch/changed_set.h"

namespace backspool::engine {

const ChangedSet::Folder *ChangedSet::Folder::folder(const QByteArray &name) const
{
    const auto found = folders.find(name);
    return found == folders.end() ? nullptr : found->second.get();
}

ChangedSet::Folder &ChangedSet::at(QByteArrayView path)
{
    Folder *folder = &root_;
    for (qsizetype begin = 0; begin < path.size();) {
        qsizetype end = path.indexOf('/', begin);
        if (end < 0)
            end = path.size();
        if (end > begin) {
            auto &next = folder->folders[path.sliced(begin, end - begin).toByteArray()];
            if (!next)
                next = std::make_unique<Folder>();
            folder = next.get();
        }
        begin = end + 1;
    }
    return *folder;
}

void ChangedSet::addFolder(QByteArrayView path)
{
    at(path);
}

void ChangedSet::addEntry(QByteArrayView folder, const QByteArray &name)
{
    at(folder).names.insert(name);
}

void ChangedSet::addListing(QByteArrayView path)
{
    at(path).isListed = true;
}

void ChangedSet::addAll(QByteArrayView path)
{
    at(path).isAll = true;
    const qsizetype slash = path.lastIndexOf('/');
    if (slash >= 0 && slash + 1 < path.size())
        at(path.first(slash)).names.insert(path.sliced(slash + 1).toByteArray());
}

} // namespace backspool::engine
