#pragma once
/// Messages that open files go with (unix(7), SCM_RIGHTS), as agent and guard send them to each other.
#include "active/guard/guard_protocol.h"
#include "core/file_descriptor.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <vector>

namespace backspool::guard {

/// False: errno says why. REQUIRES: no more than kMostDescriptors.
template <class Message> bool sendMessage(int socket, const Message &message, std::span<const int> files, int flags = 0)
{
    Message copy = message;
    iovec part{&copy, sizeof copy};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (!files.empty()) {
        header.msg_control = control.data();
        header.msg_controllen = CMSG_SPACE(files.size_bytes());
        auto *rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(files.size_bytes());
        std::memcpy(CMSG_DATA(rights), files.data(), files.size_bytes());
    }
    return ::sendmsg(socket, &header, MSG_NOSIGNAL | flags) == ssize_t(sizeof copy);
}

/// False: the other has gone, or errno says why.
template <class Message>
bool receiveMessage(int socket, Message &message, std::vector<FileDescriptor> &files, int flags = 0)
{
    iovec part{&message, sizeof message};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t got = 0;
    while ((got = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC | flags)) < 0 && errno == EINTR) {
    }
    for (auto *rights = got < 0 ? nullptr : CMSG_FIRSTHDR(&header); rights; rights = CMSG_NXTHDR(&header, rights)) {
        if (rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS)
            continue;
        const size_t count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; ++i) {
            int file = -1;
            std::memcpy(&file, CMSG_DATA(rights) + i * sizeof file, sizeof file);
            files.emplace_back(file);
        }
    }
    if (got >= 0)
        errno = 0;
    return got == ssize_t(sizeof message);
}

} // namespace backspool::guard
