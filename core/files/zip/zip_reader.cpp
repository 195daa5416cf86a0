// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/zip/zip.h"
#include "files/zip/zip_format.h"

namespace cnn2snn::files {
namespace {

constexpr std::uint16_t kEncrypted = 1;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint64_t kMostEntries = 1U << 20;
constexpr std::uint64_t kDeflateRatio = 1032;  // No stream of zlib's format unpacks to more.
constexpr std::uint32_t kInZip64 = 0xFFFFFFFF;

[[noreturn]] void fail_archive(const std::string& reason) {
  fail(ErrorId::kArchive, Step::kRead, reason,
       "Copy or download the file again, or save it again without a password.");
}

// Little-endian fields of a record whose bytes are all there.
struct Record {
  std::span<const std::uint8_t> bytes;
  [[nodiscard]] std::uint64_t field(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
    return value;
  }
  [[nodiscard]] std::uint16_t u16(std::size_t at) const {
    return static_cast<std::uint16_t>(field(at, 2));
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(field(at, 4));
  }
};

// `size` bytes at `offset`; both may come from the file.
std::optional<Record> record(std::span<const std::uint8_t> bytes, std::uint64_t offset,
                             std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
  return Record{bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size))};
}

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t entries = 0;
};

// The end record stands last, before a comment of up to 65535 bytes.
std::size_t end_position(std::span<const std::uint8_t> bytes) {
  if (bytes.size() >= zip::kEndSize) {
    const std::size_t last = bytes.size() - zip::kEndSize;
    const std::size_t first = last - std::min<std::size_t>(last, 0xFFFF);
    for (std::size_t at = last + 1; at-- > first;) {
      const Record end{bytes.subspan(at, zip::kEndSize)};
      if (end.u32(0) == zip::kEndSignature && end.u16(20) <= last - at) return at;
    }
  }
  fail_archive("The zip archive has no directory at its end: the file is cut off or damaged.");
}

Directory find_directory(std::span<const std::uint8_t> bytes) {
  const std::size_t at = end_position(bytes);
  const Record end{bytes.subspan(at, zip::kEndSize)};
  Directory directory{.offset = end.u32(16), .entries = end.u16(10)};
  if (at >= zip::kLocator64Size) {
    const Record locator{bytes.subspan(at - zip::kLocator64Size, zip::kLocator64Size)};
    if (locator.u32(0) == zip::kLocator64Signature) {
      const auto end64 = record(bytes, locator.field(8, 8), zip::kEnd64Size);
      if (!end64 || end64->u32(0) != zip::kEnd64Signature) {
        fail_archive("The zip archive's 64-bit directory is damaged.");
      }
      return {.offset = end64->field(48, 8), .entries = end64->field(32, 8)};
    }
  }
  if (end.u16(4) != 0 || end.u16(6) != 0) fail_archive("The zip archive is split into parts.");
  return directory;
}

// Sizes and offset that did not fit 32 bits stand in the extra field 1, in this order.
void read_zip64(Record extra, ZipEntry& entry) {
  std::size_t at = 0;
  while (at + 4 <= extra.bytes.size()) {
    const std::size_t size = extra.u16(at + 2);
    if (size > extra.bytes.size() - at - 4) break;
    if (extra.u16(at) == 1) {
      std::size_t field = at + 4;
      for (std::uint64_t* value : {&entry.size, &entry.packed_size, &entry.offset}) {
        if (*value != kInZip64 || field + 8 > at + 4 + size) continue;
        *value = extra.field(field, 8);
        field += 8;
      }
    }
    at += 4 + size;
  }
}

