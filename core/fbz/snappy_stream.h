// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Raw Snappy (no framing): a varint of the uncompressed length, then tags.
namespace cnn2snn::fbz {

/// Where a stream ends and what it holds.
struct SnappyStream {
  std::size_t compressed_size = 0;  ///< Without whatever follows the stream.
  std::size_t uncompressed_size = 0;
};

/// Finds the end of the stream at the start of `bytes` without decompressing it. Throws
/// ConversionError (Step::kRead): kNotFbz when no such stream starts there, kFbzCorrupt when it is
/// cut off, kLimit when it would decompress to more than 1 GiB.
SnappyStream scan(std::span<const std::uint8_t> bytes);

/// Decompresses the stream that scan() found. Throws ConversionError (kFbzCorrupt).
std::vector<std::uint8_t> decompress(std::span<const std::uint8_t> bytes,
                                     const SnappyStream& stream);

/// Compresses block by block: holds the input, the output and 100 KB, never the worst-case output.
std::vector<std::uint8_t> compress(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::fbz
