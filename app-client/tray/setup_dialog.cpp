#include "tray/setup_dialog.h"

#include "settings/key_place_text.h"

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
    : QDialog(parent), session_(session), pages_(new QStackedWidget(this)), service_(new QLineEdit),
      code_(new QLineEdit), folders_(new QListWidget), keyPlace_(text({}, this)), message_(text({}, this)),
      connectPage_(makeConnectPage()), choosePage_(makeChoosePage())
{
    setWindowTitle(tr("Set up Backspool"));
    pages_->addWidget(connectPage_);
    pages_->addWidget(choosePage_);
    pages_->setCurrentWidget(isEnrolled ? choosePage_ : connectPage_);
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
    resize(fontMetrics().averageCharWidth() * 75, fontMetrics().height() * 20);
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
    if (isEnrolled)
        showKeyPlace();
    follow();
}

QWidget *SetupDialog::makeConnectPage()
{
    auto *page = new QWidget(pages_);
    service_->setPlaceholderText(QStringLiteral("backuphost:4747"));
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
    bool isAny = false;
    for (int i = 0; i < folders_->count(); ++i)
        isAny = isAny || folders_->item(i)->checkState() == Qt::Checked;
    next_->setEnabled(isConnecting ? !service_->text().trimmed().isEmpty() && !code_->text().trimmed().isEmpty()
                                   : isAny);
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
        pages_->setCurrentWidget(choosePage_);
        showKeyPlace();
        say({});
    });
}

void SetupDialog::showKeyPlace()
{
    session_.membership().then(this, [this](const Result<std::optional<engine::Membership>> &membership) {
        if (membership && *membership)
            keyPlace_->setText(settings::keyPlaceText(**membership));
    });
}

void SetupDialog::choose()
{
    policy::Selection selection;
    for (int i = 0; i < folders_->count(); ++i) {
        if (folders_->item(i)->checkState() != Qt::Checked)
            continue;
        if (const auto added = selection.addPath(QFile::encodeName(folders_->item(i)->text())); !added) {
            say(added.error().text());
            return;
        }
    }
    session_.select(selection).then(this, [this](const Status &status) {
        if (!status) {
            say(status.error().text());
            return;
        }
        Q_EMIT done();
        accept();
    });
}

} // namespace backspool::tray
