#pragma once
/// Decides, when the last object of a New file is settled, whether the service had all of it: then the file was
/// redundant.
#include "difference/tally.h"
#include "transfer/object_sink.h"

namespace backspool::engine {

class FileOutcome final : public Outcome
{
public:
    explicit FileOutcome(Tally &tally) : tally_(tally) {}
    ~FileOutcome() override
    {
        if (wasMissing_)
            ++tally_.filesNew;
        else
            ++tally_.filesRedundant;
    }
    void wasMissing() override { wasMissing_ = true; }

private:
    Tally &tally_;
    std::atomic<bool> wasMissing_ = false;
};

} // namespace backspool::engine
