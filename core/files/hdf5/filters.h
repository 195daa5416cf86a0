// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <string>

namespace cnn2snn::hdf5 {

/// A filter as its users know it, e.g. "LZF"; with its registered number where the name is not
/// known.
std::string filter_name(H5Z_filter_t filter);

}  // namespace cnn2snn::hdf5
