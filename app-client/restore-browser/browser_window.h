#pragma once
/// The restore browser: where is my file as it was?
#include "restore-browser/file_list.h"
#include "restore-browser/folder_model.h"
#include "restore-browser/hand_out_dialog.h"
#include "restore-browser/navigator.h"
#include "restore-browser/search_results.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QSet>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeView>

namespace backspool::browser {

class Comparing;
class HistoryPane;
class MessagePage;
class PlaceList;
class PreviewPane;
class VersionList;

class BrowserWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit BrowserWindow(engine::AgentSession &session, QWidget *parent = nullptr);
    ~BrowserWindow() override;

    /// Looks anew whether this computer is enrolled, and at its points.
    void refresh();
    /// Goes to the folder of @p path and selects it; one that ends in "/": goes into it.
    void showPath(const QByteArray &path);
    Navigator &navigator() { return navigator_; }

Q_SIGNALS:
    /// This computer is not enrolled, and the user wants to change that.
    void setupWanted();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeTop();
    QWidget *makeMiddle();
    QWidget *makeBottom();
    void makeActions();
    void takeSelection(const policy::Selection &selection);

    void showPoints();
    void showContent();
    void showMessageFor();
    void keepSelection();
    void selectKept(const QSet<QByteArray> &names);
    void showRows();
    bool isAnySelected() const;
    bool isCurrentMeant() const;
    void showSelected();
    void showCurrentFile();
    /// What is looked for: nothing, and the folder shows.
    QString wanted() const { return searchField_->text().trimmed(); }
    void prepareSearch();
    void leaveSearch();
    /// From the search field to what shows below it.
    void goToRows();
    void search();
    void showSearch();
    void openRow(const QModelIndex &index);
    void openHit(const QModelIndex &index);
    void actOnMessage();

    /// The rows that are selected; those of one point, in one entry. Nothing selected: the folder that is shown.
    std::vector<engine::RestoreRequest> chosen() const;
    size_t lastWithFolder() const;
    /// The places of points change with each new one: @p requests are taken before anything else is asked.
    void restore(std::vector<engine::RestoreRequest> requests, const QByteArray &to);
    void restoreElsewhere();
    /// What is selected, to a file manager or the clipboard.
    void handOut(HandOutDialog::Purpose purpose);
    void saveAsArchive();

    engine::AgentSession &session_;
    Navigator navigator_;
    FolderModel model_;
    SearchResults results_;
    bool areNamesRead_ = false;    ///< for a search, since it shows
    std::vector<QDateTime> times_; ///< of the points
    std::optional<bool> isEnrolled_;
    std::optional<Error> membershipError_;
    bool isPlaced_ = false; ///< a first place was gone to
    /// Files were shown, or the user went to the search by a key: the focus is where it is wanted.
    bool isBegun_ = false;
    /// What was current, and selected, in this folder before its rows went to come again.
    QByteArray kept_;
    QSet<QByteArray> keptSelection_;

    QLineEdit *searchField_ = nullptr;
    PlaceList *places_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    MessagePage *message_ = nullptr;
    FileList *list_ = nullptr;
    QTreeView *found_ = nullptr;
    QWidget *side_ = nullptr;
    VersionList *versions_ = nullptr;
    Comparing *comparing_ = nullptr;
    PreviewPane *preview_ = nullptr;
    HistoryPane *history_ = nullptr;
    QCheckBox *deleted_ = nullptr;
    QPushButton *restore_ = nullptr;
    QPushButton *restoreTo_ = nullptr;
    QPushButton *save_ = nullptr;
    QTimer searchDelay_;
    QTimer lookDelay_; ///< until the selection is as it stays
};

} // namespace backspool::browser
