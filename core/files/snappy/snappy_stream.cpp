// SPDX-License-Identifier: Apache-2.0
#include "files/snappy/snappy_stream.h"

#include <snappy-sinksource.h>
#include <snappy.h>

#include <cstring>

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
  bool literal = false;      ///< The last of the bytes taken are those given.
  std::uint64_t offset = 0;  ///< Else it repeats what begins as far back.
};

/// `count` bytes, the lowest first; none where the bytes end.
std::uint64_t read_number(std::span<const std::uint8_t> bytes, std::size_t position,
                          std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count && position + i < bytes.size(); ++i) {
    number |= static_cast<std::uint64_t>(bytes[position + i]) << (8 * i);
  }
  return number;
}

Tag read_tag(std::span<const std::uint8_t> bytes, std::size_t position) {
  const std::uint8_t tag = bytes[position];
  switch (tag & 3U) {
    case 0: {
      std::uint64_t length = tag >> 2U;
      std::size_t extra = 0;
      if (length >= 60) {
        extra = static_cast<std::size_t>(length) - 59;
        length = read_number(bytes, position + 1, extra);
      }
      return {extra + length + 1, length + 1, true, 0};
    }
    case 1:
      return {1, ((tag >> 2U) & 7U) + 4U, false,
              (std::uint64_t{tag} >> 5U) << 8U | read_number(bytes, position + 1, 1)};
    case 2:
      return {2, (tag >> 2U) + 1U, false, read_number(bytes, position + 1, 2)};
    default:
      return {4, (tag >> 2U) + 1U, false, read_number(bytes, position + 1, 4)};
  }
}

class PiecesSource : public snappy::Source {
 public:
  explicit PiecesSource(const Pieces& pieces) : pieces_(pieces) {}
  [[nodiscard]] std::size_t Available() const override { return pieces_.size() - position_; }
  const char* Peek(std::size_t* count) override {
    const std::span<const std::uint8_t> there = pieces_.from(position_);
    *count = there.size();
    return reinterpret_cast<const char*>(there.data());
  }
  void Skip(std::size_t count) override { position_ += count; }

 private:
  const Pieces& pieces_;
  std::size_t position_ = 0;
};

/// Blocks are compressed where they stay: what the vector clears for one is still in the cache when
/// Snappy writes it, while a copy of it would not be.
class VectorSink : public snappy::Sink {
 public:
  explicit VectorSink(std::vector<std::uint8_t>& out) : out_(out) {}
  char* GetAppendBuffer(std::size_t most, char* /*scratch*/) override {
    out_.resize(end_ + most);
    return reinterpret_cast<char*>(out_.data() + end_);
  }
  void Append(const char* bytes, std::size_t n) override {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes);
    const bool there = end_ < out_.size() && first == out_.data() + end_;
    if (there) {
      out_.resize(end_ + n);
    } else {
      out_.insert(out_.end(), first, first + n);
    }
    end_ = out_.size();
  }

 private:
  std::vector<std::uint8_t>& out_;
  std::size_t end_ = 0;  ///< Of what was appended; behind it is the buffer that was asked for.
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
  std::vector<std::uint8_t> out;
  VectorSink sink(out);
  static_cast<void>(snappy::UncompressAsMuchAsPossible(&source, &sink));
  return out;
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

std::vector<std::uint8_t> compress(const Pieces& plain) {
  std::vector<std::uint8_t> out;
  // Memory that nothing is written to is none yet; growing would copy what is there.
  out.reserve(snappy::MaxCompressedLength(plain.size()));
  PiecesSource source(plain);
  VectorSink sink(out);
  snappy::Compress(&source, &sink);
  return out;
}

bool decompresses_to(std::span<const std::uint8_t> bytes, const Pieces& plain) {
  std::size_t position = 0;
  if (read_length(bytes, position) != plain.size()) return false;
  std::size_t done = 0;
  while (position < bytes.size()) {
    const Tag tag = read_tag(bytes, position);
    if (tag.skip >= bytes.size() - position || tag.output > plain.size() - done) return false;
    position += static_cast<std::size_t>(tag.skip) + 1;
    const auto output = static_cast<std::size_t>(tag.output);
    if (tag.literal) {
      if (!plain.holds(done, bytes.subspan(position - output, output))) return false;
    } else {
      if (tag.offset == 0 || tag.offset > done) return false;
      // All before is known to be as in `plain`: so is what a copy repeats, its own bytes included.
      if (!plain.repeats(done - static_cast<std::size_t>(tag.offset), done, output)) return false;
    }
    done += output;
  }
  return done == plain.size();
}

}  // namespace cnn2snn::files
