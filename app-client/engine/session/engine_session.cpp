#include "session/engine_session.h"

#include "backup/settings_lock.h"
#include "session/enrolment.h"
#include "session/service_session.h"

namespace backspool::engine {

EngineSession::EngineSession(const AgentState &state, QString software)
    : ReadingSession(state, ServiceSession::connector(state, software)), software_(std::move(software))
{
}

EngineSession::~EngineSession()
{
    ending()->cancel(); // what enrols goes on in a thread that is waited for
}

void EngineSession::askForKeyAgain()
{
    if (state().secrets())
        state().secrets()->askAgain();
}

QFuture<Result<std::optional<Membership>>> EngineSession::membership()
{
    askForKeyAgain(); // windows ask this when a person opens them or wants them to try again
    using Answer = Result<std::optional<Membership>>;
    return inBackground<Answer>([state = state()]() -> Answer {
        const auto identity = protocol::Identity::load(state.identityFile());
        if (identity)
            return Membership{identity->clientName, identity->service, !identity->secretName.isEmpty(),
                              identity->whyInFile};
        if (identity.error().kind() == ErrorKind::NotFound)
            return std::nullopt;
        return fail(identity.error());
    });
}

QFuture<Status> EngineSession::enrol(const QString &service, const QString &code)
{
    auto enrolment = [state = state(), software = software_, ending = ending(), service, code]() -> Status {
        const auto parsed = TRY(protocol::EnrolmentCode::fromText(code));
        TRY(enrolComputer(state, service, parsed, software, SecretPlace::Keychain, *ending));
        return {};
    };
    return inThread<Status>(enrolling_, enrolment).then(this, [this](const Status &status) {
        if (status) {
            openLanes();
            Q_EMIT enrolled();
        }
        return status;
    });
}

QFuture<Result<policy::Selection>> EngineSession::selection()
{
    using Answer = Result<policy::Selection>;
    return inBackground<Answer>([state = state()]() -> Answer {
        auto selection = policy::Selection::load(state.selectionFile());
        if (!selection && selection.error().kind() == ErrorKind::NotFound)
            return policy::Selection{};
        return selection;
    });
}

QFuture<Status> EngineSession::select(const policy::Selection &selection)
{
    return inBackground<Status>([state = state(), selection]() -> Status {
        const auto lock = TRY(lockSettings(state));
        return selection.save(state.selectionFile());
    });
}

QFuture<Result<ProtectionSettings>> EngineSession::settings()
{
    return inBackground<Result<ProtectionSettings>>([state = state()] { return loadSettings(state); });
}

QFuture<Status> EngineSession::changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted)
{
    auto changed =
        inBackground<Status>([state = state(), known, wanted] { return engine::changeSettings(state, known, wanted); });
    return changed.then(this, [this](const Status &status) {
        if (status && agent_)
            agent_->lookAgain();
        return status;
    });
}

QFuture<Result<std::vector<Activity>>> EngineSession::activities()
{
    return inBackground<Result<std::vector<Activity>>>([state = state()] { return readActivities(state); });
}

void EngineSession::protect()
{
    if (agent_)
        return;
    agent_ = std::make_unique<AgentThread>(state(), software_);
    connect(agent_.get(), &AgentThread::reported, this, &EngineSession::keep);
    connect(agent_.get(), &AgentThread::failed, this, [this](const Error &error) {
        agentError_ = error;
        Q_EMIT reported();
    });
    agent_->start();
}

void EngineSession::keep(const AgentReport &report)
{
    const auto pointOf = [](const std::optional<AgentReport> &of) {
        return of && of->lastBackup ? of->lastBackup->point : PointId{};
    };
    const auto before = pointOf(report_);
    report_ = report;
    agentError_.reset();
    Q_EMIT reported();
    if (pointOf(report_) != before)
        Q_EMIT backedUp();
}

void EngineSession::backUpNow()
{
    askForKeyAgain();
    if (agent_)
        agent_->backUpNow();
}

void EngineSession::pause(std::optional<WallTime> until)
{
    if (agent_)
        agent_->pause(until);
}

void EngineSession::resume()
{
    if (agent_)
        agent_->resume();
}

} // namespace backspool::engine
