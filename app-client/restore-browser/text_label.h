#pragma once
/// Labels for sentences that are made while the program runs.
#include <QLabel>

namespace backspool::browser {

/// Wraps, takes what it is given for plain text, and lets it be selected and copied.
QLabel *textLabel(QWidget *parent);

} // namespace backspool::browser
