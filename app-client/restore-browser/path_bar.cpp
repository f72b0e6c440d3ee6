#include "restore-browser/path_bar.h"

#include "read/point_reader.h"
#include "restore-browser/navigator.h"
#include "restore-browser/texts.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

namespace backspool::browser {

namespace {

/// More folders than that are left out at the front.
constexpr size_t kMostShown = 6;

QToolButton *button(QWidget *parent, const QString &icon, QStyle::StandardPixmap fallback, const QString &name,
                    const QKeySequence &key)
{
    auto *button = new QToolButton(parent);
    button->setIcon(QIcon::fromTheme(icon, parent->style()->standardIcon(fallback)));
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, key.toString(QKeySequence::NativeText)));
    button->setAccessibleName(name);
    button->setAutoRaise(true);
    // A button's own shortcut waits while the button looks pressed.
    auto *action = new QAction(button);
    action->setShortcut(key);
    QObject::connect(action, &QAction::triggered, button, &QToolButton::click);
    parent->addAction(action);
    return button;
}

} // namespace

PathBar::PathBar(Navigator &navigator, QWidget *parent)
    : QWidget(parent), navigator_(navigator), back_(button(this, QStringLiteral("go-previous"), QStyle::SP_ArrowBack,
                                                           tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left))),
      forward_(button(this, QStringLiteral("go-next"), QStyle::SP_ArrowForward, tr("Forward"),
                      QKeySequence(Qt::ALT | Qt::Key_Right))),
      up_(button(this, QStringLiteral("go-up"), QStyle::SP_ArrowUp, tr("Up one folder"),
                 QKeySequence(Qt::ALT | Qt::Key_Up))),
      folders_(new QWidget(this)), row_(new QHBoxLayout(folders_))
{
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(0);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (auto *one : {back_, forward_, up_})
        layout->addWidget(one);
    layout->addWidget(folders_);
    layout->addStretch(1);
    connect(back_, &QToolButton::clicked, &navigator_, &Navigator::goBack);
    connect(forward_, &QToolButton::clicked, &navigator_, &Navigator::goForward);
    connect(up_, &QToolButton::clicked, &navigator_, &Navigator::goUp);
    connect(&navigator_, &Navigator::pathChanged, this, &PathBar::rebuild);
    rebuild();
}

void PathBar::rebuild()
{
    back_->setEnabled(navigator_.canGoBack());
    forward_->setEnabled(navigator_.canGoForward());
    up_->setEnabled(navigator_.canGoUp());
    while (auto *item = row_->takeAt(0)) {
        // One of them may be what was clicked.
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    // What leads to the home folder is one step.
    const QByteArray home = QFile::encodeName(QDir::homePath());
    std::vector<std::pair<QString, QByteArray>> steps = {{tr("This computer"), QByteArrayLiteral("/")}};
    QByteArray path = QByteArrayLiteral("/");
    for (const auto name : engine::pathComponents(navigator_.path())) {
        path = engine::pathIn(path, name);
        if (path == home)
            steps = {{tr("Home"), path}};
        else
            steps.emplace_back(pathText(name), path);
    }
    const size_t first = steps.size() > kMostShown ? steps.size() - kMostShown : 0;
    for (size_t i = first; i < steps.size(); ++i) {
        if (i > 0) {
            auto *separator = new QLabel(i == first ? QStringLiteral("\u2026 /") : QStringLiteral("/"), folders_);
            row_->addWidget(separator);
        }
        auto *step = new QToolButton(folders_);
        step->setAutoRaise(true);
        // An ampersand is a letter of the name.
        step->setText(QString(steps[i].first).replace(QLatin1Char('&'), QStringLiteral("&&")));
        step->setAccessibleName(steps[i].first);
        auto font = step->font();
        font.setBold(i + 1 == steps.size());
        step->setFont(font);
        connect(step, &QToolButton::clicked, this, [this, to = steps[i].second] { navigator_.goTo(to); });
        row_->addWidget(step);
    }
}

} // namespace backspool::browser
