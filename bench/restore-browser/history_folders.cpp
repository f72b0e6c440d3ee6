#include "history_folders.h"

namespace backspool::bench {

using test::Item;
using test::PointBuilder;
using test::Tree;

namespace {

constexpr size_t kDocuments = 40;
constexpr size_t kPictures = 10'000;
constexpr size_t kPartsInProject = 100;
constexpr size_t kFilesInPart = 100;
constexpr size_t kFilesInProject = kPartsInProject * kFilesInPart;
constexpr size_t kContents = 500;
/// What the oldest point has was written before.
constexpr int64_t kFirstTime = 1'600'000'000;

/// SplitMix64 (Steele, Lea, Flood, 2014).
uint64_t mixed(uint64_t number)
{
    number += 0x9e3779b97f4a7c15;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
    number = (number ^ number >> 27) * 0x94d049bb133111eb;
    return number ^ number >> 31;
}

} // namespace

FileFolder::FileFolder(uint64_t number, QString name, size_t files)
    : number_(number), name_(std::move(name)), size_(files)
{
}

void FileFolder::change(size_t file, int64_t time)
{
    changed_[file] = {time, false};
    tree_.reset();
}

void FileFolder::remove(size_t file)
{
    changed_[file].isGone = true;
    tree_.reset();
}

void FileFolder::append(int64_t time)
{
    change(size_++, time);
}

const Tree &FileFolder::tree(PointBuilder &builder, const std::vector<Item> &contents)
{
    if (tree_)
        return *tree_;
    std::vector<Item> items;
    items.reserve(size_);
    auto changed = changed_.begin();
    for (size_t i = 0; i < size_; ++i) {
        const uint64_t seed = mixed(number_ << 32 | i);
        File file{kFirstTime + int64_t(seed % 50'000'000), false};
        if (changed != changed_.end() && changed->first == i)
            file = changed++->second;
        if (file.isGone)
            continue;
        auto item = contents[mixed(seed + uint64_t(file.time)) % contents.size()];
        item.entry.name = name_.arg(i, 5, 10, QLatin1Char('0')).toUtf8();
        item.entry.modified = item.hint.changed = {file.time, uint32_t(seed % 1'000'000'000)};
        item.hint.inode = number_ << 20 | i;
        items.push_back(std::move(item));
    }
    return tree_.emplace(builder.directory(std::move(items)));
}

HistoryFolders::HistoryFolders(size_t files)
    : documents_(1, QStringLiteral("chapter-%1.odt"), kDocuments), pictures_(2, QStringLiteral("IMG_%1.jpg"), kPictures)
{
    uint64_t number = 3;
    for (size_t rest = files; rest >= kFilesInProject + kPictures; rest -= kFilesInProject) {
        auto &project = projects_.emplace_back();
        for (size_t part = 0; part < kPartsInProject; ++part)
            project.parts.emplace_back(number++, QStringLiteral("module-%1.cpp"), kFilesInPart);
    }
}

size_t HistoryFolders::fileCount() const
{
    return kDocuments + kPictures + projects_.size() * kFilesInProject;
}

void HistoryFolders::work(size_t point, int64_t time)
{
    const auto some = [point](uint64_t what, size_t among) { return size_t(mixed(point << 8 | what) % among); };
    documents_.change(some(1, documents_.size()), time);
    documents_.change(some(2, documents_.size()), time);
    if (point % 5 == 0)
        documents_.append(time);
    if (point % 9 == 0)
        documents_.remove(some(3, documents_.size()));
    for (uint64_t i = 0; i < 10; ++i)
        pictures_.change(some(10 + i, pictures_.size()), time);
    pictures_.append(time);
    pictures_.remove(some(30, pictures_.size()));
    for (uint64_t i = 0; i < 5 && !projects_.empty(); ++i) {
        auto &project = projects_[some(40 + i, projects_.size())];
        auto &part = project.parts[some(50 + i, kPartsInProject)];
        part.change(some(60 + i, part.size()), time);
        part.change(some(70 + i, part.size()), time);
        project.tree.reset();
    }
}

Tree HistoryFolders::tree(PointBuilder &builder)
{
    if (contents_.empty()) {
        for (size_t i = 0; i < kContents; ++i)
            contents_.push_back(builder.file("x", QByteArray("A line of many files.\n").repeated(qsizetype(i) + 1)));
    }
    std::vector<Item> projects;
    for (size_t i = 0; i < projects_.size(); ++i) {
        auto &project = projects_[i];
        if (!project.tree) {
            std::vector<Item> parts;
            for (size_t part = 0; part < project.parts.size(); ++part) {
                const auto name = QStringLiteral("part-%1").arg(part, 2, 10, QLatin1Char('0')).toUtf8();
                parts.push_back(builder.folder(name, project.parts[part].tree(builder, contents_)));
            }
            project.tree = builder.directory(std::move(parts));
        }
        const auto name = QStringLiteral("project-%1").arg(i, 3, 10, QLatin1Char('0')).toUtf8();
        projects.push_back(builder.folder(name, *project.tree));
    }
    const auto in = [&](const char *name, const Tree &tree) { return builder.directory({builder.folder(name, tree)}); };
    const auto anna = builder.directory({builder.folder("Documents", documents_.tree(builder, contents_)),
                                         builder.folder("Pictures", pictures_.tree(builder, contents_)),
                                         builder.folder("Projects", builder.directory(std::move(projects)))});
    return in("home", in("anna", anna));
}

} // namespace backspool::bench
