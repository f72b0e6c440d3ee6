#pragma once
/// One program of a kind for each state folder: a second start asks the first to show itself, or a file's versions.
///
/// What is said over the socket: the token by which the desktop lets a window come to the front (it may be empty), a
/// NUL, and a path (it may be empty).
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QString>

namespace backspool::tray {

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    /// @p folder: whose programs are meant; it exists.
    explicit SingleInstance(const QString &folder);

    /// False: another runs, and was asked to show itself, or what is at @p path.
    bool isFirst(const QByteArray &path = {});

Q_SIGNALS:
    /// A second start; @p path: what it was asked to show, as far as it was.
    void showWanted(const QByteArray &path);

private:
    void listenTo(QLocalSocket *socket);

    const QString path_;
    QLocalServer server_;
};

} // namespace backspool::tray
