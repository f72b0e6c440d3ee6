#pragma once
/// What stands where there is nothing to show: why, and what to do next.
#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace backspool::browser {

class MessagePage : public QWidget
{
    Q_OBJECT

public:
    explicit MessagePage(QWidget *parent = nullptr);
    /// @p action: text of a button; empty: none.
    void setMessage(const QString &title, const QString &text, const QString &action = {});
    QString title() const { return title_->text(); }
    QString text() const { return text_->text(); }

Q_SIGNALS:
    void actionWanted();

private:
    QLabel *title_;
    QLabel *text_;
    QPushButton *action_;
};

} // namespace backspool::browser
