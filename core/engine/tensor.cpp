// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor.h"

#include <cstring>

namespace cnn2snn::engine {

namespace {

using akida::DType;

template <typename T>
void widen_as(const Tensor& tensor, std::vector<std::int32_t>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    T element{};
    std::memcpy(&element, tensor.bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = element;
  }
}

template <typename T>
void narrow_as(std::span<const std::int32_t> values, Tensor& tensor) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto element = static_cast<T>(values[i]);
    std::memcpy(tensor.bytes.data() + i * sizeof(T), &element, sizeof(T));
  }
}

}  // namespace

std::size_t count(const akida::Shape3& shape) {
  return std::size_t{shape[0]} * shape[1] * shape[2];
}

Tensor make_tensor(DType type, const akida::Shape3& shape) {
  return {type, shape, std::vector<std::uint8_t>(count(shape) * akida::element_size(type))};
}

std::vector<std::int32_t> widen(const Tensor& tensor) {
  std::vector<std::int32_t> values(count(tensor.shape));
  switch (tensor.type) {
    case DType::kUInt8:
      widen_as<std::uint8_t>(tensor, values);
      break;
    case DType::kInt16:
      widen_as<std::int16_t>(tensor, values);
      break;
    case DType::kInt32:
      widen_as<std::int32_t>(tensor, values);
      break;
    default:
      widen_as<std::int8_t>(tensor, values);
      break;
  }
  return values;
}

void narrow(std::span<const std::int32_t> values, Tensor& tensor) {
  switch (tensor.type) {
    case DType::kUInt8:
      narrow_as<std::uint8_t>(values, tensor);
      break;
    case DType::kInt16:
      narrow_as<std::int16_t>(values, tensor);
      break;
    case DType::kInt32:
      narrow_as<std::int32_t>(values, tensor);
      break;
    default:
      narrow_as<std::int8_t>(values, tensor);
      break;
  }
}

std::vector<float> floats(const Tensor& tensor) {
  std::vector<float> values(count(tensor.shape));
  if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

void set_floats(std::span<const float> values, Tensor& tensor) {
  if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
}

}  // namespace cnn2snn::engine
