// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "files/snappy/pieces.h"

/// Raw Snappy (no framing): a varint of the uncompressed length, then tags.
namespace cnn2snn::files {

/// Where a stream ends and what it holds.
struct SnappyStream {
  std::size_t compressed_size = 0;  ///< Without whatever follows the stream.
  std::size_t uncompressed_size = 0;
};

/// Finds the end of the stream at the start of `bytes` without decompressing it. Throws
/// ConversionError (Step::kRead): kNotFbz when no such stream starts there, kFbzCorrupt when it is
/// cut off, kLimit when it would decompress to more than 1 GiB.
SnappyStream scan(std::span<const std::uint8_t> bytes);

/// The uncompressed length that the stream announces. Throws ConversionError (kNotFbz).
std::uint64_t announced_size(std::span<const std::uint8_t> bytes);

/// As much as the bytes give before they end or are no Snappy stream any more.
std::vector<std::uint8_t> decompress_start(std::span<const std::uint8_t> bytes);

/// Decompresses the stream that scan() found. Throws ConversionError (kFbzCorrupt).
std::vector<std::uint8_t> decompress(std::span<const std::uint8_t> bytes,
                                     const SnappyStream& stream);

/// Compresses block by block: beside the input and the output it holds 200 KB. Where the pieces end
/// makes no difference to the stream.
std::vector<std::uint8_t> compress(const Pieces& plain);

/// Whether `bytes` are one whole stream, and nothing else, that decompresses to `plain`. Told by
/// walking its tags: nothing is decompressed.
bool decompresses_to(std::span<const std::uint8_t> bytes, const Pieces& plain);

}  // namespace cnn2snn::files
