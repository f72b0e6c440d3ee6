/// page_writer FILE: overwrites the file page by page, again and again, until its input ends. Each write has the next
/// number, in all of its page, and page after page in order: so what is of one moment can be told from what is not.
///
/// "open" says that it begins; at the end "WRITES MICROSECONDS": how many there were, and how long the longest took.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

int main(int argc, char **argv)
{
    using std::chrono::steady_clock;
    const int file = argc == 2 ? ::open(argv[1], O_RDWR) : -1;
    struct stat status{};
    if (file < 0 || ::fstat(file, &status) != 0)
        return 1;
    const uint64_t pages = uint64_t(status.st_size) / 4096;
    uint64_t number = pages; // the pages are taken as numbered from 0 when it begins
    std::puts("open");
    std::fflush(stdout);
    steady_clock::duration longest{};
    for (pollfd end{STDIN_FILENO, POLLIN, 0};; ++number) {
        if (number % 16 == 0 && ::poll(&end, 1, 0) > 0)
            break;
        std::array<uint64_t, 512> page;
        page.fill(number);
        const auto begin = steady_clock::now();
        if (::pwrite(file, page.data(), sizeof page, off_t(number % pages * 4096)) != ssize_t(sizeof page))
            return 1;
        longest = std::max(longest, steady_clock::now() - begin);
    }
    std::printf("%llu %lld\n", static_cast<unsigned long long>(number - pages),
                static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(longest).count()));
    return 0;
}
