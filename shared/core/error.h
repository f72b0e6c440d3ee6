#pragma once
/// What went wrong, for code (a kind to decide by) and for people (a sentence that says what was being done, to
/// what, why it failed and what can be done).
#include <QString>

#include <chrono>
#include <optional>

namespace backspool {

enum class ErrorKind {
    Io,          ///< The operating system refused or failed an operation.
    NotFound,    ///< The named thing does not exist.
    Exists,      ///< The thing to be made exists already.
    Damaged,     ///< Stored or received bytes are not what was written: checksum, seal, digest or structure is wrong.
    Invalid,     ///< A peer or a person sent something that breaks the rules.
    Denied,      ///< The caller may not do this.
    NoSpace,     ///< The disk is full, or the reserve of free space is reached.
    Unreachable, ///< The other side cannot be reached, or the connection was lost. Trying again may help.
    Busy,        ///< Another process or session holds what is needed. Trying again may help.
    Cancelled,   ///< The caller asked to stop.
    Unsupported  ///< A version or feature that this program does not know.
};

class Error
{
public:
    Error(ErrorKind kind, QString text) : kind_(kind), text_(std::move(text)) {}

    ErrorKind kind() const { return kind_; }
    /// One or more sentences for people; the outermost context first.
    const QString &text() const { return text_; }
    /// The same error with what the caller was doing put before it: "doing: text".
    [[nodiscard]] Error withContext(const QString &doing) const
    {
        Error error(kind_, doing + QStringLiteral(": ") + text_);
        error.retryAfter_ = retryAfter_;
        return error;
    }
    /// When the other side wants to be asked again, if it has said so: it is busy.
    std::optional<std::chrono::seconds> retryAfter() const { return retryAfter_; }
    [[nodiscard]] Error withRetryAfter(std::chrono::seconds time) const
    {
        Error error = *this;
        error.retryAfter_ = time;
        return error;
    }

private:
    ErrorKind kind_;
    QString text_;
    std::optional<std::chrono::seconds> retryAfter_;
};

/// The error of the failed system call @p number (errno): Io, or the kind that the number means.
Error systemError(int number, const QString &doing);

/// A stable word for @p kind, as JSON output and protocol documents use it ("not-found").
QString errorKindName(ErrorKind kind);

} // namespace backspool
