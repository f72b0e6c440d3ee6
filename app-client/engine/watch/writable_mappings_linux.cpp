#include "core/file_descriptor.h"
#include "watch/writable_mappings.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <optional>

namespace backspool::engine {

namespace {

/// A line is "begin-end rw-s offset major:minor inode   path" (proc_pid_maps(5)).
std::optional<WritableMapping> mappingOf(QByteArrayView line)
{
    const auto blank = line.indexOf(' ');
    const auto slash = line.indexOf('/');
    if (blank < 0 || slash < 0 || line.size() < blank + 5 || line[blank + 2] != 'w' || line[blank + 4] != 's')
        return std::nullopt;
    const auto words = line.first(slash).trimmed();
    WritableMapping mapping{.range = line.first(blank).toByteArray(),
                            .path = line.sliced(slash).toByteArray(),
                            .inode = words.sliced(words.lastIndexOf(' ') + 1).toULongLong()};
    mapping.path.replace("\\012", "\n");
    return mapping;
}

/// nullopt: the kernel does not know the query.
std::optional<std::expected<std::vector<WritableMapping>, int>> queryMappings(int maps)
{
    std::vector<WritableMapping> mappings;
    std::array<char, PATH_MAX> path{};
    procmap_query query{};
    for (;;) {
        const auto from = query.vma_end;
        query = {};
        query.size = sizeof query;
        query.query_flags = PROCMAP_QUERY_VMA_WRITABLE | PROCMAP_QUERY_VMA_SHARED | PROCMAP_QUERY_FILE_BACKED_VMA |
                            PROCMAP_QUERY_COVERING_OR_NEXT_VMA;
        query.query_addr = from;
        query.vma_name_addr = reinterpret_cast<uintptr_t>(path.data());
        query.vma_name_size = uint32_t(path.size());
        int failed = ::ioctl(maps, PROCMAP_QUERY, &query) == 0 ? 0 : errno;
        if (failed == ENAMETOOLONG) {
            query.vma_name_addr = query.vma_name_size = 0;
            failed = ::ioctl(maps, PROCMAP_QUERY, &query) == 0 ? 0 : errno;
        }
        if (failed == ENOTTY)
            return std::nullopt;
        if (failed == ENOENT)
            return mappings;
        if (failed != 0)
            return std::unexpected(failed);
        mappings.push_back(
            {.range = QByteArray::number(qulonglong(query.vma_start), 16) + '-' +
                      QByteArray::number(qulonglong(query.vma_end), 16),
             .path = query.vma_name_size > 1 ? QByteArray(path.data(), query.vma_name_size - 1) : QByteArray(),
             .inode = query.inode});
    }
}

} // namespace

std::expected<std::vector<WritableMapping>, int> writableMappingsByText(int maps)
{
    QByteArray content;
    std::array<char, 32'768> buffer{};
    ssize_t size = 0;
    while ((size = ::read(maps, buffer.data(), buffer.size())) > 0)
        content.append(buffer.data(), size);
    if (size < 0)
        return std::unexpected(errno);
    if (content.isEmpty())
        return std::unexpected(ESRCH);
    std::vector<WritableMapping> mappings;
    for (qsizetype begin = 0; begin < content.size();) {
        auto end = content.indexOf('\n', begin);
        if (end < 0)
            end = content.size();
        if (auto mapping = mappingOf(QByteArrayView(content).sliced(begin, end - begin)))
            mappings.push_back(*std::move(mapping));
        begin = end + 1;
    }
    return mappings;
}

std::expected<std::vector<WritableMapping>, int> writableMappingsOf(int process)
{
    const FileDescriptor maps(::openat(process, "maps", O_RDONLY | O_CLOEXEC));
    if (!maps.isOpen())
        return std::unexpected(errno);
    if (auto queried = queryMappings(maps.get()))
        return *std::move(queried);
    return writableMappingsByText(maps.get());
}

} // namespace backspool::engine
