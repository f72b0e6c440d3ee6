#include "appliance/reconcile.h"

#include <algorithm>

namespace backspool::appliance {

using catalogue::Catalogue;
using catalogue::ClientRow;

namespace {

/// What the state object says of a client is put into the catalogue where that says something else.
Status followClients(const trust::State &state, Catalogue &catalogue)
{
    for (const auto &client : state.clients) {
        const auto row = TRY(catalogue.clientById(client.id));
        if (row && row->certificate == client.certificate && row->revoked == client.revoked && row->name == client.name)
            continue;
        auto next = client;
        if (row)
            next.lastSeen = row->lastSeen;
        TRY(catalogue.putClient(next));
    }
    return {};
}

Status followForgotten(const trust::State &state, Catalogue &catalogue)
{
    std::vector<PointId> left;
    for (const auto point : state.forgotten) {
        if (TRY(catalogue.point(point)))
            left.push_back(point);
    }
    return left.empty() ? Status() : catalogue.removePoints(left);
}

Result<uint64_t> counter(Catalogue &catalogue, const char *name)
{
    return TRY(catalogue.setting(QString::fromLatin1(name))).value_or("1").toULongLong();
}

} // namespace

Status addMissingClients(trust::State &state, Catalogue &catalogue)
{
    for (const auto &client : TRY(catalogue.clients())) {
        if (!std::ranges::contains(state.clients, client.id, &ClientRow::id))
            state.clients.push_back(client);
        state.nextClient = std::max(state.nextClient, ClientId{client.id.value + 1});
    }
    return {};
}

Status reconcile(StateKeeper &states, Catalogue &catalogue)
{
    const auto state = states.state();
    TRY(followClients(state, catalogue));
    TRY(followForgotten(state, catalogue));
    // A client that was added last and is not in the state object yet: it has no certificate, so nothing is allowed to
    // it.
    if (TRY(catalogue.clients()).size() != state.clients.size())
        TRY(states.change([&](trust::State &next) { return addMissingClients(next, catalogue); }));
    return states.keepAheadOf(PointId{TRY(counter(catalogue, "next_point"))},
                              LeaseId{TRY(counter(catalogue, "next_lease"))});
}

} // namespace backspool::appliance
