// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "akida/layer_table.h"
#include "akida/shapes.h"
#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  return b != 0 && a > kMost / b ? kMost : a * b;
}

std::uint64_t elements(const Layer& layer, const char* name) {
  const auto found = layer.variables.find(name);
  if (found == layer.variables.end()) return 0;
  return found->second.data.size() / element_size(found->second.dtype);
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

std::int64_t element(const Variable& variable, std::size_t index) {
  const std::size_t width = element_size(variable.dtype);
  std::uint32_t bits = 0;
  for (std::size_t byte = 0; byte < width; ++byte) {
    bits |= static_cast<std::uint32_t>(variable.data[index * width + byte]) << (8 * byte);
  }
  switch (variable.dtype) {
    case DType::kUInt8:
    case DType::kUInt16:
      return bits;
    case DType::kInt16:
      return static_cast<std::int16_t>(bits);
    case DType::kInt32:
      return static_cast<std::int32_t>(bits);
    default:
      return static_cast<std::int8_t>(bits);
  }
}

int version_rank(LayerType type) {
  const LayerRule* rule = find_rule(type);
  if (rule == nullptr) return 0;
  switch (type) {
    case LayerType::kPicoPostProcessing:
      return 4;
    case LayerType::kStatefulRecurrent:
      return 3;
    case LayerType::kQuantizer:
      return 2;
    case LayerType::kDequantizer:
      return 1;
    default:
      return rule->ip == IpVersion::kV2 ? 1 : 0;
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
  const auto pool = layer.parameters.find("pool_type");
  const bool average = pool != layer.parameters.end() && pool->second == kPoolAverage;
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
  const std::size_t count = variable.data.size() / element_size(variable.dtype);
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
      const std::int64_t value = element(variable, i);
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
  // Measured: which published runtimes load which layers.
  constexpr std::array kVersions{"2.4.0", "2.14.0", "2.18.2", "2.19.1", "2.19.3"};
  int rank = 0;
  for (const Layer& layer : model.layers) rank = std::max(rank, version_rank(layer.type));
  return kVersions[static_cast<std::size_t>(rank)];
}

}  // namespace cnn2snn::akida
