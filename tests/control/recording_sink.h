#pragma once
/// Keeps what a command tells before its result.
#include "control/admin_request.h"

#include <QJsonArray>

#include <mutex>

namespace backspool::test {

class RecordingSink final : public control::AdminSink
{
public:
    void row(const QJsonObject &row) override
    {
        const std::scoped_lock lock(mutex_);
        rows_ += row;
    }
    void progressed(const Progress &) override
    {
        const std::scoped_lock lock(mutex_);
        ++progressCount_;
    }
    QJsonArray rows() const
    {
        const std::scoped_lock lock(mutex_);
        return rows_;
    }

private:
    mutable std::mutex mutex_; ///< guards what follows
    QJsonArray rows_;
    int progressCount_ = 0;
};

} // namespace backspool::test
