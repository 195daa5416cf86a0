// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <span>

#include "files/hdf5/handle.h"

namespace cnn2snn::hdf5 {

/// A file access property list with which H5Fopen reads `bytes`, whatever name it is given: HDF5
/// then touches no file of the machine. The bytes are not copied and must outlive the opened file.
Handle memory_access(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::hdf5
