// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "files/numbers/numbers.h"

namespace cnn2snn::hdf5 {

using files::NumberFormat;

/// What a dataset holds, after everything about it that could be refused has been looked at.
struct DatasetInfo {
  std::vector<std::int64_t> shape;
  std::uint64_t count = 1;          ///< Elements.
  std::uint64_t chunk_bytes = 0;    ///< 0: not chunked.
  bool contiguous = false;          ///< Stored in one piece, as it is.
  std::optional<unsigned> deflate;  ///< Place of the deflate filter; nullopt: not compressed.
  NumberFormat format;
};

/// Examines an open dataset without reading an element: layout, external storage, filters, element
/// type, and sizes against what a file of `file_size` bytes can hold. `name` is for messages.
DatasetInfo inspect_dataset(hid_t dataset, const std::string& name, std::uint64_t file_size);

/// The elements where they stand in the file; nullopt: they stand there in another way than as
/// float32 of this processor.
std::optional<std::span<const float>> floats_in_place(hid_t dataset, const DatasetInfo& info,
                                                      std::span<const std::uint8_t> file);

/// Reads all elements; `out.size()` equals `info.count`.
void read_floats(hid_t dataset, const std::string& name, const DatasetInfo& info,
                 std::span<float> out);

}  // namespace cnn2snn::hdf5
