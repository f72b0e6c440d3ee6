#include "schedule/metered_connection.h"

#include <QNetworkInformation>

namespace backspool::engine {

MeteredConnection::MeteredConnection()
{
    // False where no backend knows; there is nothing to ask then.
    QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Metered);
}

bool MeteredConnection::isMetered() const
{
    const auto *information = QNetworkInformation::instance();
    return information && information->supports(QNetworkInformation::Feature::Metered) && information->isMetered();
}

} // namespace backspool::engine
