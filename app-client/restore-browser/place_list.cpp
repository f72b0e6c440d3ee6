#include "restore-browser/place_list.h"

#include "restore-browser/texts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStyle>

namespace backspool::browser {

namespace {

bool isWithin(const QByteArray &path, const QByteArray &folder)
{
    return folder == "/" || path == folder || path.startsWith(folder + '/');
}

Place standardPlace(QStandardPaths::StandardLocation location, const QString &icon)
{
    return {QStandardPaths::displayName(location), icon,
            QFile::encodeName(QFileInfo(QStandardPaths::writableLocation(location)).canonicalFilePath())};
}

} // namespace

std::vector<Place> placesFor(const policy::Selection &selection, const Place &home, const std::vector<Place> &folders)
{
    std::vector<Place> places;
    const auto isProtected = [&](const QByteArray &path) {
        return !path.isEmpty() &&
               std::ranges::any_of(selection.paths, [&](const auto &selected) { return isWithin(path, selected); });
    };
    const auto add = [&](const Place &place) {
        if (std::ranges::find(places, place.path, &Place::path) == places.end())
            places.push_back(place);
    };
    // A folder of the home may be selected while the home itself is not: it leads there.
    const bool leadsOn = std::ranges::any_of(
        selection.paths, [&](const auto &selected) { return !home.path.isEmpty() && isWithin(selected, home.path); });
    if (isProtected(home.path) || leadsOn)
        add(home);
    for (const auto &folder : folders) {
        if (isProtected(folder.path))
            add(folder);
    }
    for (const auto &path : selection.paths) {
        if (path != "/")
            add({pathText(path.sliced(path.lastIndexOf('/') + 1)), QStringLiteral("folder"), path});
    }
    add({PlaceList::tr("This computer"), QStringLiteral("computer"), QByteArrayLiteral("/")});
    return places;
}

std::vector<Place> placesFor(const policy::Selection &selection)
{
    const Place home{PlaceList::tr("Home"), QStringLiteral("user-home"),
                     QFile::encodeName(QFileInfo(QDir::homePath()).canonicalFilePath())};
    return placesFor(selection, home,
                     {standardPlace(QStandardPaths::DesktopLocation, QStringLiteral("user-desktop")),
                      standardPlace(QStandardPaths::DocumentsLocation, QStringLiteral("folder-documents")),
                      standardPlace(QStandardPaths::PicturesLocation, QStringLiteral("folder-pictures")),
                      standardPlace(QStandardPaths::MusicLocation, QStringLiteral("folder-music")),
                      standardPlace(QStandardPaths::MoviesLocation, QStringLiteral("folder-videos"))});
}

PlaceList::PlaceList(QWidget *parent) : QListWidget(parent)
{
    setAccessibleName(tr("Places"));
    const auto go = [this](const QListWidgetItem *item) {
        if (item)
            Q_EMIT placeWanted(item->data(Qt::UserRole).toByteArray());
    };
    connect(this, &QListWidget::itemClicked, this, go);
    connect(this, &QListWidget::itemActivated, this, go);
}

void PlaceList::setPlaces(const std::vector<Place> &places)
{
    clear();
    for (const auto &place : places) {
        auto *item = new QListWidgetItem(
            QIcon::fromTheme(place.icon,
                             style()->standardIcon(place.path == "/" ? QStyle::SP_ComputerIcon : QStyle::SP_DirIcon)),
            place.name, this);
        item->setData(Qt::UserRole, place.path);
        item->setToolTip(pathText(place.path));
    }
}

} // namespace backspool::browser
