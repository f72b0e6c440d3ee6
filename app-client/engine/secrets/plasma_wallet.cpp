#include "secrets/plasma_wallet.h"

#include "secrets/session_bus.h"

namespace backspool::engine {

std::optional<bool> isPlasmaWalletOpen()
{
    // Plasma says so itself, with its version, which is in the names of its services. QtKeychain goes by the same, and
    // by whether "networkWallet" is answered.
    const QString version = qEnvironmentVariable("KDE_SESSION_VERSION");
    const auto desktops = qEnvironmentVariable("XDG_CURRENT_DESKTOP").split(QLatin1Char(':'));
    if (!desktops.contains(QStringLiteral("KDE")) ||
        (version != QLatin1StringView("5") && version != QLatin1StringView("6")))
        return std::nullopt;
    const auto ask = [&](const QString &method, const QVariantList &arguments) {
        return askOnSessionBus({.service = QStringLiteral("org.kde.kwalletd") + version,
                                .path = QStringLiteral("/modules/kwalletd") + version,
                                .interface = QStringLiteral("org.kde.KWallet"),
                                .method = method,
                                .arguments = arguments});
    };
    const auto wallet = ask(QStringLiteral("networkWallet"), {});
    if (wallet.signature() != QLatin1StringView("s"))
        return std::nullopt;
    const auto isOpen = ask(QStringLiteral("isOpen"), wallet.arguments());
    return isOpen.signature() == QLatin1StringView("b") ? std::optional(isOpen.arguments().front().toBool())
                                                        : std::nullopt;
}

} // namespace backspool::engine
