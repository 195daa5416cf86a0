// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::engine {

/// One sample of a layer's input or output: [x][y][c], c fastest, little-endian elements.
struct Tensor {
  akida::DType type = akida::DType::kInt8;  ///< uint8, int8, int16, int32 or float32.
  akida::Shape3 shape{};
  std::vector<std::uint8_t> bytes;
};

/// Number of elements; shapes come from a checked plan, so the product fits.
std::size_t count(const akida::Shape3& shape);

/// A tensor of zeros.
Tensor make_tensor(akida::DType type, const akida::Shape3& shape);

/// Integer elements as int32, and back (the values must fit the tensor's type).
std::vector<std::int32_t> widen(const Tensor& tensor);
void narrow(std::span<const std::int32_t> values, Tensor& tensor);

/// float32 elements, and back.
std::vector<float> floats(const Tensor& tensor);
void set_floats(std::span<const float> values, Tensor& tensor);

}  // namespace cnn2snn::engine
