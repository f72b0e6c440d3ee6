/// The window that stands in for a tray icon shows all that it has to say.
#include "tray/status_window.h"

#include <QLabel>
#include <QMenu>
#include <QTest>

using namespace backspool::tray;

class TestStatusWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongReasonIsNotCutOff()
    {
        QMenu menu;
        StatusWindow window(menu);
        ProtectionState state;
        state.headline = QStringLiteral("Waiting, last backup 1 minute ago");
        window.show(state);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto before = window.height();
        state.detail = QStringLiteral("The keychain of the desktop is locked. ").repeated(15);
        window.show(state);
        QVERIFY(window.height() > before);
        const auto labels = window.findChildren<QLabel *>();
        for (const auto *label : labels) {
            if (label->wordWrap())
                QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
        }
    }
};

QTEST_MAIN(TestStatusWindow)
#include "tst_status_window.moc"
