#include "settings/settings_window.h"

#include "restore-browser/first_size.h"
#include "restore-browser/text_label.h"
#include "settings/application_page.h"
#include "settings/exclusion_page.h"
#include "settings/general_page.h"
#include "settings/protection_page.h"
#include "settings/schedule_page.h"

#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace backspool::settings {

SettingsWindow::SettingsWindow(engine::AgentSession &session, AutostartFolders autostart, QWidget *parent)
    : QDialog(parent), session_(session), autostart_(std::move(autostart)), list_(new QListWidget(this)),
      stack_(new QStackedWidget(this)), wait_(new browser::MessagePage(this)), message_(browser::textLabel(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::Apply, this))
{
    setWindowTitle(tr("Settings"));
    list_->setAccessibleName(tr("Pages of the settings"));
    list_->setObjectName(QStringLiteral("pages"));
    list_->setSpacing(fontMetrics().height() / 6);
    message_->setObjectName(QStringLiteral("window-message"));
    message_->hide();
    wait_->setMessage(tr("Reading the settings\u2026"), {});
    stack_->addWidget(wait_);
    auto *middle = new QHBoxLayout;
    middle->addWidget(list_);
    middle->addWidget(stack_, 1);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(middle, 1);
    layout->addWidget(message_);
    layout->addWidget(buttons_);
    browser::resizeAtFirst(*this, 125, 32);
    connect(list_, &QListWidget::currentRowChanged, this, &SettingsWindow::showPage);
    connect(wait_, &browser::MessagePage::actionWanted, this, &SettingsWindow::load);
    connect(buttons_, &QDialogButtonBox::accepted, this, [this] { askThenSave(true); });
    connect(buttons_->button(QDialogButtonBox::Apply), &QPushButton::clicked, this, [this] { askThenSave(false); });
    connect(buttons_, &QDialogButtonBox::rejected, this, &SettingsWindow::reject);
    connect(&draft_, &SettingsDraft::changed, this, &SettingsWindow::follow);
    follow();
    load();
}

void SettingsWindow::load()
{
    if (session_.isManaged())
        return makeOwnPages();
    session_.settings().then(this, [this](const Result<engine::ProtectionSettings> &settings) {
        if (!settings) {
            wait_->setMessage(tr("The settings cannot be read"), settings.error().text(), tr("&Try again"));
            return;
        }
        draft_.load(*settings);
        if (!protection_)
            makePages();
        tellRefused();
    });
}

void SettingsWindow::addPage(const QString &name, const QString &icon, QWidget *page)
{
    new QListWidgetItem(QIcon::fromTheme(icon), name, list_);
    stack_->addWidget(page);
}

void SettingsWindow::makePages()
{
    count_ = std::make_unique<SelectionCount>(draft_, session_);
    protection_ = new ProtectionPage(draft_, *count_, session_);
    exclusions_ = new ExclusionPage(draft_, *count_);
    addPage(tr("What is protected"), QStringLiteral("folder"), protection_);
    addPage(tr("Left out"), QStringLiteral("edit-cut"), exclusions_);
    addPage(tr("When"), QStringLiteral("appointment-new"), new SchedulePage(draft_, session_));
    addPage(tr("Applications"), QStringLiteral("applications-system"), new ApplicationPage(draft_, session_));
    addGeneralPage();
    stack_->removeWidget(wait_);
    showPages();
}

void SettingsWindow::makeOwnPages()
{
    wait_->setMessage(tr("Set up by the administrator"),
                      tr("The administrator of this computer decides what is backed up, and when. You can see and "
                         "restore the files that you may read."));
    new QListWidgetItem(QIcon::fromTheme(QStringLiteral("folder")), tr("What is protected"), list_);
    addGeneralPage();
    showPages();
}

void SettingsWindow::addGeneralPage()
{
    general_ = new GeneralPage(autostart_, session_);
    connect(general_, &GeneralPage::changed, this, &SettingsWindow::follow);
    addPage(tr("General"), QStringLiteral("preferences-desktop-locale"), general_);
}

void SettingsWindow::showPages()
{
    list_->setFixedWidth(list_->sizeHintForColumn(0) + 4 * list_->frameWidth() + fontMetrics().averageCharWidth() * 3);
    list_->setCurrentRow(0);
    follow();
}

void SettingsWindow::showPage(int page)
{
    if (!general_)
        return;
    list_->setCurrentRow(page);
    stack_->setCurrentIndex(page);
    // What is counted is shown on the first two.
    if (count_)
        count_->setWanted(stack_->currentWidget() == protection_ || stack_->currentWidget() == exclusions_);
}

void SettingsWindow::tellRefused()
{
    QStringList texts;
    for (const auto &error : draft_.known().policies.refused)
        texts += error.text();
    message_->setText(texts.join(QLatin1Char('\n')));
    message_->setVisible(!texts.isEmpty());
}

void SettingsWindow::follow()
{
    // What is changed while it is being saved would be neither saved nor unsaved.
    stack_->setEnabled(!isSaving_);
    const bool isChanged = general_ && (draft_.isChanged() || general_->isChanged());
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(general_ && !isSaving_);
    buttons_->button(QDialogButtonBox::Apply)->setEnabled(isChanged && !isSaving_);
}

/// From then on there are no backups: that is asked, whoever means it.
void SettingsWindow::askThenSave(bool isLast)
{
    if (exclusions_ && !exclusions_->takeTyped())
        return showPage(stack_->indexOf(exclusions_));
    if (!protection_ || !draft_.wanted().selection.paths.empty() || draft_.known().selection.paths.empty())
        return save(isLast);
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("Settings"),
                        tr("Nothing is ticked. From now on no backup of this computer is made; those that there "
                           "are stay."),
                        QMessageBox::Save | QMessageBox::Cancel, this);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, this, [this, isLast](int button) {
        if (button == QMessageBox::Save)
            save(isLast);
    });
    box->open();
}

void SettingsWindow::save(bool isLast)
{
    if (std::exchange(isSaving_, true))
        return;
    auto kept = general_->save(); // before its page is disabled
    follow();
    kept.then(this, [this, isLast](bool isKept) {
        isSaving_ = false;
        if (!isKept)
            showPage(list_->count() - 1);
        else if (draft_.isChanged())
            saveDraft(isLast);
        else if (isLast)
            accept();
        follow();
    });
}

void SettingsWindow::saveDraft(bool isLast)
{
    isSaving_ = true;
    session_.changeSettings(draft_.known(), draft_.wanted()).then(this, [this, isLast](const Status &status) {
        isSaving_ = false;
        if (!status) {
            message_->setText(status.error().text());
            message_->show();
            follow();
            return;
        }
        draft_.setSaved();
        tellRefused();
        Q_EMIT saved();
        if (isLast)
            accept();
    });
}

void SettingsWindow::reject()
{
    if (!general_ || (!draft_.isChanged() && !general_->isChanged())) {
        QDialog::reject();
        return;
    }
    auto *box = new QMessageBox(QMessageBox::Question, tr("Settings"), tr("Some settings are changed and not saved."),
                                QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, this, [this](int button) {
        if (button == QMessageBox::Save)
            askThenSave(true);
        else if (button == QMessageBox::Discard)
            QDialog::reject();
    });
    box->open();
}

} // namespace backspool::settings
