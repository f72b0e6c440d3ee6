#include "restore-browser/file_list.h"

#include <QMouseEvent>

namespace backspool::browser {

FileList::FileList(QWidget *parent) : QTreeView(parent)
{
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setSelectionMode(ExtendedSelection);
}

/// The drag itself begins when there is something to drag (hand_out_dialog.h).
void FileList::startDrag(Qt::DropActions /*actions*/)
{
    isPulled_ = true;
    Q_EMIT dragWanted();
}

/// A drag that began has taken the release of its button to itself.
void FileList::mousePressEvent(QMouseEvent *event)
{
    isPulled_ = false;
    QTreeView::mousePressEvent(event);
}

void FileList::mouseMoveEvent(QMouseEvent *event)
{
    // What is pulled is not selected anew on the way.
    if (isPulled_ && (event->buttons() & Qt::LeftButton))
        return;
    isPulled_ = false;
    QTreeView::mouseMoveEvent(event);
}

void FileList::mouseReleaseEvent(QMouseEvent *event)
{
    if (!std::exchange(isPulled_, false))
        QTreeView::mouseReleaseEvent(event);
    else if (window()->rect().contains(window()->mapFromGlobal(event->globalPosition().toPoint())))
        Q_EMIT dragGivenUp();
}

} // namespace backspool::browser
