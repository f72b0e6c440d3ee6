#include "settings/general_page.h"

#include "session/background_work.h"
#include "settings/key_place_text.h"
#include "settings/language.h"

#include <QFormLayout>
#include <QVBoxLayout>

namespace backspool::settings {

GeneralPage::GeneralPage(AutostartFolders autostart, engine::AgentSession &session, QWidget *parent)
    : QWidget(parent), autostart_(std::move(autostart)), language_(new QComboBox(this)),
      login_(new QCheckBox(tr("&Start Backspool when I log in"), this)), restart_(new QLabel(this)),
      keyPlace_(new QLabel(this)), message_(new QLabel(this))
{
    language_->setObjectName(QStringLiteral("language"));
    login_->setObjectName(QStringLiteral("login"));
    language_->addItem(tr("As the desktop"), QString());
    for (const auto &language : languages())
        language_->addItem(languageName(language), language);
    keyPlace_->setObjectName(QStringLiteral("key-place"));
    for (auto *words : {restart_, keyPlace_, message_}) {
        words->setWordWrap(true);
        words->setTextFormat(Qt::PlainText);
    }
    restart_->setText(tr("Backspool speaks it from its next start."));
    restart_->hide();
    auto *form = new QFormLayout;
    form->addRow(tr("&Language"), language_);
    form->addRow(QString(), restart_);
    form->addRow(QString(), login_);
    if (!session.isManaged()) { // what protects a managed computer is its administrator's
        auto *hint = new QLabel(tr("While it does not run, no backups are made."), this);
        hint->setObjectName(QStringLiteral("login-hint"));
        hint->setForegroundRole(QPalette::PlaceholderText);
        hint->setWordWrap(true);
        form->addRow(QString(), hint);
    }
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addSpacing(fontMetrics().height());
    layout->addWidget(keyPlace_);
    layout->addWidget(message_);
    layout->addStretch(1);
    keyPlace_->setVisible(!session.isManaged());
    session.membership().then(this, [this](const Result<std::optional<engine::Membership>> &membership) {
        keyPlace_->setText(membership && *membership ? keyPlaceText(**membership) : QString());
    });
    setEnabled(false); // until it is known how things are
    using Known = std::pair<QString, bool>;
    engine::inBackground<Known>([autostart = autostart_] {
        return Known{chosenLanguage(), startsAtLogin(autostart)};
    }).then(this, [this](const Known &known) {
        std::tie(knownLanguage_, knownLogin_) = known;
        language_->setCurrentIndex(std::max(language_->findData(knownLanguage_), 0));
        login_->setChecked(knownLogin_);
        setEnabled(true);
        connect(language_, &QComboBox::currentIndexChanged, this, [this] {
            restart_->setVisible(language_->currentData().toString() != knownLanguage_);
            Q_EMIT changed();
        });
        connect(login_, &QCheckBox::toggled, this, &GeneralPage::changed);
    });
}

bool GeneralPage::isChanged() const
{
    return isEnabled() && (language_->currentData().toString() != knownLanguage_ || login_->isChecked() != knownLogin_);
}

QFuture<bool> GeneralPage::save()
{
    if (!isChanged())
        return QtFuture::makeReadyValueFuture(true);
    const QString language = language_->currentData().toString();
    const bool login = login_->isChecked();
    auto kept = engine::inBackground<Status>([autostart = autostart_, language, login]() -> Status {
        if (!chooseLanguage(language))
            return fail(ErrorKind::Io,
                        tr("The language cannot be kept: the folder for settings is not to be written."));
        return setStartsAtLogin(autostart, login);
    });
    return kept.then(this, [this, language, login](const Status &status) {
        message_->setText(status ? QString() : status.error().text());
        if (status) {
            knownLanguage_ = language;
            knownLogin_ = login;
            Q_EMIT changed();
        }
        return status.has_value();
    });
}

} // namespace backspool::settings
