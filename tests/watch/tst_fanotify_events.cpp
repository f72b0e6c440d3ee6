#include "support/verify_ok.h"
#include "watch/fanotify_events.h"

#include <QTest>

#include <sys/fanotify.h>

using namespace backspool;
using namespace backspool::engine;

namespace {

constexpr int kSelf = 77, kOther = 78;

void put(QByteArray &bytes, const auto &value)
{
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

QByteArray record(uint8_t type, const QByteArray &handle, const QByteArray &name)
{
    QByteArray rest("fsid----", 8);
    put(rest, uint32_t(handle.size()));
    put(rest, int32_t(1));
    rest += handle + name + '\0';
    while (rest.size() % 4 != 0)
        rest += '\0';
    fanotify_event_info_header header{};
    header.info_type = type;
    header.len = uint16_t(rest.size() + qsizetype(sizeof header));
    QByteArray bytes;
    put(bytes, header);
    return bytes + rest;
}

QByteArray eventOf(uint64_t mask, int process, const QByteArray &records)
{
    fanotify_event_metadata metadata{};
    metadata.vers = FANOTIFY_METADATA_VERSION;
    metadata.metadata_len = sizeof metadata;
    metadata.event_len = uint32_t(records.size() + qsizetype(sizeof metadata));
    metadata.mask = mask;
    metadata.fd = FAN_NOFD;
    metadata.pid = process;
    QByteArray bytes;
    put(bytes, metadata);
    return bytes + records;
}

QByteArray key(const QByteArray &handle)
{
    QByteArray bytes("fsid----", 8);
    put(bytes, int32_t(1));
    return bytes + handle;
}

} // namespace

class TestFanotifyEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachEventSaysWhatHappenedWhere_data()
    {
        QTest::addColumn<quint64>("mask");
        QTest::addColumn<int>("process");
        QTest::addColumn<int>("happened");
        const auto row = [](const char *name, uint64_t mask, int happened, int process = kOther) {
            QTest::newRow(name) << quint64(mask) << process << happened;
        };
        row("written", FAN_MODIFY, WriteJournal::Written);
        row("closed", FAN_CLOSE_WRITE, WriteJournal::Written);
        row("by this program", FAN_MODIFY, WriteJournal::Changed, kSelf);
        row("attributes", FAN_ATTRIB, WriteJournal::Changed);
        row("deleted", FAN_DELETE, WriteJournal::Changed);
        row("made", FAN_CREATE, WriteJournal::Came);
        row("folder made", FAN_CREATE | FAN_ONDIR, WriteJournal::Came | WriteJournal::Folder);
        row("folder deleted", FAN_DELETE | FAN_ONDIR, WriteJournal::Changed);
        row("added up", FAN_CREATE | FAN_MODIFY | FAN_DELETE, WriteJournal::Came | WriteJournal::Written);
    }
    void eachEventSaysWhatHappenedWhere()
    {
        QFETCH(quint64, mask);
        QFETCH(int, process);
        QFETCH(int, happened);
        WriteJournal journal;
        VERIFY_OK(
            addEvents(eventOf(mask, process, record(FAN_EVENT_INFO_TYPE_DFID_NAME, "handle", "n")), kSelf, journal));
        QCOMPARE(journal.folders().size(), 1U);
        QCOMPARE(int(journal.folders().at(key("handle")).names.at("n")), happened);
    }

    void aRenameIsOfTwoPlaces()
    {
        WriteJournal journal;
        VERIFY_OK(addEvents(eventOf(FAN_RENAME | FAN_ONDIR, kOther,
                                    record(FAN_EVENT_INFO_TYPE_OLD_DFID_NAME, "from", "old") +
                                        record(FAN_EVENT_INFO_TYPE_NEW_DFID_NAME, "to", "new")),
                            kSelf, journal));
        QCOMPARE(int(journal.folders().at(key("from")).names.at("old")), int(WriteJournal::Changed));
        QCOMPARE(int(journal.folders().at(key("to")).names.at("new")), int(WriteJournal::Came | WriteJournal::Folder));
    }

    void aQueueThatRanOverEndsTheJournal()
    {
        WriteJournal journal;
        const auto good = eventOf(FAN_MODIFY, kOther, record(FAN_EVENT_INFO_TYPE_DFID_NAME, "handle", "n"));
        VERIFY_OK(addEvents(good + eventOf(FAN_Q_OVERFLOW, kOther, {}) + good, kSelf, journal));
        QVERIFY(journal.lostBecause());
    }

    void nothingIsReadBeyondTheEnd()
    {
        const auto whole = eventOf(FAN_MODIFY, kOther, record(FAN_EVENT_INFO_TYPE_DFID_NAME, "handle", "name"));
        for (qsizetype size = 1; size < whole.size(); ++size) {
            WriteJournal journal;
            VERIFY_FAILS(ErrorKind::Damaged, addEvents(QByteArray(whole.first(size)), kSelf, journal));
        }
        for (qsizetype at = qsizetype(sizeof(fanotify_event_metadata)); at < whole.size(); ++at) {
            auto damaged = whole;
            damaged[at] = char(0xff);
            WriteJournal journal;
            std::ignore = addEvents(damaged, kSelf, journal);
        }
    }
};

QTEST_GUILESS_MAIN(TestFanotifyEvents)
#include "tst_fanotify_events.moc"
