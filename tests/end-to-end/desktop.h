#pragma once
/// A desktop without a screen: an X server in memory with a window manager, and a mouse and a keyboard that a test
/// moves.
#include <QImage>
#include <QProcess>
#include <QSize>
#include <QTemporaryDir>

#include <memory>

namespace backspool::test {

class Desktop
{
public:
    enum class Tray { None, XEmbed };

    ~Desktop();
    /// What is missing here; empty: nothing.
    static QString missing();
    bool start(Tray tray);
    /// For programs that are to show themselves on it.
    QProcessEnvironment environment() const;

    /// The window whose title begins with @p title, on top and with the keyboard, once it is there (at most a minute);
    /// 0: it is not.
    quint64 window(const QString &title) const;
    bool hasWindow(const QString &title) const;
    QSize size(quint64 window) const;
    /// Clicks at @p place of the window; negative: from the right, from the bottom.
    void clickIn(quint64 window, const QPoint &place, int button = 1) const;
    /// "ctrl+Left", "Return".
    void press(const QString &key) const;
    void type(const QString &text) const;

    QImage picture() const;
    /// Kept where $BACKSPOOL_PICTURES says, else nowhere.
    void keepPicture(const QString &name) const;
    void clickTrayIcon(int button) const;

private:
    QByteArray xdotool(const QStringList &arguments) const;

    QTemporaryDir folder_;
    QString display_;
    std::unique_ptr<QProcess> server_, manager_, tray_;
};

} // namespace backspool::test
