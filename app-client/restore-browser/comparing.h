#pragma once
/// The button that compares the selected file's version with the file as it is now; or, where two versions are selected
/// in the list, these.
#include "restore-browser/navigator.h"

#include <QPushButton>

namespace backspool::browser {

class VersionList;
struct ComparedVersion;

/// Lives in the windows' thread.
class Comparing : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive it. @p window: the comparison's parent.
    Comparing(engine::AgentSession &session, const Navigator &navigator, const VersionList &versions, QWidget *window);

    QPushButton &button() { return *button_; }
    /// The file that is selected, and the point whose version of it is shown; null: none. Valid until the next call, or
    /// until the navigator knows something new.
    void setFile(const engine::TimelineItem *file, size_t point);

private:
    void update();
    void open();
    std::optional<ComparedVersion> versionAt(size_t point) const;

    engine::AgentSession &session_;
    const Navigator &navigator_;
    const VersionList &versions_;
    QWidget *window_;
    QPushButton *button_;
    const engine::TimelineItem *file_ = nullptr;
    size_t point_ = 0;
};

} // namespace backspool::browser
