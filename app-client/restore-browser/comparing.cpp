#include "restore-browser/comparing.h"

#include "restore-browser/comparison_window.h"
#include "restore-browser/texts.h"
#include "restore-browser/version_list.h"

namespace backspool::browser {

Comparing::Comparing(engine::AgentSession &session, const Navigator &navigator, const VersionList &versions,
                     QWidget *window)
    : QObject(window), session_(session), navigator_(navigator), versions_(versions), window_(window),
      button_(new QPushButton(window))
{
    button_->setObjectName(QStringLiteral("compare"));
    button_->setAutoDefault(true); // Enter presses it, where it has the focus
    connect(button_, &QPushButton::clicked, this, &Comparing::open);
    connect(&versions_, &QTreeWidget::itemSelectionChanged, this, &Comparing::update);
    // What the file is part of may go.
    connect(&navigator_, &Navigator::contentChanged, this, [this] { setFile(nullptr, 0); });
    connect(&navigator_, &Navigator::pathChanged, this, [this] { setFile(nullptr, 0); });
    update();
}

void Comparing::setFile(const engine::TimelineItem *file, size_t point)
{
    file_ = file;
    point_ = point;
    update();
}

void Comparing::update()
{
    const bool isPair = versions_.selectedPoints().size() == 2;
    button_->setText(isPair ? tr("Compare these t&wo") : tr("&Compare with now"));
    button_->setToolTip(isPair ? tr("Shows what changed between the two versions that are selected (Ctrl+D)")
                               : tr("Shows what changed between this version and the file as it is now; to compare two "
                                    "versions, select both in the list above (Ctrl+D)"));
    button_->setEnabled(file_ && navigator_.timeline() && versions_.selectedPoints().size() <= 2);
}

std::optional<ComparedVersion> Comparing::versionAt(size_t point) const
{
    const auto *version = file_->at(point);
    if (!version || point >= navigator_.points()->size())
        return std::nullopt;
    const auto &summary = (*navigator_.points())[point];
    return ComparedVersion{.point = summary.id,
                           .path = engine::pathIn(navigator_.path(), file_->name),
                           .size = version->entry.size,
                           .modified = dateTime(version->entry.modified),
                           .backedUp = dateTime(summary.started)};
}

void Comparing::open()
{
    auto points = versions_.selectedPoints();
    if (points.size() != 2)
        points = {point_};
    const auto earlier = versionAt(points.back());
    const auto later = points.size() == 2
                           ? versionAt(points.front())
                           : std::optional(ComparedVersion{.point = {},
                                                           .path = engine::pathIn(navigator_.path(), file_->name),
                                                           .size = 0,
                                                           .modified = {},
                                                           .backedUp = {}});
    if (!earlier || !later)
        return;
    auto *comparison = new ComparisonWindow(session_, *earlier, *later, window_);
    comparison->show();
}

} // namespace backspool::browser
