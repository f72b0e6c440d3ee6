#include "active/postgresql/psql_session.h"

#include <QList>

#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace backspool::engine {

namespace {

using Clock = std::chrono::steady_clock;

/// How often the wish to stop is looked at.
constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::milliseconds kLeaveTime{1'000};
/// A backup label has some hundred bytes.
constexpr qsizetype kMaxAnswer = 1 << 20;
constexpr qsizetype kMaxComplaint = 16 * 1024;
/// Never $PATH: who sets that would choose what is run.
constexpr std::array<QByteArrayView, 6> kFolders = {"/usr/local/bin/",  "/usr/bin/",  "/bin/",
                                                    "/usr/local/sbin/", "/usr/sbin/", "/sbin/"};

/// Where programs of that version are on Debian, and on Fedora and its kin; else the system's.
QByteArray findPsql(const QByteArray &version)
{
    const bool isVersion = !version.isEmpty() && version.size() < 8 &&
                           std::ranges::all_of(version, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    std::vector<QByteArray> places;
    if (isVersion)
        places = {"/usr/lib/postgresql/" + version + "/bin/psql", "/usr/pgsql-" + version + "/bin/psql"};
    for (const auto folder : kFolders)
        places.push_back(folder.toByteArray() + "psql");
    const auto found =
        std::ranges::find_if(places, [](const QByteArray &place) { return ::access(place.constData(), X_OK) == 0; });
    return found == places.end() ? QByteArray() : *found;
}

/// The session is a superuser's, as a rule. By its usual search path the functions and operators that anybody has put
/// into the database would be taken for the server's own (CVE-2018-1058).
const QByteArray kOnlyItsOwnFunctions = "PGOPTIONS=-csearch_path=pg_catalog";

QByteArray findSetpriv()
{
    for (const auto folder : kFolders) {
        if (const auto path = folder.toByteArray() + "setpriv"; ::access(path.constData(), X_OK) == 0)
            return path;
    }
    return {};
}

/// For the owner's .pgpass.
QByteArray homeOf(uid_t user)
{
    std::array<char, 16 * 1024> buffer;
    passwd entry{};
    passwd *found = nullptr;
    ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
    return found ? QByteArray(found->pw_dir) : QByteArray("/");
}

} // namespace

Result<std::unique_ptr<PsqlSession>> PsqlSession::open(const ServerAddress &address, uid_t owner, gid_t group,
                                                       const QByteArray &version)
{
    const uid_t self = ::geteuid();
    if (owner == 0 || (self != 0 && self != owner))
        return fail(ErrorKind::Denied, QStringLiteral("only root and the owner of its folder can ask its server"));
    const auto psql = findPsql(version);
    if (psql.isEmpty())
        return fail(ErrorKind::NotFound, QStringLiteral("there is no psql to ask its server with"));

    std::vector<QByteArray> command = {"psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1"};
    command.insert(command.end(), {"-h", address.socketFolder, "-p", QByteArray::number(address.port)});
    command.insert(command.end(), {"-d", "postgres"});
    QByteArray program = psql;
    if (self != owner) {
        program = findSetpriv();
        if (program.isEmpty())
            return fail(ErrorKind::NotFound, QStringLiteral("there is no setpriv to become its folder's owner with"));
        command.front() = psql;
        command.insert(command.begin(),
                       {"setpriv", "--reuid=" + QByteArray::number(owner), "--regid=" + QByteArray::number(group),
                        "--clear-groups", "--no-new-privs", "--"});
    }

    std::unique_ptr<PsqlSession> session(new PsqlSession);
    std::array<int, 2> ends{};
    // A socket, not a pipe: writing to one whose reader is gone is an error, not a signal.
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, QStringLiteral("making a socket")));
    session->input_ = FileDescriptor(ends[0]);
    const FileDescriptor input(ends[1]);
    session->output_ = TRY(Pipe::make());
    session->complaints_ = TRY(Pipe::make());
    session->process_ = TRY(ChildProcess::start(
        program, command,
        {.environment = {"PATH=/usr/bin:/bin", "HOME=" + homeOf(owner), "LC_ALL=C", "PGCLIENTENCODING=UTF8",
                         "PGCONNECT_TIMEOUT=10", "PGAPPNAME=backspool", kOnlyItsOwnFunctions},
         .input = input.get(),
         .output = session->output_.write.get(),
         .complaints = session->complaints_.write.get()}));
    session->output_.write.reset();
    session->complaints_.write.reset();
    return session;
}

PsqlSession::~PsqlSession()
{
    input_.reset();
    if (process_)
        process_->wait(kLeaveTime);
}

Status PsqlSession::say(const QByteArray &sql) const
{
    const QByteArray line = sql + ";\n";
    for (qsizetype done = 0; done < line.size();) {
        const auto sent = ::send(input_.get(), line.constData() + done, size_t(line.size() - done), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return fail(systemError(errno, QStringLiteral("asking its server")));
        done += sent;
    }
    return {};
}

/// Why there is no answer: its own words, without psql's before them.
std::unexpected<Error> PsqlSession::ended()
{
    process_->wait(std::chrono::seconds(1));
    const auto text = QString::fromUtf8(complained_);
    QString words;
    for (const QStringView line : QStringView(text).split(QLatin1Char('\n'))) {
        for (const auto mark :
             {QLatin1StringView("FATAL:"), QLatin1StringView("ERROR:"), QLatin1StringView("error:")}) {
            const auto at = line.indexOf(mark);
            if (words.isEmpty() && at >= 0)
                words = line.sliced(at + mark.size()).trimmed().left(300).toString();
        }
    }
    if (words.isEmpty())
        words = text.section(QLatin1Char('\n'), 0, 0, QString::SectionSkipEmpty).left(300).trimmed();
    return fail(ErrorKind::Io, QStringLiteral("its server does not let itself be asked: ") +
                                   (words.isEmpty() ? QStringLiteral("the connection was lost") : words));
}

Result<QByteArray> PsqlSession::ask(const QByteArray &sql, std::chrono::milliseconds time, const CancelToken &cancel)
{
    std::ignore = say(sql); // where psql has ended, it has said why
    const auto end = Clock::now() + time;
    std::array<pollfd, 2> ready{pollfd{output_.read.get(), POLLIN, 0}, pollfd{complaints_.read.get(), POLLIN, 0}};
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        if (const auto line = heard_.indexOf('\n'); line >= 0) {
            const auto answer = heard_.first(line);
            heard_.remove(0, line + 1);
            return answer;
        }
        TRY(cancel.check());
        if (ready[0].fd < 0 && ready[1].fd < 0)
            return ended();
        if (Clock::now() >= end)
            return fail(ErrorKind::Busy, QStringLiteral("its server did not answer in time"));
        if (heard_.size() > kMaxAnswer)
            return fail(ErrorKind::Invalid, QStringLiteral("its server answers too much"));
        if (::poll(ready.data(), ready.size(), int(kTick.count())) <= 0)
            continue;
        for (auto &one : ready) {
            if (one.fd < 0 || one.revents == 0)
                continue;
            const auto got = ::read(one.fd, buffer.data(), buffer.size());
            if (got < 0 && (errno == EINTR || errno == EAGAIN))
                continue;
            auto &into = one.fd == output_.read.get() ? heard_ : complained_;
            if (got <= 0)
                one.fd = -1;
            else if (&into == &heard_ || into.size() < kMaxComplaint)
                into.append(buffer.data(), qsizetype(got));
        }
    }
}

} // namespace backspool::engine
