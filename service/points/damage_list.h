#pragma once
/// The damages that a verification finds: each object once, bounded.
#include "points/verify.h"

namespace backspool::points {

/// Not thread-safe.
class DamageList
{
public:
    DamageList(const store::ObjectStore &store, VerifyReport &report);

    /// An object that a point needs and that cannot be read.
    void addNeeded(const ObjectName &object, const Error &error);
    /// An object or (name null) another part of a container that is not whole.
    void addStored(ContainerId container, const ObjectName &object, const Error &error);

    bool isEmpty() const { return report_.damages.empty(); }
    size_t count() const { return report_.damages.size(); }
    /// Takes back all but the first @p count.
    void truncate(size_t count);
    /// nullptr: the object is whole, as far as is known.
    Damage *find(const ObjectName &object);
    /// nullptr: the container can be read. (Objects in it are not listed one by one.)
    Damage *find(ContainerId container);
    bool hasContainers() const { return !containers_.empty(); }
    /// A container that cannot be read at all.
    void addContainer(ContainerId container, const Error &error);
    /// False: all have as many uses as they may.
    bool wantsUses() const { return satisfied_ < report_.damages.size(); }
    void addUse(Damage &damage, PointId point, ClientId client, QByteArrayView path);

private:
    Damage *add(const ObjectName &object, const QString &container, const Error &error);
    QString fileOf(ContainerId container) const;

    const store::ObjectStore &store_;
    VerifyReport &report_;
    std::unordered_map<ContainerId, QString> files_;
    std::unordered_map<ObjectName, size_t> objects_; ///< index into the report's damages
    std::unordered_map<ContainerId, size_t> containers_;
    size_t satisfied_ = 0; ///< damages with all the uses that they may have
};

} // namespace backspool::points
