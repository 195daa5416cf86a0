// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>

#include "akida/fields.h"
#include "akida/layer_table.h"
#include "akida/shapes.h"
#include "base/conversion_error.h"
#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

namespace {

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  return b != 0 && a > kMost / b ? kMost : a * b;
}

std::uint64_t elements(const Layer& layer, std::string_view name) {
  return element_count(find_variable(layer, name));
}

/// Positions a convolution computes: its output before pooling.
std::uint64_t positions(const Layer& layer) {
  Layer unpooled;
  unpooled.type = layer.type;
  unpooled.parameters = layer.parameters;
  unpooled.input_shape = layer.input_shape;
  unpooled.parameters["pool_type"] = kNoPooling;
  for (const char* size : {"pool_size", "pooling_width", "pooling_height"}) {
    unpooled.parameters[size] = -1;
  }
  try {
    const Shape3 shape = output_shape(unpooled, {});
    return multiply(shape[0], shape[1]);
  } catch (const ConversionError&) {
    return 0;  // A layer that the runtime refuses, being looked at.
  }
}

}  // namespace

std::uint64_t macs(const Layer& layer) {
  if (layer.type == LayerType::kStatefulRecurrent) {
    // Projection in and complex state update for each time step, projection out for each kept one.
    const std::uint64_t time = layer.input_shape[1];
    const std::uint64_t state = elements(layer, "A_real") + elements(layer, "A_imag");
    return multiply(time, elements(layer, "in_proj") + 2 * state) +
           multiply(layer.output_shape[1], elements(layer, "out_proj"));
  }
  const std::uint64_t weights = elements(layer, "weights") + elements(layer, "weights_pw");
  if (weights == 0) return 0;
  // The division of a global average counts too.
  const bool average = parameter(layer, "pool_type") == kPoolAverage;
  return multiply(positions(layer), weights) + (average ? layer.output_shape[2] : 0);
}

std::uint64_t parameter_count(const Layer& layer) {
  // Akida 1.0 thresholds are what the biases became.
  std::uint64_t count = 0;
  for (const char* name :
       {"weights", "weights_pw", "in_proj", "out_proj", "A_real", "A_imag", "bias"}) {
    count += elements(layer, name);
  }
  const LayerRule* rule = find_rule(layer.type);
  if (rule != nullptr && rule->ip == IpVersion::kV1) count += elements(layer, "threshold");
  return count;
}

int bitwidth(const Variable& variable) {
  if (variable.dtype == DType::kFloat32) return 0;
  const std::size_t count = element_count(&variable);
  std::int64_t low = 0;
  std::int64_t high = 0;
  if (element_size(variable.dtype) == 1 && variable.dtype != DType::kUInt8) {
    // Nearly all elements of a model: a loop that vectorizes.
    std::int8_t least = 0;
    std::int8_t most = 0;
    for (const std::uint8_t byte : variable.data) {
      const auto value = static_cast<std::int8_t>(byte);
      least = value < least ? value : least;
      most = value > most ? value : most;
    }
    low = int{least};
    high = int{most};
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<std::int64_t>(element(variable, i));
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  const bool is_unsigned = variable.dtype == DType::kUInt8 || variable.dtype == DType::kUInt16;
  int width = is_unsigned ? 1 : 2;
  const auto fits = [&] {
    if (is_unsigned) return high < (std::int64_t{1} << width);
    return high < (std::int64_t{1} << (width - 1)) && low >= -(std::int64_t{1} << (width - 1));
  };
  while (!fits()) ++width;
  return width;
}

std::string oldest_runtime(const Model& model) {
  constexpr std::array kVersions{"2.4.0", "2.14.0", "2.18.2", "2.19.1", "2.19.3"};
  auto oldest = Runtime::k2_4_0;
  for (const Layer& layer : model.layers) {
    const LayerRule* rule = find_rule(layer.type);
    if (rule != nullptr) oldest = std::max(oldest, rule->oldest_runtime);
    // 2.17.0 and older refuse this padding: "Unsupported mode."
    const auto padding = layer.parameters.find("padding");
    if (padding != layer.parameters.end() && padding->second == kPaddingSameUpper) {
      oldest = std::max(oldest, Runtime::k2_18_2);
    }
  }
  return kVersions[static_cast<std::size_t>(oldest)];
}

}  // namespace cnn2snn::akida
