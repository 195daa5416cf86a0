// SPDX-License-Identifier: Apache-2.0
#include "files/snappy/snappy_stream.h"

#include <snappy-sinksource.h>
#include <snappy.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "base/conversion_error.h"

namespace cnn2snn::files {

namespace {

constexpr std::uint64_t kMaxUncompressed = std::uint64_t{1} << 30;

/// The length that a stream starts with; sets `position` behind it.
std::uint64_t read_length(std::span<const std::uint8_t> bytes, std::size_t& position) {
  std::uint64_t length = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (position >= bytes.size()) break;
    const std::uint8_t byte = bytes[position++];
    length |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) {
      if (length >= (std::uint64_t{1} << 32)) break;
      return length;
    }
  }
  fail(ErrorId::kNotFbz, Step::kRead, "no Snappy stream: not an Akida model file",
       "Give an .fbz written by Akida or by this program.");
}

/// A tag of the stream: bytes it takes after its first one, bytes it gives.
struct Tag {
  std::uint64_t skip = 0;
  std::uint64_t output = 0;
};

Tag read_tag(std::span<const std::uint8_t> bytes, std::size_t position) {
  const std::uint8_t tag = bytes[position];
  switch (tag & 3U) {
    case 0: {
      std::uint64_t length = tag >> 2U;
      std::size_t extra = 0;
      if (length >= 60) {
        extra = static_cast<std::size_t>(length) - 59;
        length = 0;
        for (std::size_t i = 0; i < extra && position + 1 + i < bytes.size(); ++i) {
          length |= static_cast<std::uint64_t>(bytes[position + 1 + i]) << (8 * i);
        }
      }
      return {extra + length + 1, length + 1};
    }
    case 1:
      return {1, ((tag >> 2U) & 7U) + 4U};
    case 2:
      return {2, (tag >> 2U) + 1U};
    default:
      return {4, (tag >> 2U) + 1U};
  }
}

class PiecesSink : public snappy::Sink {
 public:
  explicit PiecesSink(CompressedPieces& pieces) : pieces_(pieces) {}
  void Append(const char* bytes, std::size_t n) override {
    pieces_.append(reinterpret_cast<const std::uint8_t*>(bytes), n);
  }

 private:
  CompressedPieces& pieces_;
};

}  // namespace

SnappyStream scan(std::span<const std::uint8_t> bytes) {
  std::size_t position = 0;
  const std::uint64_t length = read_length(bytes, position);
  if (length > kMaxUncompressed) {
    fail(ErrorId::kLimit, Step::kRead, "the file announces more than 1 GiB of content");
  }
  std::uint64_t output = 0;
  while (output < length) {
    if (position >= bytes.size()) break;
    const Tag tag = read_tag(bytes, position);
    if (tag.skip >= bytes.size() - position) {
      position = bytes.size() + 1;
      break;
    }
    position += static_cast<std::size_t>(tag.skip) + 1;
    output += tag.output;
  }
  if (output != length) {
    fail(ErrorId::kFbzCorrupt, Step::kRead, "the compressed stream is damaged or cut off",
         "Get the file again.");
  }
  return {position, static_cast<std::size_t>(length)};
}

std::uint64_t announced_size(std::span<const std::uint8_t> bytes) {
  std::size_t position = 0;
  return read_length(bytes, position);
}

std::vector<std::uint8_t> decompress_start(std::span<const std::uint8_t> bytes) {
  snappy::ByteArraySource source(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  CompressedPieces pieces;
  PiecesSink sink(pieces);
  static_cast<void>(snappy::UncompressAsMuchAsPossible(&source, &sink));
  return pieces.join();
}

std::vector<std::uint8_t> decompress(std::span<const std::uint8_t> bytes,
                                     const SnappyStream& stream) {
  // scan() has found tags that give as many bytes: the size is bounded by that of the file.
  std::vector<std::uint8_t> out(stream.uncompressed_size);
  if (!snappy::RawUncompress(reinterpret_cast<const char*>(bytes.data()), stream.compressed_size,
                             reinterpret_cast<char*>(out.data()))) {
    fail(ErrorId::kFbzCorrupt, Step::kRead, "the compressed stream is damaged",
         "Get the file again.");
  }
  return out;
}

void CompressedPieces::append(const std::uint8_t* bytes, std::size_t count) {
  while (count > 0) {
    if (pieces_.empty() || used_ == kPiece) {
      pieces_.emplace_back(new std::uint8_t[kPiece]);
      used_ = 0;
    }
    const std::size_t part = std::min(count, kPiece - used_);
    std::memcpy(pieces_.back().get() + used_, bytes, part);
    used_ += part;
    bytes += part;
    count -= part;
  }
}

std::vector<std::uint8_t> CompressedPieces::join() {
  std::vector<std::uint8_t> out;
  if (pieces_.empty()) return out;
  out.reserve((pieces_.size() - 1) * kPiece + used_);
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::uint8_t* piece = pieces_[i].get();
    out.insert(out.end(), piece, piece + (i + 1 == pieces_.size() ? used_ : kPiece));
    pieces_[i].reset();
  }
  pieces_.clear();
  return out;
}

CompressedPieces compress(std::span<const std::uint8_t> bytes) {
  CompressedPieces pieces;
  snappy::ByteArraySource source(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  PiecesSink sink(pieces);
  snappy::Compress(&source, &sink);
  return pieces;
}

}  // namespace cnn2snn::files
