#pragma once
/// The list of a folder's files: rows can be dragged out of it, once their contents are there.
#include <QTreeView>

namespace backspool::browser {

class FileList : public QTreeView
{
    Q_OBJECT

public:
    explicit FileList(QWidget *parent = nullptr);

Q_SIGNALS:
    /// The user pulls what is selected, and holds the button still.
    void dragWanted();
    /// The button was let go over the window that the list is in: nothing is to be dragged.
    void dragGivenUp();

protected:
    void startDrag(Qt::DropActions actions) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    bool isPulled_ = false; ///< the same button is still down
};

} // namespace backspool::browser
