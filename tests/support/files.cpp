#include "support/files.h"

namespace backspool::test {

namespace {

uint32_t below(std::mt19937 &random, uint32_t bound)
{
    return std::uniform_int_distribution<uint32_t>(0, bound - 1)(random);
}

QByteArray randomPath(std::mt19937 &random)
{
    QByteArray path;
    for (uint32_t depth = below(random, 4); depth > 0; --depth)
        path += "folder" + QByteArray::number(below(random, 4)) + '/';
    return path + "file" + QByteArray::number(below(random, 100'000));
}

QByteArray randomContent(std::mt19937 &random)
{
    switch (below(random, 10)) {
    case 0:
        return {};
    case 1: // several chunks
        return randomBytes(random(), 70'000 + below(random, 400'000));
    default:
        return randomBytes(random(), 1 + below(random, 6'000));
    }
}

Files::iterator anyOf(std::mt19937 &random, Files &files)
{
    return std::next(files.begin(), below(random, uint32_t(files.size())));
}

} // namespace

QByteArray randomBytes(uint32_t seed, qsizetype size)
{
    std::mt19937 random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (auto &byte : bytes)
        byte = char(random());
    return bytes;
}

Files randomFiles(std::mt19937 &random, int count)
{
    Files files;
    while (files.size() < size_t(count))
        files[randomPath(random)] = randomContent(random);
    return files;
}

void changeFiles(std::mt19937 &random, Files &files)
{
    for (uint32_t change = 1 + below(random, 6); change > 0; --change) {
        const auto any = anyOf(random, files);
        auto &content = any->second;
        switch (below(random, 6)) {
        case 0:
            content = randomContent(random);
            break;
        case 1: // in the middle: the chunks before and after stay
            content.insert(content.size() / 2, randomBytes(random(), 100));
            break;
        case 2:
            if (files.size() > 1)
                files.erase(any);
            break;
        case 3: {
            auto moved = files.extract(any);
            moved.key() += "-renamed";
            files.insert(std::move(moved));
            break;
        }
        case 4:
            files[randomPath(random)] = QByteArray(content);
            break;
        default:
            files[randomPath(random)] = randomContent(random);
        }
    }
}

} // namespace backspool::test
