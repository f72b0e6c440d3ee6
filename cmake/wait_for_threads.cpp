// Part of every test program that is built with the address sanitizer. QThread and QThreadPool wait until a thread says
// that it is done, not until it is gone. When main() returns, the last ones may still be on their way out, and what
// OpenSSL keeps for each thread is lost for good once OpenSSL's own exit handler has run: the leak check would say so.
#include <QCoreApplication>
#include <QThreadPool>

#include <chrono>
#include <filesystem>
#include <thread>

namespace {

bool areOthersThere()
{
    std::error_code error;
    const std::filesystem::directory_iterator threads("/proc/self/task", error);
    return !error && std::distance(begin(threads), end(threads)) > 1;
}

/// A thread that is meant to stay does not hold up the end for long.
void waitForThreads()
{
    QThreadPool::globalInstance()->waitForDone(); // else its idle threads stay
    for (int i = 0; i < 200 && areOthersThere(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

// When the application object goes: before any exit handler.
[[maybe_unused]] const bool kIsAdded = (qAddPostRoutine(waitForThreads), true);

} // namespace
