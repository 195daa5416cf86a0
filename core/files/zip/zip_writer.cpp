// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include "base/conversion_error.h"
#include "files/zip/zip.h"
#include "files/zip/zip_format.h"

namespace cnn2snn::files {
namespace {

constexpr std::uint64_t kMostBytes = 0xFFFFFFFE;
constexpr std::size_t kMostMembers = 0xFFFE;
constexpr std::uint64_t kVersion = 20;           // To unpack: 2.0.
constexpr std::uint64_t kFirstDay = 1 << 5 | 1;  // 1980-01-01.

void put(std::vector<std::uint8_t>& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFF));
  }
}

void put_text(std::vector<std::uint8_t>& out, const std::string& text) {
  out.insert(out.end(), text.begin(), text.end());
}

// What the local and the central header have in common: from the version to the lengths.
void put_description(std::vector<std::uint8_t>& out, const ZipMember& member, std::uint32_t crc) {
  put(out, kVersion, 2);
  put(out, 0, 2);  // Flags.
  put(out, 0, 2);  // Stored.
  put(out, 0, 2);  // Midnight.
  put(out, kFirstDay, 2);
  put(out, crc, 4);
  put(out, member.bytes.size(), 4);
  put(out, member.bytes.size(), 4);
  put(out, member.name.size(), 2);
  put(out, 0, 2);  // No extra field.
}

void put_central(std::vector<std::uint8_t>& out, const ZipMember& member, std::uint32_t crc,
                 std::size_t offset) {
  put(out, zip::kCentralSignature, 4);
  put(out, kVersion, 2);
  put_description(out, member, crc);
  put(out, 0, 2);             // Comment.
  put(out, 0, 2);             // Disk.
  put(out, 0, 2);             // Internal attributes.
  put(out, 0600U << 16U, 4);  // External attributes: as Python's zipfile writes them.
  put(out, offset, 4);
  put_text(out, member.name);
}

void put_end(std::vector<std::uint8_t>& out, std::size_t members, std::size_t directory) {
  const std::size_t size = out.size() - directory;
  put(out, zip::kEndSignature, 4);
  put(out, 0, 4);  // Disks.
  put(out, members, 2);
  put(out, members, 2);
  put(out, size, 4);
  put(out, directory, 4);
  put(out, 0, 2);  // Comment.
}

void check_sizes(std::span<const ZipMember> members) {
  std::uint64_t total = zip::kEndSize;
  for (const ZipMember& member : members) {
    total += member.bytes.size() + zip::kLocalSize + zip::kCentralSize + 2 * member.name.size();
    if (member.name.size() > 0xFFFF) total = kMostBytes + 1;
  }
  if (total > kMostBytes || members.size() > kMostMembers) {
    fail(ErrorId::kLimit, Step::kRead, "A zip archive of more than 4 GiB is not written.",
         "Write fewer arrays into one file.");
  }
}

}  // namespace

std::vector<std::uint8_t> write_zip(std::span<const ZipMember> members) {
  check_sizes(members);
  std::vector<std::uint8_t> out;
  std::vector<std::uint32_t> checksums;
  std::vector<std::size_t> offsets;
  for (const ZipMember& member : members) {
    offsets.push_back(out.size());
    checksums.push_back(
        static_cast<std::uint32_t>(crc32_z(0, member.bytes.data(), member.bytes.size())));
    put(out, zip::kLocalSignature, 4);
    put_description(out, member, checksums.back());
    put_text(out, member.name);
    out.insert(out.end(), member.bytes.begin(), member.bytes.end());
  }
  const std::size_t directory = out.size();
  for (std::size_t i = 0; i < members.size(); ++i) {
    put_central(out, members[i], checksums[i], offsets[i]);
  }
  put_end(out, members.size(), directory);
  return out;
}

}  // namespace cnn2snn::files
