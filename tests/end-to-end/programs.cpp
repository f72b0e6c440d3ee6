#include "programs.h"

#include <QElapsedTimer>
#include <QJsonDocument>

namespace backspool::test {

QJsonObject Output::json() const
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(out, &error);
    if (error.error != QJsonParseError::NoError)
        qWarning().noquote() << "not one JSON object:" << error.errorString() << text();
    return document.object();
}

QString Output::text() const
{
    return QStringLiteral("exit %1\n%2\n%3")
        .arg(code)
        .arg(QString::fromUtf8(out.left(4000)), QString::fromUtf8(err.left(4000)));
}

Output run(const QString &program, const QStringList &arguments, int seconds)
{
    QProcess process;
    process.start(program, arguments);
    Output output;
    if (!process.waitForFinished(seconds * 1000)) {
        output.err = "did not end: " + process.errorString().toUtf8();
        process.kill();
        process.waitForFinished();
    } else if (process.exitStatus() == QProcess::NormalExit) {
        output.code = process.exitCode();
    }
    output.out = process.readAllStandardOutput();
    output.err += process.readAllStandardError();
    return output;
}

QString programPath(const QString &name)
{
    return qEnvironmentVariable("BACKSPOOL_BIN") + QLatin1Char('/') + name;
}

Service::~Service()
{
    kill();
}

bool Service::start()
{
    process_ = std::make_unique<QProcess>();
    process_->setProcessChannelMode(QProcess::SeparateChannels);
    process_->start(
        programPath(QStringLiteral("backspoold")),
        {QStringLiteral("--data-dir"), folder_, QStringLiteral("--listen"), address_, QStringLiteral("run")});
    QElapsedTimer timer;
    timer.start();
    QByteArray line;
    while (timer.elapsed() < 60'000 && process_->state() != QProcess::NotRunning) {
        process_->waitForReadyRead(100);
        line += process_->readAllStandardOutput();
        if (line.startsWith("ready ") && line.endsWith('\n')) {
            address_ = QString::fromUtf8(line.mid(6).trimmed());
            return true;
        }
    }
    qWarning().noquote() << "the service did not start:" << line << process_->readAllStandardError();
    return false;
}

void Service::stop()
{
    if (!process_)
        return;
    process_->terminate();
    if (!process_->waitForFinished(30'000))
        qWarning() << "the service did not stop";
    process_.reset();
}

void Service::kill()
{
    if (!process_)
        return;
    process_->kill();
    process_->waitForFinished();
    process_.reset();
}

Output Service::command(const QStringList &arguments, int seconds) const
{
    return run(programPath(QStringLiteral("backspoold")),
               QStringList{QStringLiteral("--data-dir"), folder_} + arguments, seconds);
}

QString Service::code(const QString &client, bool replace) const
{
    QStringList arguments{QStringLiteral("client"), QStringLiteral("add"), client, QStringLiteral("--json")};
    if (replace)
        arguments << QStringLiteral("--replace");
    return command(arguments).json().value(QStringLiteral("code")).toString();
}

bool Agent::enrol(const Service &service, const QString &code)
{
    const auto output = command(
        {QStringLiteral("enrol"), QStringLiteral("--service"), service.address(), QStringLiteral("--code"), code});
    if (output.code != 0)
        qWarning().noquote() << "enrolment:" << output.text();
    return output.code == 0;
}

Output Agent::command(const QStringList &arguments, int seconds) const
{
    return run(programPath(QStringLiteral("backspool-agent")),
               QStringList{QStringLiteral("--state-dir"), state_} + arguments, seconds);
}

std::unique_ptr<QProcess> Agent::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->start(programPath(QStringLiteral("backspool-agent")),
                   QStringList{QStringLiteral("--state-dir"), state_} + arguments);
    process->waitForStarted();
    return process;
}

} // namespace backspool::test
