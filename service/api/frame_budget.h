#pragma once
/// How much received and not yet worked off lies in memory, for each connection and for all: who is over pauses
/// reading, and TCP then stops the peer.
#include "core/units.h"

#include <QObject>

#include <vector>

namespace backspool::api {

/// In the network thread only.
class FrameBudget : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Blocks in work for one connection: enough for both cores to be busy while the disk is.
    static constexpr int kMostFrames = 8;
    static constexpr ByteCount kMostBytes = 24_MiB;
    /// For all connections together; each may have one frame beyond it.
    static constexpr ByteCount kMostBytesTogether = 64_MiB;

    /// Of one connection. Gives back what it holds when it goes.
    class Share
    {
    public:
        explicit Share(FrameBudget &budget) : budget_(budget) {}
        ~Share();
        Share(const Share &) = delete;
        Share &operator=(const Share &) = delete;

        void take(ByteCount bytes);
        void giveBack(ByteCount bytes);
        /// Whether the connection may read on.
        bool hasRoom() const;

    private:
        FrameBudget &budget_;
        int frames_ = 0;
        ByteCount bytes_ = 0;
    };

    ByteCount bytes() const { return bytes_; }

Q_SIGNALS:
    /// There is room for others again.
    void roomMade();

private:
    void giveBack(ByteCount bytes);
    ByteCount bytes_ = 0;
};

} // namespace backspool::api
