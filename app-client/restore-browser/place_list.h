#pragma once
/// Folders to begin from: those of the user that are protected, what is selected, and everything.
#include "policy/selection.h"

#include <QListWidget>

namespace backspool::browser {

struct Place
{
    QString name;
    QString icon; ///< by the names of the icon naming specification
    QByteArray path;
    bool operator==(const Place &) const = default;
};

/// Of @p selection: the user's own folders (@p home and those beneath it in @p folders) as far as they are protected,
/// then the selected folders, then "/".
std::vector<Place> placesFor(const policy::Selection &selection, const Place &home, const std::vector<Place> &folders);
/// With this user's folders.
std::vector<Place> placesFor(const policy::Selection &selection);

class PlaceList : public QListWidget
{
    Q_OBJECT

public:
    explicit PlaceList(QWidget *parent = nullptr);
    void setPlaces(const std::vector<Place> &places);

Q_SIGNALS:
    void placeWanted(const QByteArray &path);
};

} // namespace backspool::browser
