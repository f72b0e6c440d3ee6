#pragma once
/// What a function writes to a standard stream, as a file would get it.
#include <QByteArray>
#include <QTemporaryFile>

#include <unistd.h>

#include <cstdio>

namespace backspool::test {

/// From its construction on, @p descriptor (1 or 2) goes to a file; text() ends that.
class CapturedOutput
{
public:
    explicit CapturedOutput(int descriptor) : descriptor_(descriptor)
    {
        std::fflush(nullptr);
        saved_ = ::dup(descriptor);
        if (!file_.open() || ::dup2(file_.handle(), descriptor) < 0)
            qFatal("a stream cannot be captured");
    }
    ~CapturedOutput() { text(); }

    QByteArray text()
    {
        if (saved_ >= 0) {
            std::fflush(nullptr);
            ::dup2(saved_, descriptor_);
            ::close(std::exchange(saved_, -1));
            file_.seek(0);
            text_ = file_.readAll();
        }
        return text_;
    }

private:
    const int descriptor_;
    int saved_ = -1;
    QTemporaryFile file_;
    QByteArray text_;
};

} // namespace backspool::test
