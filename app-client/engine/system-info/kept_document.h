#pragma once
/// The system information that was gathered last, kept in the state folder: a backup of a computer that nobody has
/// changed since does not ask all its tools again.
#include "core/clock.h"
#include "core/result.h"

#include <QString>

#include <functional>

namespace backspool::engine {

class KeptDocument
{
public:
    /// Whatever the hints say: not everything has one (an EFI boot entry, a label that was changed where no udev runs).
    static constexpr std::chrono::hours kLongest{24};

    /// @p file: where it is kept. The clock outlives it.
    KeptDocument(QString file, const Clock &clock) : file_(std::move(file)), clock_(clock) {}

    /// The one that is kept, where it is of these @p hints and no older than a day; else what @p gather gives, which is
    /// kept. (One that cannot be read, or kept, is gathered.) Errors: those of @p gather.
    Result<QByteArray> get(const QByteArray &hints, const std::function<Result<QByteArray>()> &gather) const;

private:
    std::optional<QByteArray> find(const QByteArray &hints) const;
    void keep(const QByteArray &hints, const QByteArray &document) const;

    QString file_;
    const Clock &clock_;
};

} // namespace backspool::engine