// Moves `at` behind the entry.
ZipEntry read_entry(std::span<const std::uint8_t> bytes, std::uint64_t& at) {
  const auto header = record(bytes, at, zip::kCentralSize);
  if (!header || header->u32(0) != zip::kCentralSignature) {
    fail_archive("The zip archive's directory is damaged.");
  }
  const std::uint64_t name_size = header->u16(28);
  const std::uint64_t extra_size = header->u16(30);
  const auto name = record(bytes, at + zip::kCentralSize, name_size);
  const auto extra = record(bytes, at + zip::kCentralSize + name_size, extra_size);
  if (!name || !extra) fail_archive("The zip archive's directory is cut off.");
  ZipEntry entry;
  entry.name.assign(name->bytes.begin(), name->bytes.end());
  entry.method = header->u16(10);
  entry.crc = header->u32(16);
  entry.packed_size = header->u32(20);
  entry.size = header->u32(24);
  entry.offset = header->u32(42);
  read_zip64(*extra, entry);
  if ((header->u16(8) & kEncrypted) != 0) {
    fail_archive("'" + entry.name + "' in the zip archive is encrypted.");
  }
  at += zip::kCentralSize + name_size + extra_size + header->u16(32);
  return entry;
}

std::vector<std::uint8_t> inflate_entry(const ZipEntry& entry,
                                        std::span<const std::uint8_t> packed) {
  const std::string damaged = "'" + entry.name + "' in the zip archive does not unpack.";
  if (entry.size / kDeflateRatio > packed.size()) fail_archive(damaged);
  std::vector<std::uint8_t> out(static_cast<std::size_t>(entry.size));
  std::uint8_t none = 0;
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) fail_archive(damaged);
  std::size_t taken = 0;
  std::size_t made = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    const auto step = [](std::size_t left) {
      return static_cast<uInt>(std::min<std::size_t>(left, std::numeric_limits<uInt>::max()));
    };
    const uInt in = step(packed.size() - taken);
    const uInt room = step(out.size() - made);
    stream.next_in = const_cast<Bytef*>(packed.data() + taken);
    stream.avail_in = in;
    stream.next_out = out.empty() ? &none : out.data() + made;
    stream.avail_out = room;
    status = inflate(&stream, Z_NO_FLUSH);
    taken += in - stream.avail_in;
    made += room - stream.avail_out;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || made != out.size()) fail_archive(damaged);
  return out;
}

}  // namespace

bool is_zip(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4) return false;
  const std::uint32_t signature = Record{bytes}.u32(0);
  return signature == zip::kLocalSignature || signature == zip::kEndSignature;
}

ZipArchive ZipArchive::open(std::span<const std::uint8_t> bytes) {
  ZipArchive archive;
  archive.bytes_ = bytes;
  const Directory directory = find_directory(bytes);
  if (directory.entries > kMostEntries || directory.entries > bytes.size() / zip::kCentralSize) {
    fail_archive("The zip archive's directory is damaged.");
  }
  std::uint64_t at = directory.offset;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    archive.entries_.push_back(read_entry(bytes, at));
  }
  return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->name == name) return &*entry;
  }
  return nullptr;
}

std::vector<std::uint8_t> ZipArchive::read(const ZipEntry& entry) const {
  const auto local = record(bytes_, entry.offset, zip::kLocalSize);
  if (!local || local->u32(0) != zip::kLocalSignature) {
    fail_archive("'" + entry.name + "' is not where the zip archive's directory says.");
  }
  const std::uint64_t data = entry.offset + zip::kLocalSize + local->u16(26) + local->u16(28);
  const auto packed = record(bytes_, data, entry.packed_size);
  if (!packed) fail_archive("'" + entry.name + "' in the zip archive is cut off.");
  std::vector<std::uint8_t> out;
  if (entry.method == kStored) {
    out.assign(packed->bytes.begin(), packed->bytes.end());
  } else if (entry.method == kDeflated) {
    out = inflate_entry(entry, packed->bytes);
  } else {
    fail_archive("'" + entry.name + "' in the zip archive is packed with method " +
                 std::to_string(entry.method) + "; stored and deflated entries are read.");
  }
  if (out.size() != entry.size || crc32_z(0, out.data(), out.size()) != entry.crc) {
    fail_archive("'" + entry.name + "' in the zip archive does not match its checksum.");
  }
  return out;
}

}  // namespace cnn2snn::files
