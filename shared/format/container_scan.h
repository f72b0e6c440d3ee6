#pragma once
/// Makes a container's index anew from its blocks: what ContainerReader::scan() does.
///
/// Goes from block to block. Where no whole block follows, it looks for the next place that has a block header with a
/// good checksum and a counter above that of the last block that opened: no block is given twice, none out of order.
#include "codec/compress.h"
#include "format/container_reader.h"

namespace backspool::format {

/// One scan of one container; used once.
class ContainerScan
{
public:
    ContainerScan(const ContainerReader &reader, const codec::Digester &digester, std::vector<Error> *damages)
        : reader_(reader), digester_(digester), damages_(damages)
    {
    }

    void run();
    ContainerIndex takeIndex() { return std::move(index_); }
    uint64_t validSize() const { return validSize_; }

private:
    /// A block that may be there: its header's checksum is good.
    struct Candidate
    {
        uint64_t offset = 0;
        BlockHeader header;
        uint64_t end() const { return offset + BlockHeader::kSize + header.sealedSize; }
    };

    Result<Candidate> candidateAt(uint64_t offset) const;
    std::optional<Candidate> findCandidate(uint64_t from) const;
    Status addBlock(const Candidate &candidate);
    void addObjects(const Candidate &candidate, const UnpackedBlock &objects);
    /// Gives version records the names that the index has for them.
    void nameVersions();
    void damaged(uint64_t offset, const Error &error);

    const ContainerReader &reader_;
    const codec::Digester &digester_;
    std::vector<Error> *damages_;
    codec::Decompressor decompressor_;
    ContainerIndex index_;
    QByteArray indexBytes_;        ///< of the index blocks seen
    std::optional<uint32_t> last_; ///< counter of the last block that opened
    bool gapNamed_ = false;        ///< a damage was named since that block
    uint64_t validSize_ = ContainerHeader::kSize;
};

} // namespace backspool::format
