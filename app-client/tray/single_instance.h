#pragma once
/// One program of a kind for each state folder: a second start asks the first to show itself.
#include <QLocalServer>
#include <QObject>
#include <QString>

namespace backspool::tray {

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    /// @p folder: whose programs are meant; it exists.
    explicit SingleInstance(const QString &folder);

    /// False: another runs, and was asked to show itself.
    bool isFirst();

Q_SIGNALS:
    /// A second start.
    void showWanted();

private:
    const QString path_;
    QLocalServer server_;
};

} // namespace backspool::tray
