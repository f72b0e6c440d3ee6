#include "settings/protection_page.h"

#include "restore-browser/texts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QVBoxLayout>

namespace backspool::settings {

namespace {

/// By the path that is selected for it: without links on the way.
QByteArray homePath()
{
    const QString real = QFileInfo(QDir::homePath()).canonicalFilePath();
    return QFile::encodeName(real.isEmpty() ? QDir::homePath() : real);
}

} // namespace

ProtectionPage::ProtectionPage(SettingsDraft &draft, SelectionCount &count, engine::AgentSession &session,
                               QWidget *parent)
    : QWidget(parent), draft_(draft), count_(count), tree_(new QTreeView(this)), sum_(new QLabel(this))
{
    // Counting the whole computer takes its time, and says little.
    model_ = new ProtectionModel(
        draft, session, {{homePath(), tr("Home folder"), true}, {QByteArrayLiteral("/"), tr("This computer"), false}},
        this);
    auto *words = new QLabel(tr("&Tick what is to be protected. New files in a ticked folder are protected by "
                                "themselves."),
                             this);
    words->setWordWrap(true);
    words->setBuddy(tree_);
    tree_->setModel(model_);
    tree_->setUniformRowHeights(true);
    tree_->setAccessibleName(tr("What is protected"));
    tree_->setObjectName(QStringLiteral("protected"));
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(ProtectionModel::Name, QHeaderView::Stretch);
    tree_->header()->resizeSection(ProtectionModel::Size, fontMetrics().averageCharWidth() * 16);
    tree_->expand(model_->index(0, 0));
    tree_->setCurrentIndex(model_->index(0, 0));
    sum_->setWordWrap(true);
    sum_->setObjectName(QStringLiteral("sum"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addWidget(tree_, 1);
    layout->addWidget(sum_);
    connect(&count_, &SelectionCount::counted, this, &ProtectionPage::tellSum);
    connect(&count_, &SelectionCount::patternsChanged, this, &ProtectionPage::tellSum);
    connect(&draft_, &SettingsDraft::changed, this, &ProtectionPage::tellSum);
    tellSum();
}

void ProtectionPage::tellSum()
{
    sum_->setText(sumText(draft_, count_));
}

QString ProtectionPage::sumText(const SettingsDraft &draft, const SelectionCount &counting)
{
    if (draft.wanted().selection.paths.empty())
        return tr("Nothing is protected. Tick your home folder: it has your documents, pictures and settings.");
    const auto &count = counting.count();
    if (!count)
        return tr("Counting\u2026");
    const QString text =
        tr("Protected: %1 in %Ln file(s)", nullptr, int(std::min<uint64_t>(count->kept.files, INT_MAX)))
            .arg(browser::sizeText(count->kept.bytes));
    QString words = count->isWhole ? text : tr("%1, still counting\u2026").arg(text);
    if (count->byCriteria.files > 0)
        words += QLatin1Char('\n') + tr("Left out for size or age, as a cache or on another disk: %1 in %Ln file(s)",
                                        nullptr, int(std::min<uint64_t>(count->byCriteria.files, INT_MAX)))
                                         .arg(browser::sizeText(count->byCriteria.bytes));
    if (count->hasRemote)
        words += QLatin1Char('\n') + tr("Folders on the network are protected too, and are not counted here.");
    return words;
}

} // namespace backspool::settings
