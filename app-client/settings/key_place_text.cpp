#include "settings/key_place_text.h"

#include <QCoreApplication>

namespace backspool::settings {

namespace {
struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(KeyPlace)
};
} // namespace

QString keyPlaceText(const engine::Membership &membership)
{
    if (membership.isKeyInKeychain)
        return Texts::tr("This computer's key to the backups is in the keychain of your desktop, with your other "
                         "passwords.");
    if (membership.whyInFile.isEmpty())
        return Texts::tr("This computer's key to the backups is in a file that only you can read.");
    return Texts::tr(
               "This computer's key to the backups is in a file that only you can read, since the keychain of your "
               "desktop could not take it: %1.")
        .arg(membership.whyInFile);
}

} // namespace backspool::settings
