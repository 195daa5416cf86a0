// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>

namespace cnn2snn::hdf5 {

/// Throws unless every deflated chunk of the dataset inflates to at most `chunk_bytes` and a
/// checksum. HDF5's own filter grows its buffer as long as the stream yields, so that a small file
/// could fill the memory. `deflate_bit` is the filter's place in the pipeline.
void check_inflated_size(hid_t dataset, const std::string& name, unsigned deflate_bit,
                         std::uint64_t chunk_bytes);

}  // namespace cnn2snn::hdf5
