// SPDX-License-Identifier: Apache-2.0
#include "hdf5/global_heap.h"

#include <algorithm>
#include <string_view>

#include "hdf5/file_kind.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::string_view kSignature("GCOL\x01\0\0\0", 8);  // With version and reserved bytes.

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A little-endian number; of wider ones the lowest 8 bytes.
std::uint64_t decode(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(size, 8); ++i) {
    value |= std::uint64_t{bytes[at + i]} << (8 * i);
  }
  return value;
}

std::uint64_t aligned(std::uint64_t size) {
  return (size + 7) / 8 * 8;
}

}  // namespace

std::size_t size_of_lengths(std::span<const std::uint8_t> file) {
  constexpr std::size_t kSuperblockStart = 16;
  const std::size_t at = signature_position(file).value_or(0);
  if (file.size() - at < kSuperblockStart) return 8;
  const std::size_t version = file[at + 8];
  const std::size_t size = file[at + (version < 2 ? 14 : 10)];
  return size == 2 || size == 4 || size == 8 || size == 16 || size == 32 ? size : 8;
}

bool is_global_heap(std::span<const std::uint8_t> bytes) {
  return as_text(bytes).starts_with(kSignature);
}

bool is_sound_global_heap(std::span<const std::uint8_t> bytes, std::size_t length_size) {
  const std::uint64_t header = aligned(8 + length_size);
  if (bytes.size() < header) return false;
  const std::uint64_t size = decode(bytes, 8, length_size);
  if (size > bytes.size()) return false;
  std::uint64_t at = header;
  // Each object: index (2 bytes; 0: free space), references (2), reserved (4), size, data. Fewer
  // bytes than that at the end are free.
  while (at + header <= size) {
    const auto object = static_cast<std::size_t>(at);
    const std::uint64_t index = decode(bytes, object, 2);
    const std::uint64_t length = decode(bytes, object + 8, length_size);
    if (length > size) return false;
    const std::uint64_t needed = index > 0 ? header + aligned(length) : length;
    if (needed < header || needed > size - at) return false;
    at += needed;
  }
  return true;
}

std::uint64_t largest_global_heap(std::span<const std::uint8_t> file) {
  const std::size_t length_size = size_of_lengths(file);
  const std::string_view text = as_text(file);
  std::uint64_t largest = 0;
  for (std::size_t at = text.find(kSignature); at != std::string_view::npos;
       at = text.find(kSignature, at + 1)) {
    if (file.size() - at < kSignature.size() + length_size) break;
    const std::uint64_t size = decode(file, at + kSignature.size(), length_size);
    largest = std::max(largest, std::min<std::uint64_t>(size, file.size() - at));
  }
  return largest;
}

}  // namespace cnn2snn::hdf5
