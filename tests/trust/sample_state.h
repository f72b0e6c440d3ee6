#pragma once
/// A state with something in every field, different by its number.
#include "trust/state_object.h"
#include "trust/test_parts.h"

namespace backspool::trust {

inline State sampleState(uint32_t number)
{
    State state;
    state.repository = kRepository;
    state.authority = {QByteArray(300, 'a'), QByteArray(100, 'b')};
    state.server = {QByteArray(300, 'c'), QByteArray(100, 'd')};
    for (uint32_t i = 1; i <= 3; ++i)
        state.clients.push_back({.id = {i},
                                 .name = QStringLiteral("client %1 of %2 – ü").arg(i).arg(number),
                                 .created = SetClock().time + std::chrono::nanoseconds(i),
                                 .certificate = i == 2 ? QByteArray() : QByteArray(32, char(i)),
                                 .revoked = i == 3});
    state.policies = {
        {.version = number + 1, .set = SetClock().time, .content = "{\"version\": 1}"},
        {.version = number + 2, .set = SetClock().time + std::chrono::nanoseconds(number), .content = {}}};
    state.forgotten = {{5}, {uint64_t(1) << 40}, {number + 1'000'000}};
    state.nextPoint = {number + 10};
    state.nextLease = {(uint64_t(1) << 50) + number};
    state.nextClient = {4};
    return state;
}

/// Of what a state keeps (not: when a client was last seen).
inline bool equal(const State &a, const State &b)
{
    const auto sameClient = [](const catalogue::ClientRow &x, const catalogue::ClientRow &y) {
        return x.id == y.id && x.name == y.name && x.created == y.created && x.certificate == y.certificate &&
               x.revoked == y.revoked;
    };
    return a.repository == b.repository && a.authority.certificate == b.authority.certificate &&
           a.authority.key == b.authority.key && a.server.certificate == b.server.certificate &&
           a.server.key == b.server.key && std::ranges::equal(a.clients, b.clients, sameClient) &&
           a.policies == b.policies && a.forgotten == b.forgotten && a.nextPoint == b.nextPoint &&
           a.nextLease == b.nextLease && a.nextClient == b.nextClient;
}

} // namespace backspool::trust
