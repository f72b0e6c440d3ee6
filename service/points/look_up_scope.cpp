#include "points/look_up_scope.h"

namespace backspool::points {

namespace {
thread_local std::optional<LeaseId> currentLease;
}

LookUpScope::LookUpScope(LeaseId lease) : outer_(currentLease)
{
    currentLease = lease;
}

LookUpScope::~LookUpScope()
{
    currentLease = outer_;
}

std::optional<LeaseId> LookUpScope::current()
{
    return currentLease;
}

} // namespace backspool::points
