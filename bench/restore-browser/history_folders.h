#pragma once
/// A home folder of many files and its changes from point to point, for the benchmark of the restore browser.
///
/// Only what changed is made anew; the trees of the rest are kept by name, as points share them. Everything that looks
/// random is computed from numbers, so that each run makes the same.
#include "support/point_builder.h"

#include <map>

namespace backspool::bench {

/// A folder with files of one kind of name.
class FileFolder
{
public:
    /// @p number: of the folder among all; @p name: of its files, with "%1" for their number.
    FileFolder(uint64_t number, QString name, size_t files);

    size_t size() const { return size_; }
    /// The file @p file is other from now on, or new.
    void change(size_t file, int64_t time);
    void remove(size_t file);
    /// One more.
    void append(int64_t time);
    /// Its trees, made when something changed since they were last made.
    const test::Tree &tree(test::PointBuilder &builder, const std::vector<test::Item> &contents);

private:
    struct File
    {
        int64_t time = 0;
        bool isGone = false;
    };
    uint64_t number_;
    QString name_;
    size_t size_;
    std::map<size_t, File> changed_; ///< the others are as at first
    std::optional<test::Tree> tree_;
};

/// /home/anna: some documents that are worked on all the time, a folder of ten thousand pictures, and projects of a
/// hundred folders with a hundred files each.
class HistoryFolders
{
public:
    /// @p files: about so many in all.
    explicit HistoryFolders(size_t files);

    size_t fileCount() const;
    /// A little work: every point has some in the documents, and pictures and projects are changed as well.
    void work(size_t point, int64_t time);
    /// The trees of "/".
    test::Tree tree(test::PointBuilder &builder);

private:
    struct Project
    {
        std::vector<FileFolder> parts;
        std::optional<test::Tree> tree;
    };
    FileFolder documents_, pictures_;
    std::vector<Project> projects_;
    std::vector<test::Item> contents_; ///< few, which all the files share
};

} // namespace backspool::bench
