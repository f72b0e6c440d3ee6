#include "protocol/identity.h"

#include "core/file_descriptor.h"
#include "core/units.h"
#include "core/write_all.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace backspool::protocol {

namespace {

constexpr int kVersion = 1;
/// Its secrets are in a secret store: an older program must not take it for damaged.
constexpr int kVersionWithoutSecrets = 2;
/// Far over any real one: two certificates, a key and some names.
constexpr qint64 kMaxFile = 256_KiB;

Status writeAside(const QByteArray &aside, QByteArrayView content, const QString &doing)
{
    // A leftover of a run that was cut short: its mode and owner cannot be trusted, so it is not written into.
    ::unlink(aside.constData());
    const FileDescriptor file(::open(aside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return fail(systemError(errno, doing));
    TRY(writeAll(file.get(), content, doing));
    if (::fsync(file.get()) != 0)
        return fail(systemError(errno, doing));
    return {};
}

/// Makes the renaming in @p path's folder last over a power cut.
Status syncFolderOf(const QByteArray &path, const QString &doing)
{
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray folder = slash < 0 ? QByteArray(".") : slash == 0 ? QByteArray("/") : path.first(slash);
    const FileDescriptor opened(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() || ::fsync(opened.get()) != 0)
        return fail(systemError(errno, doing));
    return {};
}

QString toBase64(QByteArrayView bytes)
{
    return QString::fromLatin1(bytes.toByteArray().toBase64());
}

/// The bytes of the Base64 field @p name; empty when it is not there or not Base64.
QByteArray fromBase64(const QJsonObject &object, QLatin1StringView name)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(object[name].toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? *decoded : QByteArray();
}

std::unexpected<Error> damagedFile(const QString &path)
{
    return fail(
        ErrorKind::Damaged,
        QStringLiteral(
            "The file \"%1\" with this computer's identity is damaged. Restore it, or enrol this computer again.")
            .arg(path));
}

void putSecrets(QJsonObject &object, const Identity &identity)
{
    object[QStringLiteral("key")] = toBase64(identity.key);
    object[QStringLiteral("domain_secret")] = toBase64(identity.domainSecret.view());
}

/// False: they are not there, or are no secrets.
bool takeSecrets(const QJsonObject &object, Identity &identity)
{
    identity.key = fromBase64(object, QLatin1StringView("key"));
    const QByteArray secret = fromBase64(object, QLatin1StringView("domain_secret"));
    if (identity.key.isEmpty() || secret.size() != codec::SecretKey::kSize)
        return false;
    identity.domainSecret = codec::SecretKey::fromBytes(secret);
    return true;
}

} // namespace

Status Identity::save(const QString &path) const
{
    QJsonObject object{
        {QStringLiteral("version"), secretName.isEmpty() ? kVersion : kVersionWithoutSecrets},
        {QStringLiteral("service"), service},
        {QStringLiteral("repository"), repository},
        {QStringLiteral("client"), qint64(client.value)},
        {QStringLiteral("client_name"), clientName},
        {QStringLiteral("certificate"), toBase64(certificate)},
        {QStringLiteral("authority"), toBase64(authority)},
    };
    if (secretName.isEmpty())
        putSecrets(object, *this);
    else
        object[QStringLiteral("secret_name")] = secretName;
    if (!secretName.isEmpty() && !desktop.isEmpty())
        object[QStringLiteral("desktop")] = desktop;
    if (!whyInFile.isEmpty())
        object[QStringLiteral("why_in_file")] = whyInFile;
    const QString doing = QStringLiteral("saving this computer's identity in \"%1\"").arg(path);
    const QByteArray target = QFile::encodeName(path);
    const QByteArray aside = target + ".new";
    Status status = writeAside(aside, QJsonDocument(object).toJson(), doing);
    if (status && ::rename(aside.constData(), target.constData()) != 0)
        status = fail(systemError(errno, doing));
    if (!status) {
        ::unlink(aside.constData());
        return status;
    }
    return syncFolderOf(target, doing);
}

Result<Identity> Identity::load(const QString &path)
{
    const FileDescriptor opened(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (!opened.isOpen()) {
        if (errno == ENOENT)
            return fail(ErrorKind::NotFound,
                        QStringLiteral("This computer is not enrolled (there is no file \"%1\"). Enrol it with the "
                                       "code that the administrator of the service gives you.")
                            .arg(path));
        return fail(systemError(errno, QStringLiteral("reading this computer's identity from \"%1\"").arg(path)));
    }
    QFile file;
    if (!file.open(opened.get(), QIODevice::ReadOnly) || file.size() > kMaxFile)
        return damagedFile(path);
    const QByteArray content = file.read(kMaxFile);
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorKind::Io,
                    QStringLiteral("reading this computer's identity from \"%1\": %2").arg(path, file.errorString()));

    const QJsonObject object = QJsonDocument::fromJson(content).object();
    const int version = object[QLatin1StringView("version")].toInt();
    if (version > kVersionWithoutSecrets)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("The file \"%1\" was written by a newer version of this program.").arg(path));
    Identity identity;
    identity.service = object[QLatin1StringView("service")].toString();
    identity.repository = object[QLatin1StringView("repository")].toString();
    const qint64 client = object[QLatin1StringView("client")].toInteger();
    identity.client.value = uint32_t(client);
    identity.clientName = object[QLatin1StringView("client_name")].toString();
    identity.certificate = fromBase64(object, QLatin1StringView("certificate"));
    identity.authority = fromBase64(object, QLatin1StringView("authority"));
    identity.whyInFile = object[QLatin1StringView("why_in_file")].toString();
    if (version == kVersionWithoutSecrets) {
        identity.desktop = object[QLatin1StringView("desktop")].toString();
        identity.secretName = object[QLatin1StringView("secret_name")].toString();
    }
    const bool hasSecrets = version == kVersion ? takeSecrets(object, identity) : !identity.secretName.isEmpty();
    if (version < kVersion || !hasSecrets || identity.service.isEmpty() || identity.repository.isEmpty() ||
        client <= 0 || client > UINT32_MAX || identity.certificate.isEmpty() || identity.authority.isEmpty())
        return damagedFile(path);
    return identity;
}

QByteArray Identity::secrets() const
{
    QJsonObject object;
    putSecrets(object, *this);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Status Identity::setSecrets(const QByteArray &secrets)
{
    if (secrets.size() > kMaxFile || !takeSecrets(QJsonDocument::fromJson(secrets).object(), *this))
        return fail(ErrorKind::Denied,
                    QStringLiteral("What the desktop's keychain has in the place of this computer's key is something "
                                   "else. Ask whoever looks after the backups for a new code, and connect this "
                                   "computer again."));
    return {};
}

QString serverNameOf(const QString &repository)
{
    // A name that no resolver will ever know (RFC 2606, "invalid"): it stands for the repository, not for a host.
    return repository.toLower() + QStringLiteral(".backspool.invalid");
}

} // namespace backspool::protocol
