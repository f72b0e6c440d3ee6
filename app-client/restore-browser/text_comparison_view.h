#pragma once
/// Two texts side by side, line by line; below, the line that is selected, whole, with what changed in it marked.
#include "restore-browser/comparison_model.h"

#include <QTableView>
#include <QTextEdit>
#include <QWidget>

namespace backspool::browser {

class TextComparisonView : public QWidget
{
    Q_OBJECT

public:
    explicit TextComparisonView(QWidget *parent = nullptr);

    void show(std::shared_ptr<const TextComparison> text);
    const ComparisonModel &model() const { return model_; }
    int changeCount() const { return model_.text() ? int(model_.text()->changes.size()) : 0; }
    /// Which change is selected, from 1; 0: none yet.
    int changeNumber() const;
    bool hasNext() const { return model_.nextChange(row()) >= 0; }
    bool hasPrevious() const { return model_.changeBefore(row()) >= 0; }
    void goToNext() { goTo(model_.nextChange(row())); }
    void goToPrevious() { goTo(model_.changeBefore(row())); }

Q_SIGNALS:
    /// Another line is selected.
    void moved();

private:
    int row() const { return table_->currentIndex().row(); }
    void goTo(int row);
    void showLine();
    void fitNumbers();

    ComparisonModel model_;
    QTableView *table_;
    QTextEdit *line_;
};

} // namespace backspool::browser
