#include "crash/machine.h"

#include "policy/normalised_path.h"

#include <QFile>

namespace backspool::test {

Machine::Machine() = default;

Machine::~Machine()
{
    stop();
}

Status Machine::start()
{
    appliance::ApplianceOptions options;
    options.dataFolder = folder_.path();
    options.settings.reserve = 0;
    options.disk = &disk_;
    options.clock = &clock_;
    options.database.name = vfs_.databaseName(folder_.path() + QStringLiteral("/catalogue.sqlite"));
    options.database.connectOptions = fault::MemoryVfs::connectOptions();
    appliance_ = TRY(appliance::Appliance::open(options));
    key_ = appliance_->key().key;
    listener_ = TRY(api::Listener::start(*appliance_, {QHostAddress(QHostAddress::LocalHost), 0}));
    return {};
}

void Machine::stop()
{
    listener_.reset();
    appliance_.reset();
}

Status Machine::enrol()
{
    const auto client = TRY(appliance_->addClient(QStringLiteral("desk"), false));
    const auto keys = TRY(protocol::makeKeyAndRequest(QStringLiteral("desk")));
    const auto certificate =
        TRY(appliance_->authority().issueClientCertificate(keys.request, client.name, client.id, clock_.now()));
    TRY(appliance_->setCertificate(client.id, certificate));
    identity_ = protocol::Identity{.service = {},
                                   .repository = appliance_->key().repository,
                                   .client = client.id,
                                   .clientName = client.name,
                                   .certificate = certificate,
                                   .key = keys.key,
                                   .authority = appliance_->authority().certifiedKey().certificate,
                                   .domainSecret = appliance_->domainSecret()};
    return {};
}

Result<engine::BackupReport> Machine::backUp(const QString &folder)
{
    identity_->service = listener_->address().toText();
    const auto connection = TRY(protocol::ClientConnection::connect(*identity_, QStringLiteral("test")));
    engine::BackupOptions options;
    options.paths = {TRY(policy::normalisedPath(QFile::encodeName(folder)))};
    options.workers = 1; // the same order of work each time
    options.sender.threads = 1;
    options.sender.blockSize = 4096; // several blocks even of little
    NoProgress progress;
    const CancelToken cancel;
    return engine::runBackup(*connection, *identity_, engine::AgentState(state_.path()), clock_, options, progress,
                             cancel);
}

} // namespace backspool::test
