#include "desktop.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTest>
#include <QtEndian>

namespace backspool::test {

namespace {

constexpr int kPatience = 60'000;
/// Large enough for every window, and a place for the tray beneath.
constexpr QSize kScreen(1280, 900);
constexpr int kTraySize = 32;

/// The fields of an XWD header that a picture needs, by their places (X11/XWDFile.h), all big-endian.
enum XwdField { HeaderSize = 0, Width = 4, Height = 5, BytesPerLine = 12, Colours = 19, FieldCount = 25 };
constexpr qsizetype kXwdColourSize = 12;

std::unique_ptr<QProcess> started(const QString &program, const QStringList &arguments,
                                  const QProcessEnvironment &environment)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment);
    process->start(program, arguments);
    return process->waitForStarted() ? std::move(process) : nullptr;
}

} // namespace

Desktop::~Desktop()
{
    for (auto *process : {&tray_, &manager_, &server_}) {
        if (!*process)
            continue;
        (*process)->terminate();
        if (!(*process)->waitForFinished(5'000))
            (*process)->kill();
        (*process)->waitForFinished();
    }
}

QString Desktop::missing()
{
    for (const auto *program : {"Xvfb", "openbox", "xdotool", "stalonetray"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            return QString::fromLatin1(program);
    }
    return {};
}

QProcessEnvironment Desktop::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), display_);
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), folder_.path());
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    for (const auto *name : {"DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"})
        environment.remove(QString::fromLatin1(name));
    return environment;
}

bool Desktop::start(Tray tray)
{
    // The server says on its standard output which display it has, once it can be used.
    server_ = started(QStringLiteral("Xvfb"),
                      {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                       QStringLiteral("0"), QStringLiteral("%1x%2x24").arg(kScreen.width()).arg(kScreen.height()),
                       QStringLiteral("-fbdir"), folder_.path(), QStringLiteral("-nolisten"), QStringLiteral("tcp")},
                      QProcessEnvironment::systemEnvironment());
    QElapsedTimer timer;
    timer.start();
    while (server_ && !server_->canReadLine() && timer.elapsed() < kPatience)
        server_->waitForReadyRead(100);
    if (!server_ || !server_->canReadLine())
        return false;
    display_ = QLatin1Char(':') + QString::fromLatin1(server_->readLine().trimmed());
    manager_ = started(QStringLiteral("openbox"), {}, environment());
    if (tray == Tray::XEmbed) {
        tray_ = started(QStringLiteral("stalonetray"),
                        {QStringLiteral("--geometry"), QStringLiteral("1x1+0-0"), QStringLiteral("--icon-size"),
                         QString::number(kTraySize), QStringLiteral("--window-type"), QStringLiteral("dock")},
                        environment());
        if (!tray_)
            return false;
    }
    // A program that starts before the manager does gets windows without place.
    return manager_ && QTest::qWaitFor([this] { return !xdotool({QStringLiteral("get_desktop")}).isEmpty(); });
}

QByteArray Desktop::xdotool(const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral("xdotool"), arguments);
    process.waitForFinished(kPatience);
    return process.readAllStandardOutput();
}

bool Desktop::hasWindow(const QString &title) const
{
    return !xdotool({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                     QLatin1Char('^') + title})
                .isEmpty();
}

quint64 Desktop::window(const QString &title) const
{
    if (!QTest::qWaitFor([&] { return hasWindow(title); }, kPatience))
        return 0;
    const auto id = xdotool({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                             QLatin1Char('^') + title})
                        .split('\n')
                        .front();
    xdotool({QStringLiteral("windowactivate"), QStringLiteral("--sync"), QString::fromLatin1(id)});
    return id.toULongLong();
}

QSize Desktop::size(quint64 window) const
{
    QSize size;
    const auto lines =
        xdotool({QStringLiteral("getwindowgeometry"), QStringLiteral("--shell"), QString::number(window)}).split('\n');
    for (const auto &line : lines) {
        const int value = line.mid(line.indexOf('=') + 1).toInt();
        if (line.startsWith("WIDTH="))
            size.setWidth(value);
        else if (line.startsWith("HEIGHT="))
            size.setHeight(value);
    }
    return size;
}

void Desktop::clickIn(quint64 window, const QPoint &place, int button) const
{
    const auto all = size(window);
    // What xdotool says of a window's place is wrong where the manager gave it a frame.
    xdotool({QStringLiteral("mousemove"), QStringLiteral("--window"), QString::number(window),
             QString::number(place.x() < 0 ? all.width() + place.x() : place.x()),
             QString::number(place.y() < 0 ? all.height() + place.y() : place.y()), QStringLiteral("click"),
             QString::number(button)});
}

void Desktop::press(const QString &key) const
{
    xdotool({QStringLiteral("key"), QStringLiteral("--clearmodifiers"), key});
}

void Desktop::type(const QString &text) const
{
    xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), text});
}

QImage Desktop::picture() const
{
    QFile screen(folder_.filePath(QStringLiteral("Xvfb_screen0")));
    if (!screen.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = screen.readAll();
    const auto field = [&](int place) -> qsizetype {
        return place * 4 + 4 <= bytes.size() ? qFromBigEndian<quint32>(bytes.constData() + place * 4) : 0;
    };
    const auto begin = field(HeaderSize) + field(Colours) * kXwdColourSize;
    const auto size = field(Height) * field(BytesPerLine);
    if (bytes.size() < FieldCount * 4 || begin + size > bytes.size())
        return {};
    return QImage(reinterpret_cast<const uchar *>(bytes.constData()) + begin, int(field(Width)), int(field(Height)),
                  field(BytesPerLine), QImage::Format_RGB32)
        .copy();
}

void Desktop::keepPicture(const QString &name) const
{
    const QString folder = qEnvironmentVariable("BACKSPOOL_PICTURES");
    if (!folder.isEmpty())
        picture().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

void Desktop::clickTrayIcon(int button) const
{
    const auto tray = xdotool({QStringLiteral("search"), QStringLiteral("--class"), QStringLiteral("stalonetray")})
                          .split('\n')
                          .front()
                          .toULongLong();
    clickIn(tray, QPoint(kTraySize / 2, kTraySize / 2), button);
}

} // namespace backspool::test
