/// Makes a data directory with a client of many files and many points: `backspool-bench-make-history DIR [FILES]
/// [POINTS]`. Everything goes through the service's own parts: objects, checks, commits; only agent and network are
/// left out.
#include "appliance/appliance.h"
#include "history_folders.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace backspool;
using namespace backspool::bench;

namespace {

/// Hourly for the last ten days, before that as many each day as it takes to reach back three years.
WallTime timeOf(size_t age, size_t points, WallTime now)
{
    constexpr size_t kHourly = 240;
    if (age < kHourly)
        return now - std::chrono::hours(age + 1);
    const auto step = std::chrono::hours(3 * 365 * 24) / int64_t(std::max<size_t>(points, kHourly + 1) - kHourly);
    return now - std::chrono::hours(kHourly) - step * int64_t(age - kHourly + 1);
}

Status makePoint(appliance::Appliance &appliance, ClientId client, HistoryFolders &folders, WallTime time)
{
    points::Lease lease{.id = TRY(appliance.reserveLeaseId()), .client = client, .started = time};
    if (const auto base = TRY(appliance.catalogue().newestPoint(client))) {
        lease.base = base->id;
        lease.baseRoot = base->root;
        lease.baseHints = base->hints;
    }
    TRY(appliance.leases().begin(lease));
    const auto point = TRY(appliance.reservePointId());
    test::PointBuilder builder(appliance.store(), lease, lease.base ? catalogue::Area::Delta : catalogue::Area::Full);
    const auto committed = builder.commit(appliance.commitContext(), point, folders.tree(builder));
    appliance.leases().end(lease.id);
    if (!committed)
        return fail(committed.error());
    return {};
}

Status make(const QString &folder, size_t files, size_t points)
{
    appliance::ApplianceOptions options{.dataFolder = folder};
    options.settings.reserve = 0;
    const auto appliance = TRY(appliance::Appliance::open(options));
    const auto client = TRY(appliance->addClient(QStringLiteral("anna"), false)).id;
    HistoryFolders folders(files);
    const auto now = SystemClock().now();
    QElapsedTimer timer;
    timer.start();
    for (size_t i = 0; i < points; ++i) {
        const auto time = timeOf(points - 1 - i, points, now);
        if (i > 0)
            folders.work(i, unixSeconds(time));
        TRY(makePoint(*appliance, client, folders, time));
        if (i % 100 == 0)
            std::fprintf(stderr, "%zu of %zu points, %.0f s\n", i + 1, points, double(timer.elapsed()) / 1000);
    }
    std::printf("%zu points, %zu files in the first: %.0f s\n", points, folders.fileCount(),
                double(timer.elapsed()) / 1000);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // databases want one
    if (argc < 2) {
        std::fprintf(stderr, "usage: backspool-bench-make-history DIR [FILES] [POINTS]\n");
        return 2;
    }
    const auto number = [&](int at, size_t otherwise) {
        return argc > at ? size_t(std::strtoull(argv[at], nullptr, 10)) : otherwise;
    };
    const auto made = make(QString::fromLocal8Bit(argv[1]), number(2, 1'000'000), number(3, 1'000));
    if (!made)
        std::fprintf(stderr, "%s\n", qPrintable(made.error().text()));
    return made ? 0 : 1;
}
