#include "restore-browser/message_page.h"

#include <QVBoxLayout>

namespace backspool::browser {

MessagePage::MessagePage(QWidget *parent)
    : QWidget(parent), title_(new QLabel(this)), text_(new QLabel(this)), action_(new QPushButton(this))
{
    auto font = title_->font();
    font.setPointSizeF(font.pointSizeF() * 1.4);
    title_->setFont(font);
    for (auto *label : {title_, text_}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setTextFormat(Qt::PlainText);
    }
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(title_);
    layout->addWidget(text_);
    layout->addWidget(action_, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    action_->setAutoDefault(true);
    connect(action_, &QPushButton::clicked, this, &MessagePage::actionWanted);
}

void MessagePage::setMessage(const QString &title, const QString &text, const QString &action)
{
    title_->setText(title);
    text_->setText(text);
    text_->setVisible(!text.isEmpty());
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
}

} // namespace backspool::browser
