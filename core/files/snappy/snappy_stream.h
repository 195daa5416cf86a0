// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

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

/// A stream in pieces of a fixed size, so that growing never copies what is there.
class CompressedPieces {
 public:
  void append(const std::uint8_t* bytes, std::size_t count);
  /// All bytes in one vector; gives each piece back once it is copied.
  std::vector<std::uint8_t> join();

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 18;
  std::vector<std::unique_ptr<std::uint8_t[]>> pieces_;
  std::size_t used_ = 0;  ///< Bytes of the last piece.
};

/// Compresses block by block: holds the input, the output and 100 KB, never the worst-case output.
/// The input may be released before the pieces are joined.
CompressedPieces compress(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::files
