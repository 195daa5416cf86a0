// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

/// Global heap collections ("GCOL", HDF5 file format III.E) hold variable-length strings.
namespace cnn2snn::hdf5 {

/// The "size of lengths" of the file's superblock (format II.A); 8 when it cannot be told.
std::size_t size_of_lengths(std::span<const std::uint8_t> file);

/// Whether a collection stands at the start of `bytes`.
bool is_global_heap(std::span<const std::uint8_t> bytes);

/// Whether the objects of the collection at the start of `bytes` follow each other to its end. HDF5
/// 2.2 does not return from a collection whose free space object has a size of zero.
bool is_sound_global_heap(std::span<const std::uint8_t> bytes, std::size_t length_size);

/// Finds the objects of a file's collections; remembers those of each that was looked into.
class GlobalHeap {
 public:
  explicit GlobalHeap(std::span<const std::uint8_t> file);
  /// The bytes of an object; nullopt: there is none, or the collection is damaged. `address` counts
  /// from the end of the user block. They are those of the file, not a copy.
  std::optional<std::span<const std::uint8_t>> object(std::uint64_t address, std::uint64_t index);

 private:
  using Objects = std::unordered_map<std::uint64_t, std::span<const std::uint8_t>>;

  std::span<const std::uint8_t> file_;
  std::size_t length_size_;
  std::size_t walked_ = 0;
  std::unordered_map<std::uint64_t, Objects> collections_;
};

}  // namespace cnn2snn::hdf5
