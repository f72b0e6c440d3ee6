#include "api/enrolment_desk.h"

#include "core/logging.h"
#include "protocol/enrolment_code.h"

namespace backspool::api {

bool FailureLimit::isReached(SteadyTime now)
{
    const std::scoped_lock lock(mutex_);
    refill(now);
    return left_ == 0;
}

void FailureLimit::count(SteadyTime now)
{
    const std::scoped_lock lock(mutex_);
    refill(now);
    left_ = std::max(left_ - 1, 0);
}

void FailureLimit::refill(SteadyTime now)
{
    if (left_ == kBurst || now < filled_) {
        filled_ = now;
        return;
    }
    const auto steps = (now - filled_) / kRefill;
    left_ = int(std::min<int64_t>(left_ + steps, kBurst));
    filled_ += steps * kRefill;
}

Result<protocol::EnrolReply> EnrolmentDesk::enrol(const protocol::Enrol &request)
{
    const auto &clock = appliance_.clock();
    if (failures_.isReached(clock.steadyNow()))
        return fail(
            ErrorKind::Busy,
            QStringLiteral("Too many wrong enrolment codes came to the service lately. Try again in a minute."));
    const auto authority = appliance_.authority();
    // Before the code is used up: a broken request must not cost it.
    TRY(authority.issueClientCertificate(request.request, QStringLiteral("trial"), ClientId{1}, clock.now()));

    const auto hash = protocol::EnrolmentCode{.secret = request.secret, .authorityFingerprint = {}}.secretHash();
    auto &catalogue = appliance_.catalogue();
    const auto client = catalogue.takeEnrolmentCode(hash, clock.now());
    if (!client) {
        if (client.error().kind() != ErrorKind::NotFound)
            return fail(client.error());
        failures_.count(clock.steadyNow());
        return fail(ErrorKind::Denied, QStringLiteral("The enrolment code is wrong, was used before, or is older than "
                                                      "an hour. Ask the administrator for a new one."));
    }
    const auto row = TRY(catalogue.clientById(*client));
    if (!row)
        return fail(ErrorKind::Denied, QStringLiteral("The client of this enrolment code does not exist any more."));

    protocol::EnrolReply reply;
    reply.client = row->id;
    reply.name = row->name;
    reply.repository = appliance_.key().repository;
    reply.certificate = TRY(authority.issueClientCertificate(request.request, row->name, row->id, clock.now()));
    reply.authority = authority.certifiedKey().certificate;
    reply.domainSecret = appliance_.domainSecret().view().toByteArray();
    TRY(appliance_.setCertificate(row->id, reply.certificate));
    qCInfo(logSession).noquote() << QStringLiteral("client %1 is enrolled").arg(row->name);
    return reply;
}

} // namespace backspool::api
