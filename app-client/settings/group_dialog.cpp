#include "settings/group_dialog.h"

#include "policy/exclude_pattern.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace backspool::settings {

GroupDialog::GroupDialog(const policy::GroupPolicy &group, QWidget *parent)
    : QDialog(parent), group_(group), name_(new QLineEdit(group.name, this)),
      folder_(new QLineEdit(QString::fromUtf8(group.folder), this)), members_(new QPlainTextEdit(this)),
      message_(new QLabel(this))
{
    setWindowTitle(tr("Files that belong together"));
    QStringList members;
    for (const auto &member : group.members)
        members += QString::fromUtf8(member);
    members_->setPlainText(members.join(QLatin1Char('\n')));
    members_->setPlaceholderText(QStringLiteral("*.idx\n*.dat"));
    members_->setTabChangesFocus(true);
    members_->setLineWrapMode(QPlainTextEdit::NoWrap);
    members_->setFixedHeight(fontMetrics().lineSpacing() * 5);
    name_->setObjectName(QStringLiteral("name"));
    folder_->setObjectName(QStringLiteral("folder"));
    members_->setObjectName(QStringLiteral("members"));
    message_->setObjectName(QStringLiteral("message"));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    auto *words = new QLabel(tr("Some programs keep their data in several files that are only good together. Name them "
                                "here, and a backup has all of them as they were at one moment."),
                             this);
    words->setWordWrap(true);
    auto *choose = new QPushButton(tr("C&hoose\u2026"), this);
    choose->setAutoDefault(false);
    auto *folderLine = new QHBoxLayout;
    folderLine->addWidget(folder_, 1);
    folderLine->addWidget(choose);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), name_);
    auto *folderLabel = new QLabel(tr("&Folder"), this);
    folderLabel->setBuddy(folder_);
    form->addRow(folderLabel, folderLine);
    form->addRow(tr("F&iles in it, one a line"), members_);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addLayout(form);
    layout->addWidget(message_);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 70, sizeHint().height());
    for (auto *field : {name_, folder_})
        connect(field, &QLineEdit::textChanged, message_, &QLabel::clear);
    connect(members_, &QPlainTextEdit::textChanged, message_, &QLabel::clear);
    connect(choose, &QPushButton::clicked, this, &GroupDialog::chooseFolder);
    connect(buttons, &QDialogButtonBox::accepted, this, &GroupDialog::check);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void GroupDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("The folder of these files"), folder_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    // The field is a pattern: what has a meaning in one is to have none here.
    connect(dialog, &QFileDialog::fileSelected, folder_, [this](const QString &path) {
        folder_->setText(QString::fromUtf8(policy::exactPattern(QFile::encodeName(path))));
    });
    dialog->open();
}

void GroupDialog::check()
{
    const auto say = [&](QWidget *at, const QString &what) {
        message_->setText(what);
        at->setFocus();
    };
    if (name_->text().trimmed().isEmpty())
        return say(name_, tr("Give it a name, such as that of the program."));
    if (!folder_->text().trimmed().startsWith(QLatin1Char('/')))
        return say(folder_, tr("Name the folder by its whole path, such as /home/anna/accounts."));
    policy::GroupPolicy group{
        .name = name_->text().trimmed(), .folder = folder_->text().trimmed().toUtf8(), .members = {}};
    for (const auto &line : members_->toPlainText().split(QLatin1Char('\n'))) {
        if (const auto member = line.trimmed(); !member.isEmpty())
            group.members.push_back(member.toUtf8());
    }
    if (group.members.empty())
        return say(members_, tr("Name the files, one a line: *.idx"));
    const auto checked = policy::groupsFromJson(policy::groupsToJson({group}));
    if (!checked)
        return say(members_, tr("That cannot be used: it %1.").arg(checked.error().text()));
    group_ = checked->front();
    accept();
}

} // namespace backspool::settings
