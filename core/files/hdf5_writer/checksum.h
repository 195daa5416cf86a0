// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace cnn2snn::hdf5 {

/// Bob Jenkins' lookup3 hash, hashlittle with an initial value of 0: HDF5's metadata checksum.
std::uint32_t lookup3(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::hdf5
