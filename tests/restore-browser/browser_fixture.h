#pragma once
/// A restore browser over a real service, and what a user does in it.
#include "restore-browser/browser_window.h"
#include "session/pictures.h"
#include "session/protected_computer.h"

#include <QAccessible>
#include <QScrollBar>
#include <QTest>
#include <QTreeView>

namespace backspool::test {

class OpenBrowser
{
public:
    explicit OpenBrowser(ProtectedComputer &computer) : window_(computer.session()) {}

    browser::BrowserWindow &window() { return window_; }
    browser::Navigator &navigator() { return window_.navigator(); }
    template <class T> T *part(const QString &name = {}) { return window_.findChild<T *>(name); }
    /// The visible dialog of that kind; null: none.
    template <class T> T *dialog()
    {
        for (auto *dialog : window_.findChildren<T *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    /// Shows it, and waits until it knows all of the first folder.
    bool open()
    {
        window_.resize(1'150, 720);
        window_.show();
        window_.refresh();
        return QTest::qWaitForWindowExposed(&window_) && waitUntilWhole();
    }
    bool waitUntilWhole()
    {
        return QTest::qWaitFor([this] { return navigator().timeline() && navigator().timeline()->isWhole(); },
                               kPatience);
    }
    QTreeView *fileList()
    {
        for (auto *view : window_.findChildren<QTreeView *>()) {
            if (view->objectName() == QStringLiteral("files"))
                return view;
        }
        return nullptr;
    }
    /// A click on the row named @p name, as soon as it is there. False: it never is.
    bool click(const QByteArray &name, Qt::KeyboardModifiers modifiers = {})
    {
        auto *list = fileList();
        QModelIndex index;
        if (!QTest::qWaitFor([&] { return (index = find(name)).isValid() && list->isVisible(); }, kPatience))
            return false;
        list->scrollTo(index);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers, list->visualRect(index).center());
        return true;
    }

private:
    QModelIndex find(const QByteArray &name)
    {
        const auto *rows = fileList()->model();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (const auto index = rows->index(row, 0); index.data(browser::FolderModel::NameRole) == name)
                return index;
        }
        return {};
    }

    browser::BrowserWindow window_;
};

/// The first control of @p window that can have the focus and has no name for who does not see it; null: all have one.
inline QWidget *controlWithoutName(QWidget &window)
{
    for (auto *widget : window.findChildren<QWidget *>()) {
        const bool isPartOfAnother = widget->objectName().startsWith(QStringLiteral("qt_"));
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || isPartOfAnother ||
            qobject_cast<QScrollBar *>(widget))
            continue;
        auto *accessible = QAccessible::queryAccessibleInterface(widget);
        if (accessible && accessible->text(QAccessible::Name).isEmpty())
            return widget;
    }
    return nullptr;
}

} // namespace backspool::test
