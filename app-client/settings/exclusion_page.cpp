#include "settings/exclusion_page.h"

#include "core/units.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace backspool::settings {

namespace {
/// What the boxes offer first.
constexpr int64_t kFirstSize = 4_GiB;
constexpr int64_t kFirstAge = int64_t(365) * 24 * 3'600;
} // namespace

ExclusionPage::ExclusionPage(SettingsDraft &draft, SelectionCount &count, QWidget *parent)
    : QWidget(parent), draft_(draft), count_(count), model_(new PatternModel(draft, count, this)),
      list_(new QTreeView(this)), pattern_(new QLineEdit(this)), add_(new QPushButton(tr("&Add"), this)),
      remove_(new QPushButton(tr("&Remove"), this)), message_(new QLabel(this)), progress_(new QLabel(this))
{
    list_->setModel(model_);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAccessibleName(tr("Patterns of what is left out"));
    list_->setObjectName(QStringLiteral("patterns"));
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(PatternModel::Pattern, QHeaderView::Stretch);
    const int character = fontMetrics().averageCharWidth();
    list_->header()->resizeSection(PatternModel::Files, character * 12);
    list_->header()->resizeSection(PatternModel::Size, character * 12);
    list_->header()->resizeSection(PatternModel::From, character * 20);
    auto *label = new QLabel(tr("&Pattern:"), this);
    label->setBuddy(pattern_);
    pattern_->setPlaceholderText(tr("*.iso, Downloads/, or a whole path"));
    pattern_->setObjectName(QStringLiteral("pattern"));
    pattern_->setClearButtonEnabled(true);
    add_->setObjectName(QStringLiteral("add"));
    add_->setAutoDefault(false);
    remove_->setObjectName(QStringLiteral("remove"));
    remove_->setAutoDefault(false);
    for (auto *words : {message_, progress_}) {
        words->setWordWrap(true);
        words->setTextFormat(Qt::PlainText);
    }
    message_->setObjectName(QStringLiteral("message"));
    auto *line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(pattern_, 1);
    line->addWidget(add_);
    line->addWidget(remove_);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(list_, 1);
    layout->addWidget(progress_);
    layout->addLayout(line);
    layout->addWidget(message_);
    const auto addField = [&](const char *field, Quantity quantity, const QString &text, int64_t first = 0) {
        layout->addWidget(new PolicyFieldEdit(draft_, QLatin1StringView(field), quantity, text, first));
    };
    addField("exclusions.default_list", Quantity::Switch, tr("Leave out the &usual: caches, trash, temporary files"));
    addField("exclusions.cache_folders", Quantity::Switch,
             tr("Leave out what is in folders that programs have &marked as caches"));
    addField("exclusions.other_file_systems", Quantity::Switch, tr("Leave out other &disks and network folders"));
    addField("exclusions.larger_than_bytes", Quantity::Size, tr("Leave out files &larger than"), kFirstSize);
    addField("exclusions.older_than_seconds", Quantity::Duration, tr("Leave out files that have not changed &for"),
             kFirstAge);
    connect(add_, &QPushButton::clicked, this, &ExclusionPage::takeTyped);
    connect(remove_, &QPushButton::clicked, this, &ExclusionPage::remove);
    connect(pattern_, &QLineEdit::textChanged, this, &ExclusionPage::follow);
    connect(pattern_, &QLineEdit::returnPressed, this, &ExclusionPage::takeTyped);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ExclusionPage::follow);
    connect(model_, &QAbstractItemModel::modelReset, this, &ExclusionPage::follow);
    connect(&count_, &SelectionCount::counted, this, &ExclusionPage::tellProgress);
    connect(&count_, &SelectionCount::patternsChanged, this, &ExclusionPage::tellProgress);
    follow();
    tellProgress();
}

bool ExclusionPage::takeTyped()
{
    auto selection = draft_.wanted().selection;
    const auto pattern = pattern_->text().trimmed().toUtf8();
    if (pattern.isEmpty())
        return true;
    if (const auto added = selection.addExclude(pattern); !added) {
        message_->setText(added.error().text());
        message_->show();
        pattern_->setFocus();
        return false;
    }
    draft_.setSelection(selection);
    pattern_->clear();
    list_->scrollToBottom();
    return true;
}

/// Return adds what is typed; on this page it is not the window's OK.
void ExclusionPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QWidget::keyPressEvent(event);
}

void ExclusionPage::remove()
{
    const auto place = model_->placeOfOwn(list_->currentIndex());
    if (!place)
        return;
    auto selection = draft_.wanted().selection;
    selection.excludes.erase(selection.excludes.begin() + qsizetype(*place));
    draft_.setSelection(selection);
}

void ExclusionPage::follow()
{
    add_->setEnabled(!pattern_->text().trimmed().isEmpty());
    remove_->setEnabled(model_->placeOfOwn(list_->currentIndex()).has_value());
    message_->clear();
    message_->hide();
}

void ExclusionPage::tellProgress()
{
    const auto &count = count_.count();
    if (count_.patterns().empty())
        progress_->setText(tr("No pattern leaves anything out."));
    else if (count && count->isWhole)
        progress_->setText(tr("A file counts with the last pattern that matches it."));
    else
        progress_->setText(tr("Counting what each of them leaves out\u2026"));
}

} // namespace backspool::settings
