#pragma once
/// The end of objects that live in an event loop of their own.
#include <QThread>

namespace backspool {

/// Deletes @p object, which lives in @p thread, when the thread's event loop has ended: so early that what its
/// destructor leaves to deleteLater() is still deleted. (Connected to deleteLater() itself, the object would go in the
/// thread's last round of such deletions, and what it adds to them would be lost.)
inline void deleteAtEnd(QThread &thread, QObject *object)
{
    QObject::connect(&thread, &QThread::finished, &thread, [object] { delete object; }, Qt::DirectConnection);
}

} // namespace backspool
