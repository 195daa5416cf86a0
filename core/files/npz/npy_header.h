// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cnn2snn/array.h"

namespace cnn2snn::npz {

/// The header of a `.npy`: what the elements are and where they start.
struct NpyHeader {
  ElementType type;
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  std::size_t count = 0;  ///< Product of the shape.
  std::size_t data = 0;   ///< Position of the first element.
};

/// Throws unless the header can be read and all elements are there.
NpyHeader read_npy_header(std::span<const std::uint8_t> bytes);

/// The header that numpy writes before little-endian elements in C order.
std::string npy_header(ElementType type, std::span<const std::int64_t> shape);

[[noreturn]] void fail_array(const std::string& reason, std::string remedy = {});

}  // namespace cnn2snn::npz
