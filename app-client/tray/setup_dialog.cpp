#include "tray/setup_dialog.h"

#include "restore-browser/first_size.h"
#include "settings/key_place_text.h"
#include "settings/protection_page.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QVBoxLayout>

namespace backspool::tray {

namespace {

QLabel *text(const QString &words, QWidget *parent)
{
    auto *label = new QLabel(words, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

SetupDialog::SetupDialog(engine::AgentSession &session, bool isEnrolled, QWidget *parent)
    : QDialog(parent), session_(session), count_(draft_, session), pages_(new QStackedWidget(this)),
      service_(new QLineEdit), code_(new QLineEdit), foundTitle_(new QLabel), found_(new QListWidget),
      folders_(new QListWidget), sum_(text({}, this)), keyPlace_(text({}, this)), message_(text({}, this)),
      connectPage_(makeConnectPage()), choosePage_(makeChoosePage())
{
    setWindowTitle(tr("Set up Backspool"));
    pages_->addWidget(connectPage_);
    pages_->addWidget(choosePage_);
    pages_->setCurrentWidget(connectPage_);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->setObjectName(QStringLiteral("message"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    // Return goes on, wherever the focus is while something is disabled.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    next_ = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    next_->setObjectName(QStringLiteral("next"));
    next_->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pages_, 1);
    layout->addWidget(message_);
    layout->addWidget(buttons);
    browser::resizeAtFirst(*this, 75, 20);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &SetupDialog::goOn);
    for (auto *field : {service_, code_})
        connect(field, &QLineEdit::textChanged, this, &SetupDialog::follow);
    connect(folders_, &QListWidget::itemChanged, this, &SetupDialog::follow);
    // Also by a code that was given to a dialog before this one, which was closed meanwhile.
    connect(&session_, &engine::AgentSession::enrolled, this, [this] {
        if (pages_->currentWidget() == connectPage_)
            chooseUnlessChosen();
    });
    for (auto signal : {&settings::SelectionCount::counted, &settings::SelectionCount::patternsChanged})
        connect(&count_, signal, this, [this] { sum_->setText(settings::ProtectionPage::sumText(draft_, count_)); });
    connect(&finder_, &discovery::ServiceFinder::changed, this, &SetupDialog::showFound);
    connect(found_, &QListWidget::itemClicked, this, &SetupDialog::takeFound);
    connect(found_, &QListWidget::itemActivated, this, &SetupDialog::takeFound);
    if (isEnrolled) {
        showChoosePage();
    } else {
        showKnownService();
        finder_.start();
    }
    follow();
}

QWidget *SetupDialog::makeConnectPage()
{
    auto *page = new QWidget(pages_);
    service_->setPlaceholderText(QStringLiteral("backuphost:7411"));
    service_->setObjectName(QStringLiteral("service"));
    code_->setPlaceholderText(QStringLiteral("XXXXX-XXXXX-\u2026"));
    code_->setObjectName(QStringLiteral("code"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Backup service"), service_);
    form->addRow(tr("&Code"), code_);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(text(tr("Who looks after your backups gives you two things: where the backup service is, and a "
                              "code for this computer. The code works once, and also makes sure that you reach the "
                              "right service."),
                           page));
    layout->addLayout(form);
    foundTitle_->setText(tr("&Found in your network:"));
    foundTitle_->setBuddy(found_);
    found_->setObjectName(QStringLiteral("found"));
    found_->setAccessibleName(tr("Backup services in your network"));
    for (auto *part : std::initializer_list<QWidget *>{foundTitle_, found_}) {
        part->hide(); // until there are any
        layout->addWidget(part);
    }
    layout->addStretch(1);
    return page;
}

QWidget *SetupDialog::makeChoosePage()
{
    auto *page = new QWidget(pages_);
    folders_->setAccessibleName(tr("Folders to protect"));
    folders_->setObjectName(QStringLiteral("folders"));
    addFolder(QDir::homePath());
    auto *add = new QPushButton(tr("&Add folder\u2026"), page);
    connect(add, &QPushButton::clicked, this, &SetupDialog::chooseFolder);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(
        text(tr("What shall be protected? Your home folder has your documents, pictures and settings. Caches and the "
                "trash may be left out by whoever looks after your backups."),
             page));
    layout->addWidget(folders_, 1);
    layout->addWidget(add, 0, Qt::AlignLeft);
    sum_->setObjectName(QStringLiteral("sum"));
    layout->addWidget(sum_);
    keyPlace_->setObjectName(QStringLiteral("key-place"));
    layout->addWidget(keyPlace_);
    return page;
}

void SetupDialog::addFolder(const QString &folder)
{
    const QString path = QFileInfo(folder).canonicalFilePath();
    if (path.isEmpty() || !folders_->findItems(path, Qt::MatchExactly).isEmpty())
        return;
    auto *item = new QListWidgetItem(style()->standardIcon(QStyle::SP_DirIcon), path, folders_);
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(Qt::Checked);
}

void SetupDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("A folder to protect"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &SetupDialog::addFolder);
    dialog->open();
}

void SetupDialog::follow()
{
    const bool isConnecting = pages_->currentWidget() == connectPage_;
    next_->setText(isConnecting ? tr("C&onnect") : tr("&Protect"));
    const auto selection = chosen();
    if (selection && !isConnecting)
        draft_.setSelection(*selection);
    next_->setEnabled(isConnecting ? !service_->text().trimmed().isEmpty() && !code_->text().trimmed().isEmpty()
                                   : !selection || !selection->paths.empty()); // what is wrong with it is said then
}

void SetupDialog::say(const QString &error)
{
    message_->setText(error);
    pages_->setEnabled(true);
    follow();
    if (pages_->currentWidget() == connectPage_)
        code_->setFocus();
    else
        folders_->setFocus();
}

void SetupDialog::goOn()
{
    message_->clear();
    pages_->setEnabled(false);
    next_->setEnabled(false);
    if (pages_->currentWidget() == connectPage_)
        connectToService();
    else
        choose();
}

void SetupDialog::connectToService()
{
    message_->setText(tr("Connecting\u2026"));
    session_.enrol(service_->text().trimmed(), code_->text()).then(this, [this](const Status &status) {
        if (!status)
            say(status.error().text());
    });
}

/// A computer that is enrolled anew keeps what it protects.
void SetupDialog::chooseUnlessChosen()
{
    session_.selection().then(this, [this](const Result<policy::Selection> &selection) {
        if (selection && !selection->paths.empty()) {
            Q_EMIT done();
            accept();
            return;
        }
        showChoosePage();
        say({});
    });
}

void SetupDialog::showChoosePage()
{
    pages_->setCurrentWidget(choosePage_);
    showKeyPlace();
    // How much it is goes by what an administrator leaves out.
    session_.settings().then(this, [this](const Result<engine::ProtectionSettings> &settings) {
        if (settings)
            draft_.load({.selection = draft_.wanted().selection, .policies = settings->policies});
        follow();
        count_.setWanted(true);
    });
}

/// A computer that was refused is most often set up anew with the service that it had.
void SetupDialog::showKnownService()
{
    session_.membership().then(this, [this](const Result<std::optional<engine::Membership>> &membership) {
        if (!membership || !*membership || service_->isModified())
            return;
        service_->setText((*membership)->service);
        code_->setFocus();
    });
}

void SetupDialog::showFound()
{
    const QString current = found_->currentItem() ? found_->currentItem()->data(Qt::UserRole).toString() : QString();
    found_->clear();
    for (const auto &service : finder_.found()) {
        auto *item = new QListWidgetItem(tr("%1 (%2)").arg(service.name, service.address), found_);
        item->setData(Qt::UserRole, service.address);
        if (service.address == current)
            found_->setCurrentItem(item);
    }
    for (auto *part : std::initializer_list<QWidget *>{foundTitle_, found_})
        part->setVisible(found_->count() > 0);
    // The only one is it, as long as nobody has begun to type.
    if (finder_.found().size() == 1 && service_->text().isEmpty() && !service_->isModified())
        service_->setText(finder_.found().front().address);
}

void SetupDialog::takeFound(const QListWidgetItem *item)
{
    service_->setText(item->data(Qt::UserRole).toString());
    code_->setFocus();
}

void SetupDialog::showKeyPlace()
{
    session_.membership().then(this, [this](const Result<std::optional<engine::Membership>> &membership) {
        if (membership && *membership)
            keyPlace_->setText(settings::keyPlaceText(**membership));
    });
}

Result<policy::Selection> SetupDialog::chosen() const
{
    policy::Selection selection;
    for (int i = 0; i < folders_->count(); ++i) {
        if (folders_->item(i)->checkState() == Qt::Checked)
            TRY(selection.addPath(QFile::encodeName(folders_->item(i)->text())));
    }
    return selection;
}

void SetupDialog::choose()
{
    const auto selection = chosen();
    if (!selection) {
        say(selection.error().text());
        return;
    }
    session_.select(*selection).then(this, [this](const Status &status) {
        if (!status) {
            say(status.error().text());
            return;
        }
        Q_EMIT done();
        accept();
    });
}

} // namespace backspool::tray
