// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Zip archives (PKWARE's APPNOTE 6.3), from memory alone: what numpy and Keras write. Entries are
/// stored or deflated; zip64 is read. Encrypted and split archives are refused.
/// Every function throws ConversionError (Step::kRead, kArchive).
namespace cnn2snn::files {

struct ZipEntry {
  std::string name;
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;  ///< Unpacked.
  std::uint64_t offset = 0;
  std::uint32_t crc = 0;
  std::uint16_t method = 0;  ///< 0: stored; 8: deflated.
};

/// Whether the bytes start as a zip archive does (with its first entry, or an empty archive's end).
bool is_zip(std::span<const std::uint8_t> bytes);

class ZipArchive {
 public:
  /// `bytes` is not copied and must outlive the archive.
  static ZipArchive open(std::span<const std::uint8_t> bytes);

  /// In the order of the central directory.
  [[nodiscard]] const std::vector<ZipEntry>& entries() const { return entries_; }
  /// The last entry of this name, which is the one that counts; nullptr: none.
  [[nodiscard]] const ZipEntry* find(std::string_view name) const;
  /// The unpacked bytes, checked against size and CRC-32.
  [[nodiscard]] std::vector<std::uint8_t> read(const ZipEntry& entry) const;

 private:
  std::span<const std::uint8_t> bytes_;
  std::vector<ZipEntry> entries_;
};

struct ZipMember {
  std::string name;
  std::vector<std::uint8_t> bytes;
};

/// An archive with these members, stored, dated 1980-01-01 as numpy dates them: the same bytes for
/// the same members. Refuses what needs zip64 (4 GiB, 65535 members).
std::vector<std::uint8_t> write_zip(std::span<const ZipMember> members);

}  // namespace cnn2snn::files
