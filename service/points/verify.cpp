#include "points/verify.h"

#include "core/logging.h"
#include "points/damage_list.h"
#include "points/damage_uses.h"
#include "points/look_up_scope.h"
#include "points/object_bits.h"

#include <random>

namespace backspool::points {

using catalogue::ContainerRow;
using format::ObjectKind;

namespace {

constexpr size_t kBatch = 8192;

/// Goes once over every object that any point needs.
class StructureCheck final : private TreeVisitor
{
public:
    StructureCheck(const store::ObjectStore &store, DamageList &damages, VerifyReport &report)
        : store_(store), damages_(damages), report_(report)
    {
    }

    void addContainer(ContainerId container, const format::ContainerIndex &index)
    {
        seen_.addContainer(container, index);
    }
    Status check(const catalogue::PointRow &point, const CancelToken &cancel)
    {
        TRY(walkPoint(store_, point.root, point.hints, *this, cancel));
        TRY(walkContent(store_, point.systemInformation, kSystemInformationPath, *this, cancel));
        return lookChunksUp();
    }

private:
    bool wantsPaths() const override { return false; }

    Result<bool> object(const ObjectName &name, ObjectKind kind, QByteArrayView) override
    {
        if (kind != ObjectKind::Chunk)
            return !note(name, kind, TRY(store_.find(name)));
        chunks_.push_back(name);
        if (chunks_.size() >= kBatch)
            TRY(lookChunksUp());
        return false;
    }

    Status unreadable(const ObjectName &name, QByteArrayView, const Error &error) override
    {
        damages_.addNeeded(name, error);
        return {};
    }

    /// Returns whether it was noted before.
    bool note(const ObjectName &name, ObjectKind kind, const std::optional<store::ObjectLocation> &location)
    {
        const bool isInTable = location && seen_.covers(location->container);
        const bool wasSeen = isInTable ? seen_.set(*location) : elsewhere_.put(name.view()) != 0;
        if (wasSeen)
            return true;
        ++report_.objects;
        if (!location)
            damages_.addNeeded(
                name, Error(ErrorKind::NotFound, QStringLiteral("A point needs it, and the store does not have it.")));
        else if (location->kind != kind)
            damages_.addNeeded(name, Error(ErrorKind::Damaged,
                                           QStringLiteral("The store has something of another kind by its name.")));
        return false;
    }

    Status lookChunksUp()
    {
        const auto locations = TRY(store_.find(chunks_));
        for (size_t i = 0; i < chunks_.size(); ++i)
            note(chunks_[i], ObjectKind::Chunk, locations[i]);
        chunks_.clear();
        return {};
    }

    const store::ObjectStore &store_;
    DamageList &damages_;
    VerifyReport &report_;
    ObjectBits seen_;
    NameTags elsewhere_; ///< what is in no container of seen_
    std::vector<ObjectName> chunks_;
};

class Verification
{
public:
    Verification(const CommitContext &context, const VerifyOptions &options, ProgressSink &progress,
                 const CancelToken &cancel)
        : context_(context), store_(context.store), options_(options), progress_(progress), cancel_(cancel),
          damages_(context.store, report_)
    {
    }

    Result<VerifyReport> run()
    {
        const LookUpScope scope(LookUpScope::kEverything);
        const auto points = TRY(context_.catalogue.points(std::nullopt));
        const auto containers = store_.containers();
        report_.points = points.size();
        done_.itemsTotal = points.size();
        for (const auto &container : containers)
            done_.bytesTotal += container.size;
        TRY(checkTrees(points, containers));
        if (options_.readData || options_.samplePercent > 0)
            TRY(checkData(containers));
        DamageUses uses(store_, damages_);
        for (const auto &point : points) {
            if (damages_.isEmpty() || !damages_.wantsUses())
                break;
            TRY(uses.findIn(point, cancel_));
        }
        return std::move(report_);
    }

private:
    Status checkTrees(const std::vector<catalogue::PointRow> &points, const std::vector<ContainerRow> &containers)
    {
        StructureCheck structure(store_, damages_, report_);
        for (const auto &container : containers) {
            TRY(cancel_.check());
            if (const auto index = store_.containerIndex(container.id))
                structure.addContainer(container.id, *index);
            else if (isStillThere(container.id))
                damages_.addContainer(container.id, index.error());
        }
        for (const auto &point : points) {
            const auto before = damages_.count();
            TRY(structure.check(point, cancel_));
            // Forgotten and reclaimed since: what it misses is no damage.
            if (damages_.count() > before && !TRY(context_.catalogue.point(point.id)))
                damages_.truncate(before);
            ++done_.itemsDone;
            progress_.progressed(done_);
        }
        return {};
    }

    Status checkData(const std::vector<ContainerRow> &containers)
    {
        std::mt19937_64 random(options_.seed);
        for (const auto &container : containers) {
            TRY(cancel_.check());
            const auto before = damages_.count();
            const auto checked = checkContainer(container, random);
            if (!checked && checked.error().kind() == ErrorKind::Cancelled)
                return checked;
            const bool isSuspect = !checked || damages_.count() > before;
            if (isSuspect && !isStillThere(container.id))
                damages_.truncate(before);
            else if (!checked && !damages_.find(container.id))
                damages_.addContainer(container.id, checked.error());
            done_.bytesDone += container.size;
            progress_.progressed(done_);
        }
        return {};
    }

    Status checkContainer(const ContainerRow &container, std::mt19937_64 &random)
    {
        std::unordered_map<uint32_t, uint32_t> sizes;
        const auto index = TRY(store_.containerIndex(container.id));
        for (const auto &block : index.blocks)
            sizes.emplace(block.offset, block.storedSize);
        std::uniform_real_distribution<double> percent(0, 100);
        const auto choose = [&](uint32_t offset) {
            // Passed over fast when the wish is to stop; said at the end.
            if (cancel_.isCancelled() || (!options_.readData && percent(random) >= options_.samplePercent))
                return false;
            ++report_.blocksRead;
            report_.bytesRead += sizes[offset];
            return true;
        };
        const auto damaged = [&](const format::IndexedObject &object, const Error &error) {
            damages_.addStored(container.id, object.name, error);
        };
        TRY(store_.verifyContainer(container.id, choose, damaged));
        return cancel_.check();
    }

    /// Reclaim may have removed it since.
    bool isStillThere(ContainerId container) const
    {
        const auto containers = store_.containers();
        return std::ranges::find(containers, container, &ContainerRow::id) != containers.end();
    }

    const CommitContext &context_;
    store::ObjectStore &store_;
    const VerifyOptions &options_;
    ProgressSink &progress_;
    const CancelToken &cancel_;
    VerifyReport report_;
    DamageList damages_;
    Progress done_;
};

} // namespace

Result<VerifyReport> verify(const CommitContext &context, const VerifyOptions &options, ProgressSink &progress,
                            const CancelToken &cancel)
{
    return Verification(context, options, progress, cancel).run();
}

} // namespace backspool::points
