// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// Global heap collections ("GCOL", HDF5 file format III.E) hold variable-length strings.
namespace cnn2snn::hdf5 {

/// The "size of lengths" of the file's superblock (format II.A); 8 when it cannot be told.
std::size_t size_of_lengths(std::span<const std::uint8_t> file);

/// Whether a collection stands at the start of `bytes`.
bool is_global_heap(std::span<const std::uint8_t> bytes);

/// Whether the objects of the collection at the start of `bytes` follow each other to its end. HDF5
/// 2.2 does not return from a collection whose free space object has a size of zero.
bool is_sound_global_heap(std::span<const std::uint8_t> bytes, std::size_t length_size);

/// The size of the largest collection in the file: no variable-length string is longer. Many
/// elements may point to the same long string, and HDF5 copies it for each of them, so that the
/// file's own size bounds nothing.
std::uint64_t largest_global_heap(std::span<const std::uint8_t> file);

}  // namespace cnn2snn::hdf5
