// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/array.h"

/// numpy's `.npy` (format 1.0 to 3.0, numpy.lib.format) and `.npz` files, from memory alone.
/// Element types: bool, integers and IEEE 754 floats, both byte orders, C and Fortran order.
/// Object arrays are refused: a pickle is never loaded.
/// Every function throws ConversionError (Step::kRead; kArray, kArchive) for damaged content.
namespace cnn2snn::npz {

bool is_npy(std::span<const std::uint8_t> bytes);

Array read_npy(std::span<const std::uint8_t> bytes);
/// All arrays of the archive, in its order (numpy's `NpzFile.files`).
std::vector<Array> read_npz(std::span<const std::uint8_t> bytes);
/// A `.npy` or a `.npz`, told apart by content.
std::vector<Array> read_arrays(std::span<const std::uint8_t> bytes);

/// The bytes that `numpy.save` writes.
std::vector<std::uint8_t> write_npy(const Array& array);
/// Stored, as `numpy.savez`; every array needs a name.
std::vector<std::uint8_t> write_npz(std::span<const Array> arrays);

/// All arrays in one, joined on the first axis, as `quantizeml quantize --samples` joins them.
/// Their element types and the other extents must be the same.
Array concatenate(std::vector<Array> arrays);

}  // namespace cnn2snn::npz
