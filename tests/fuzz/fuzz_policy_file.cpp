/// A policy file: anything is refused or read, and what was read is written so that it is read as the same.
#include "policy/policy_file.h"

#include <QJsonDocument>

#include <cstdlib>

using backspool::policy::PolicyFile;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray content(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const auto role : {PolicyFile::Role::Service, PolicyFile::Role::Network, PolicyFile::Role::User}) {
        const auto file = PolicyFile::parse(content, role);
        if (!file)
            continue;
        const auto again = PolicyFile::parse(QJsonDocument(file->toJson()).toJson(), role);
        if (!again || !(*again == *file))
            std::abort();
    }
    return 0;
}
