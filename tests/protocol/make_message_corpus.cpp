// make_message_corpus FOLDER: writes the inputs that the fuzz targets of the protocol start from (kept in
// tests/fuzz/corpus), the same ones at every run. Run it again when a message changes.
#include "protocol/enrolment_code.h"
#include "protocol/sample_messages.h"

#include <QDir>
#include <QFile>

using namespace backspool::protocol;

namespace {

void write(const QString &folder, const char *target, const QString &name, const QByteArray &content)
{
    const QString path = folder + QLatin1Char('/') + QLatin1StringView(target);
    QFile file(path + QLatin1Char('/') + name);
    if (!QDir().mkpath(path) || !file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2)
        qFatal("usage: make_message_corpus FOLDER");
    const QString folder = QFile::decodeName(argv[1]);
    QRandomGenerator random(1);
    QByteArray stream;
    for (const MessageSample &sample : messageSamples()) {
        for (int i = 1; i <= 3; ++i) {
            const QByteArray payload = sample.random(random);
            write(folder, "fuzz_messages", QStringLiteral("%1-%2").arg(QLatin1StringView(sample.name)).arg(i),
                  char(sample.type) + payload);
            if (i == 1 && stream.size() < 1'000)
                stream += encodeFrame({.type = sample.type, .request = uint32_t(i), .payload = payload});
        }
    }
    // The target's first byte says how the stream is cut, the second how large a frame may be.
    write(folder, "fuzz_frames", QStringLiteral("messages"), QByteArray("\x07\xff") + stream);
    write(folder, "fuzz_frames", QStringLiteral("empty-frames"),
          QByteArray("\x01\x01") + encodeFrame({}) + encodeFrame({}));
    write(folder, "fuzz_frames", QStringLiteral("too-large"),
          QByteArray("\x10\x01") + encodeFrame({.payload = QByteArray(300, 'x')}));
    const EnrolmentCode code{.secret = QByteArray(10, 's'), .authorityFingerprint = QByteArray(16, 'f')};
    write(folder, "fuzz_enrolment_code", QStringLiteral("code"), code.toText().toUtf8());
    write(folder, "fuzz_enrolment_code", QStringLiteral("plain"),
          code.toText().remove(QLatin1Char('-')).toLower().toUtf8());
    return 0;
}
