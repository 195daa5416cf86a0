// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace cnn2snn::hdf5 {

/// Puts an own reader of deflated chunks in the place of HDF5's: theirs grows its buffer as long as
/// the stream yields, so that a small file could fill the memory. Called once.
bool register_inflate_filter();

/// The most bytes that a chunk may inflate to in the reads that follow (of the thread that holds
/// the library).
void set_inflate_limit(std::size_t bytes);

}  // namespace cnn2snn::hdf5
