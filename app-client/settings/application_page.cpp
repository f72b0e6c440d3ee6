#include "settings/application_page.h"

#include "policy/policy_fields.h"
#include "restore-browser/texts.h"
#include "settings/group_dialog.h"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace backspool::settings {

namespace {

QTreeWidget *makeList(const QStringList &columns, const QString &name, const QString &objectName, QWidget *parent)
{
    auto *list = new QTreeWidget(parent);
    list->setRootIsDecorated(false);
    list->setHeaderLabels(columns);
    list->setAccessibleName(name);
    list->setObjectName(objectName);
    list->setTextElideMode(Qt::ElideMiddle);
    return list;
}

} // namespace

ApplicationPage::ApplicationPage(SettingsDraft &draft, engine::AgentSession &session, QWidget *parent)
    : QWidget(parent), draft_(draft), session_(session),
      known_(makeList({tr("Kind"), tr("How it is protected"), tr("Last backup")}, tr("Databases that are known"),
                      QStringLiteral("known"), this)),
      groups_(makeList({tr("Name"), tr("Folder"), tr("Files"), tr("From")}, tr("Your own groups of files"),
                       QStringLiteral("groups"), this)),
      add_(new QPushButton(tr("&Add\u2026"), this)), edit_(new QPushButton(tr("&Edit\u2026"), this)),
      remove_(new QPushButton(tr("&Remove"), this)), explanation_(new QLabel(this)), lock_(new QLabel(this))
{
    auto *words =
        new QLabel(tr("A database is found by itself, wherever it is, and comes into a backup as it was at one "
                      "moment."),
                   this);
    words->setWordWrap(true);
    known_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    known_->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    known_->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    known_->header()->setStretchLastSection(false);
    explanation_->setWordWrap(true);
    explanation_->setTextFormat(Qt::PlainText);
    explanation_->setForegroundRole(QPalette::PlaceholderText);
    auto *own = new QGroupBox(tr("Other files that belong together"), this);
    add_->setObjectName(QStringLiteral("add-group"));
    edit_->setObjectName(QStringLiteral("edit-group"));
    remove_->setObjectName(QStringLiteral("remove-group"));
    auto *buttons = new QHBoxLayout;
    for (auto *button : {add_, edit_, remove_}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto *ownLines = new QVBoxLayout(own);
    ownLines->addWidget(groups_);
    ownLines->addWidget(lock_);
    ownLines->addLayout(buttons);
    lock_->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addWidget(known_, 3);
    layout->addWidget(explanation_);
    layout->addWidget(own, 2);
    connect(add_, &QPushButton::clicked, this, [this] { edit(std::nullopt); });
    connect(edit_, &QPushButton::clicked, this, [this] { edit(current()); });
    connect(groups_, &QTreeWidget::itemActivated, this, [this] {
        if (edit_->isEnabled())
            edit(current());
    });
    connect(remove_, &QPushButton::clicked, this, &ApplicationPage::remove);
    connect(groups_, &QTreeWidget::currentItemChanged, this, &ApplicationPage::follow);
    connect(known_, &QTreeWidget::currentItemChanged, this, &ApplicationPage::explain);
    connect(&draft_, &SettingsDraft::changed, this, &ApplicationPage::showGroups);
    connect(&session_, &engine::AgentSession::reported, this, &ApplicationPage::showKnown);
    showKnown();
    showGroups();
}

void ApplicationPage::showKnown()
{
    using engine::GroupKind;
    struct Kind
    {
        GroupKind kind;
        QString name, how, more;
    };
    const QString cloned = tr("Cloned, or guarded");
    const QString moreCloned =
        tr("A clone is made where the file system can do that (btrfs, XFS). Else what is overwritten during the backup "
           "is put aside first, where the system lets it; else it is read again when it changed meanwhile.");
    const Kind kinds[] = {
        {GroupKind::Sqlite, tr("SQLite (most programs)"), tr("Under its own read locks"),
         tr("It comes into a backup as it was after one whole transaction. The program that uses it waits for some "
            "seconds at most.")},
        {GroupKind::PostgreSql, QStringLiteral("PostgreSQL"), tr("In the server's own mode"),
         tr("The server is asked to begin a backup, and goes on working. What is restored recovers by itself when it "
            "is "
            "started.")},
        {GroupKind::InnoDb, QStringLiteral("MariaDB, MySQL"), tr("Not while the server runs"),
         tr("Let the server keep a dump in a folder that is protected (mariadb-dump): its files alone are no backup of "
            "it.")},
        {GroupKind::Lmdb, QStringLiteral("LMDB"), cloned, moreCloned},
        {GroupKind::BerkeleyDb, QStringLiteral("Berkeley DB"), cloned, moreCloned},
        {GroupKind::DiskImage, tr("Disks of virtual machines"), cloned, moreCloned},
    };
    const int row = known_->indexOfTopLevelItem(known_->currentItem());
    known_->clear();
    const auto &report = session_.report();
    for (const auto &[kind, name, how, more] : kinds) {
        int all = 0, bad = 0;
        if (report && report->lastBackup) {
            for (const auto &group : report->lastBackup->groups) {
                all += group.kind == kind ? 1 : 0;
                bad += group.kind == kind && group.protection == engine::Protection::None ? 1 : 0;
            }
        }
        const QString last = all == 0  ? QString()
                             : bad > 0 ? tr("%Ln not of one moment", nullptr, bad)
                                       : tr("%Ln protected", nullptr, all);
        auto *item = new QTreeWidgetItem(known_, {name, how, last});
        item->setData(0, Qt::UserRole, more);
        item->setToolTip(1, more);
    }
    known_->setCurrentItem(known_->topLevelItem(std::max(row, 0)));
    explain();
}

void ApplicationPage::explain()
{
    const auto *item = known_->currentItem();
    explanation_->setText(item ? item->data(0, Qt::UserRole).toString() : QString());
}

void ApplicationPage::showGroups()
{
    const int row = std::max(groups_->indexOfTopLevelItem(groups_->currentItem()), 0);
    groups_->clear();
    const auto &policies = draft_.wanted().policies;
    const auto add = [&](const policy::PolicyFile &file, const QString &from, bool isOwn) {
        for (size_t i = 0; i < file.groups.size(); ++i) {
            const auto &group = file.groups[i];
            auto *item = new QTreeWidgetItem(
                groups_,
                {group.name, browser::pathText(group.folder),
                 browser::pathText(QByteArrayList(group.members.begin(), group.members.end()).join(' ')), from});
            item->setDisabled(!isOwn);
            if (isOwn)
                item->setData(0, Qt::UserRole, qulonglong(i));
        }
    };
    const auto author = draft_.lockedBy(policy::kGroupsField);
    add(policies.service, tr("For all computers"), false);
    if (author != Author::Service)
        add(policies.network, tr("For this computer"), false);
    if (author == Author::User)
        add(policies.user, tr("You"), true);
    groups_->setCurrentItem(groups_->topLevelItem(std::min(row, groups_->topLevelItemCount() - 1)));
    lock_->setText(author != Author::User ? lockText(author)
                   : groups_->topLevelItemCount() == 0
                       ? tr("None. Add one when a program keeps its data in several files that are only good together.")
                       : QString());
    lock_->setVisible(!lock_->text().isEmpty());
    follow();
}

std::optional<size_t> ApplicationPage::current() const
{
    const auto *item = groups_->currentItem();
    const auto place = item ? item->data(0, Qt::UserRole) : QVariant();
    return place.isValid() ? std::optional(size_t(place.toULongLong())) : std::nullopt;
}

void ApplicationPage::follow()
{
    const bool isFree = draft_.lockedBy(policy::kGroupsField) == Author::User;
    add_->setEnabled(isFree);
    edit_->setEnabled(isFree && current());
    remove_->setEnabled(isFree && current());
}

void ApplicationPage::edit(std::optional<size_t> place)
{
    const auto &groups = draft_.wanted().policies.user.groups;
    auto *dialog = new GroupDialog(place ? groups[*place] : policy::GroupPolicy{}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, place] {
        auto wanted = draft_.wanted().policies.user.groups;
        if (place && *place < wanted.size())
            wanted[*place] = dialog->group();
        else
            wanted.push_back(dialog->group());
        draft_.setGroups(wanted);
    });
    dialog->open();
}

void ApplicationPage::remove()
{
    const auto place = current();
    if (!place)
        return;
    auto wanted = draft_.wanted().policies.user.groups;
    wanted.erase(wanted.begin() + qsizetype(*place));
    draft_.setGroups(wanted);
}

} // namespace backspool::settings
