/// Large files that change a little: what is sent is in proportion to that, and each point gives back what was there.
#include "story.h"

#include <QDir>
#include <QFile>

using namespace backspool::test;

namespace {

/// Lines of text.
QByteArray textOf(qint64 size)
{
    const auto letters = noise(size, 5);
    QByteArray text(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        text[i] = i % 80 == 79 ? '\n' : char('a' + uchar(letters[i]) % 26);
    return text;
}

} // namespace

class Differences : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    QString tree_;
    qint64 received_ = 0; ///< bytes, for the last backup

    /// Backs up; the bytes that were sent.
    qint64 backUp()
    {
        const auto output = agent_->command({QStringLiteral("backup"), tree_, QStringLiteral("--json")});
        received_ = number(output, "bytes_received");
        return output.code == 0 ? number(output, "bytes_sent") : -1;
    }
    QString restoredDiffers(const QString &to) const
    {
        const auto restored =
            agent_->command({QStringLiteral("restore"), tree_, QStringLiteral("--to"), story_->path(to)});
        if (restored.code != 0)
            return restored.text();
        return differences(tree_, story_->path(to + QStringLiteral("/tree"))) +
               finerDifferences(tree_, story_->path(to + QStringLiteral("/tree")));
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("desk"));
        QVERIFY(agent_);
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(QDir().mkpath(tree_));
    }
    void cleanup()
    {
        agent_.reset();
        story_.reset();
    }

    void oneChangeAfterTheOther()
    {
        const QString text = tree_ + QStringLiteral("/text"), database = tree_ + QStringLiteral("/database");
        auto lines = textOf(40'000'000);
        auto pages = noise(40'000'000, 6);
        QVERIFY(writeFile(text, lines) && writeFile(database, pages));
        QVERIFY(backUp() > 0);

        for (int i = 0; i < 20; ++i)
            lines.insert(i * 1'999'333 + 17, "ten bytes.");
        QVERIFY(writeFile(text, lines));
        const auto insertions = backUp();
        QVERIFY2(insertions > 0 && insertions < lines.size() / 100, qPrintable(QString::number(insertions)));
        QCOMPARE(restoredDiffers(QStringLiteral("first")), QString());

        const auto fresh = noise(50 * 4096, 8);
        for (int i = 0; i < 50; ++i)
            pages.replace(i * 190 * 4096, 4096, fresh.sliced(i * 4096, 4096));
        QVERIFY(writeFile(database, pages));
        const auto changed = backUp();
        QVERIFY2(changed > 0 && changed < 3 * fresh.size(), qPrintable(QString::number(changed)));
        // It is compared with the digests that were kept of its first version, not with fingerprints of all of it.
        QVERIFY2(received_ < 10'000, qPrintable(QString::number(received_)));
        QCOMPARE(restoredDiffers(QStringLiteral("second")), QString());

        // Moved, cut out, cut off, appended to: by sets that the agent kept, and once by one that it lost.
        lines = lines.sliced(11'111'111) + lines.first(11'111'111);
        lines.remove(5'000'000, 3'333'333);
        pages.truncate(39'000'001);
        pages += "appended";
        QVERIFY(QDir(agent_->state() + QStringLiteral("/fingerprints")).removeRecursively());
        QVERIFY(writeFile(text, lines) && writeFile(database, pages));
        const auto moved = backUp();
        QVERIFY2(moved > 0 && moved < 400'000, qPrintable(QString::number(moved)));
        QCOMPARE(restoredDiffers(QStringLiteral("third")), QString());

        // The points before are as they were, and all of it verifies.
        VERIFY_CODE(story_->service.command(words("verify")), 0);
    }

    void holesStayHoles()
    {
        const QString image = tree_ + QStringLiteral("/image");
        const auto write = [&](qint64 at, const QByteArray &bytes) {
            QFile file(image);
            return file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write(0, noise(1'000'000, 1)) && write(500'000'000, noise(1'000'000, 2)));
        QVERIFY(backUp() > 0);
        QVERIFY(write(250'000'000, "in the hole") && write(500'100'000, "in the data"));
        const auto sent = backUp();
        QVERIFY2(sent > 0 && sent < 60'000, qPrintable(QString::number(sent)));
        QCOMPARE(restoredDiffers(QStringLiteral("out")), QString());
    }

    void aFileThatWasRenamedAndEditedIsKnown()
    {
        auto bytes = noise(10'000'000, 3);
        QVERIFY(QDir().mkpath(tree_ + QStringLiteral("/deep/er")));
        QVERIFY(writeFile(tree_ + QStringLiteral("/deep/er/old"), bytes));
        QVERIFY(backUp() > 0);
        const QString moved = tree_ + QStringLiteral("/quite.another");
        QVERIFY(QFile::rename(tree_ + QStringLiteral("/deep/er/old"), moved));
        QFile file(moved);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(5'000'000));
        QVERIFY(file.write("inserted" + bytes.sliced(5'000'000)) == 5'000'008);
        file.close();
        const auto sent = backUp();
        QVERIFY2(sent > 0 && sent < 40'000, qPrintable(QString::number(sent)));
        QCOMPARE(restoredDiffers(QStringLiteral("out")), QString());
    }
};

QTEST_GUILESS_MAIN(Differences)
#include "tst_differences.moc"
