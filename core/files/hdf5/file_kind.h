// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace cnn2snn::hdf5 {

/// Where HDF5's signature stands: at 0, or after a user block of 512, 1024, 2048, … bytes (HDF5
/// file format II.A); nullopt: nowhere.
std::optional<std::size_t> signature_position(std::span<const std::uint8_t> bytes);

/// Throws ConversionError (kNotHdf5) unless the bytes carry HDF5's signature; the message says what
/// the file seems to be instead (a web page, a `.keras` archive, …) and what to do.
void check_signature(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::hdf5
