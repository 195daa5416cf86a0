// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace cnn2snn::hdf5 {

/// Throws ConversionError (kNotHdf5) unless the bytes carry HDF5's signature; the message says what
/// the file seems to be instead (a web page, a `.keras` archive, …) and what to do.
void check_signature(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::hdf5
