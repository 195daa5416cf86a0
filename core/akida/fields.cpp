// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace cnn2snn::akida {

namespace {

/// The bytes of one little-endian element as a number.
std::uint32_t load(const std::uint8_t* bytes, std::size_t width) {
  std::uint32_t bits = 0;
  for (std::size_t byte = 0; byte < width; ++byte) bits |= std::uint32_t{bytes[byte]} << (8 * byte);
  return bits;
}

template <typename T>
T from_bits(std::uint32_t bits) {
  return static_cast<T>(bits);
}

template <>
float from_bits<float>(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <typename T>
std::uint32_t to_bits(T value) {
  return static_cast<std::uint32_t>(value);
}

template <>
std::uint32_t to_bits<float>(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

}  // namespace

std::int32_t parameter(const Layer& layer, std::string_view name) {
  const auto found = layer.parameters.find(std::string(name));
  return found == layer.parameters.end() ? 0 : found->second;
}

const Variable* find_variable(const Layer& layer, std::string_view name) {
  const auto found = layer.variables.find(std::string(name));
  return found == layer.variables.end() ? nullptr : &found->second;
}

Variable* find_variable(Layer& layer, std::string_view name) {
  const auto found = layer.variables.find(std::string(name));
  return found == layer.variables.end() ? nullptr : &found->second;
}

std::size_t element_count(const Variable* variable) {
  return variable == nullptr ? 0 : variable->data.size() / element_size(variable->dtype);
}

double element(const Variable& variable, std::size_t index) {
  const std::size_t width = element_size(variable.dtype);
  const std::uint32_t bits = load(variable.data.data() + index * width, width);
  switch (variable.dtype) {
    case DType::kUInt8:
    case DType::kUInt16:
      return bits;
    case DType::kInt16:
      return static_cast<std::int16_t>(bits);
    case DType::kInt32:
      return static_cast<std::int32_t>(bits);
    case DType::kFloat32:
      return double{from_bits<float>(bits)};
    default:
      return static_cast<std::int8_t>(bits);
  }
}

template <typename T>
std::vector<T> elements(const Variable& variable) {
  std::vector<T> all(variable.data.size() / sizeof(T));
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = from_bits<T>(load(variable.data.data() + i * sizeof(T), sizeof(T)));
  }
  return all;
}

template <typename T>
void store(Variable& variable, std::span<const T> values) {
  const std::size_t count = std::min(values.size(), variable.data.size() / sizeof(T));
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t bits = to_bits(values[i]);
    for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
      variable.data[i * sizeof(T) + byte] = static_cast<std::uint8_t>(bits >> (8 * byte));
    }
  }
}

template std::vector<std::int8_t> elements(const Variable&);
template std::vector<std::uint8_t> elements(const Variable&);
template std::vector<std::int16_t> elements(const Variable&);
template std::vector<std::uint16_t> elements(const Variable&);
template std::vector<std::int32_t> elements(const Variable&);
template std::vector<float> elements(const Variable&);
template void store(Variable&, std::span<const std::int8_t>);
template void store(Variable&, std::span<const std::int32_t>);
template void store(Variable&, std::span<const float>);

}  // namespace cnn2snn::akida
