// SPDX-License-Identifier: Apache-2.0
#include "akida/variables.h"

#include <cstring>
#include <limits>

#include "akida/layer_table.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

using Shape = std::vector<std::uint32_t>;
using Rules = std::vector<VariableRule>;

std::int32_t parameter(const Layer& layer, const char* name) {
  const auto found = layer.parameters.find(name);
  return found == layer.parameters.end() ? 0 : found->second;
}

std::uint32_t extent(const Layer& layer, const char* name) {
  return static_cast<std::uint32_t>(parameter(layer, name));
}

/// Product of sizes as one dimension; a variable cannot have more than 2^32 - 1 elements.
std::uint32_t flatten(const Shape& sizes) {
  std::uint64_t product = 1;
  for (const std::uint32_t size : sizes) {
    product *= size;
    if (product > std::numeric_limits<std::uint32_t>::max()) {
      fail(ErrorId::kLimit, Step::kConversion,
           "Tensor shape size exceeds maximum shape size (4294967295)", {}, "RuntimeError");
    }
  }
  return static_cast<std::uint32_t>(product);
}

/// Akida 2.0 weights: those of the types below are stored as int4 unless weights_bits is 8.
DType weights_dtype_v2(const Layer& layer) {
  const bool int4_type = layer.type == LayerType::kConv2D ||
                         layer.type == LayerType::kDepthwiseConv2D ||
                         layer.type == LayerType::kDense1D;
  return int4_type && parameter(layer, "weights_bits") != 8 ? DType::kInt4 : DType::kInt8;
}

DType weights_dtype_v1(const Layer& layer) {
  switch (parameter(layer, "weights_bits")) {
    case 1:
      return DType::kBit;
    case 2:
      return DType::kInt2;
    case 4:
      return DType::kInt4;
    default:
      return DType::kInt8;
  }
}

Shape weights_shape_v2(const Layer& layer, std::uint32_t channels, std::uint32_t filters) {
  const std::uint32_t kernel = extent(layer, "kernel_size");
  const std::uint32_t fifo = extent(layer, "fifo_size");
  switch (layer.type) {
    case LayerType::kDepthwiseConv2D:
    case LayerType::kDepthwiseConv2DTranspose:
      return {kernel, kernel, channels, 1};
    case LayerType::kDense1D:
      return {channels, filters};
    case LayerType::kBufferTempConv:
      return {1, 1, flatten({fifo, channels}), filters};
    case LayerType::kDepthwiseBufferTempConv:
      return {1, 1, fifo, channels};
    default:
      return {kernel, kernel, channels, filters};
  }
}

void add_activation(const Layer& layer, std::uint32_t filters, Rules& rules) {
  rules.push_back({"bias", {filters}, DType::kInt8});
  rules.push_back({"bias_shift", {filters}, DType::kUInt8});
  rules.push_back({"output_scales", {filters}, DType::kUInt8, 1});
  rules.push_back({"output_shift", {filters}, DType::kInt8});
  const std::int32_t activation = parameter(layer, "activation");
  if (activation == kActivationReLU) {
    rules.push_back({"max_value", {filters}, DType::kUInt8, 127});
    rules.push_back({"max_value_shift", {filters}, DType::kUInt8, 31});
  } else if (activation == kActivationLUT) {
    rules.push_back({"lut_values", {2048}, DType::kInt32, VariableRule::kRamp});
    rules.push_back({"activation_scales", {filters}, DType::kUInt8, 1});
    rules.push_back({"activation_shift", {filters}, DType::kInt8});
  }
}

Rules rules_v2(const Layer& layer) {
  const Shape3& in = layer.input_shape;
  const bool dense = layer.type == LayerType::kDense1D;
  const std::uint32_t channels = dense ? flatten({in[0], in[1], in[2]}) : in[2];
  const std::uint32_t filters = layer.output_shape[2];
  Rules rules;
  rules.push_back({"weights", weights_shape_v2(layer, channels, filters), weights_dtype_v2(layer)});
  if (layer.type == LayerType::kInputConv2D) {
    rules.push_back({"padding_value", {channels}, DType::kUInt8});
  } else {
    rules.push_back({"input_shift", {channels}, DType::kUInt8});
  }
  add_activation(layer, filters, rules);
  return rules;
}

Rules rules_recurrent(const Layer& layer) {
  const std::uint32_t channels = layer.input_shape[2];
  const std::uint32_t states = extent(layer, "stateful_channels");
  const std::uint32_t outputs = extent(layer, "output_channels");
  Rules rules{{"in_proj", {channels, states}, DType::kInt8},
              {"out_proj", {states, outputs}, DType::kInt8},
              {"A_real", {states}, DType::kInt16},
              {"A_imag", {states}, DType::kInt16},
              {"new_state_scale", {states}, DType::kUInt8, 1},
              {"new_state_shift", {states}, DType::kInt8},
              {"internal_state_outputs_shift", {states}, DType::kInt8},
              {"input_shift", {channels}, DType::kUInt8}};
  add_activation(layer, outputs, rules);
  return rules;
}

Rules rules_v1(const Layer& layer) {
  const Shape3& in = layer.input_shape;
  const DType dtype = weights_dtype_v1(layer);
  const std::uint32_t filters = layer.output_shape[2];
  Rules rules;
  if (layer.type == LayerType::kFullyConnected) {
    rules.push_back({"weights", {1, 1, flatten({in[0], in[1], in[2]}), filters}, dtype});
  } else {
    const bool separable = layer.type == LayerType::kSeparableConvolutional;
    rules.push_back({"weights",
                     {extent(layer, "kernel_width"), extent(layer, "kernel_height"), in[2],
                      separable ? 1 : filters},
                     dtype});
    if (separable) rules.push_back({"weights_pw", {1, 1, in[2], filters}, dtype});
  }
  rules.push_back({"threshold", {filters}, DType::kInt32});
  rules.push_back({"act_step", {filters}, DType::kFloat32, 1});
  return rules;
}

}  // namespace

std::vector<VariableRule> variable_rules(const Layer& layer) {
  const Shape3& in = layer.input_shape;
  switch (layer.type) {
    case LayerType::kInputData:
    case LayerType::kConcatenate:
      return {};
    case LayerType::kQuantizer:
      return {{"scales", {layer.output_shape[2]}, DType::kFloat32},
              {"zero_points", {layer.output_shape[2]}, DType::kUInt8}};
    case LayerType::kDequantizer:
      return {{"scales", {in[2]}, DType::kFloat32, 1}};
    case LayerType::kAdd:
      return {{"a_shift", {in[2]}, DType::kUInt8},
              {"b_shift", {in[2]}, DType::kUInt8},
              {"output_shift", {in[2]}, DType::kInt8}};
    case LayerType::kPicoPostProcessing:
      return {{"input_scales", {in[2]}, DType::kUInt16},
              {"input_shift", {in[2]}, DType::kInt8},
              {"threshold", {in[2]}, DType::kUInt16}};
    case LayerType::kStatefulRecurrent:
      return rules_recurrent(layer);
    case LayerType::kFullyConnected:
    case LayerType::kInputConvolutional:
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
      return rules_v1(layer);
    default:
      return rules_v2(layer);
  }
}

std::size_t byte_size(const std::vector<std::uint32_t>& shape, DType dtype) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 31;
  std::uint64_t bytes = element_size(dtype);
  for (const std::uint32_t size : shape) {
    if (size != 0 && bytes > kMost / size) {
      fail(ErrorId::kLimit, Step::kConversion, "a variable would be larger than 2 GiB", {},
           "RuntimeError");
    }
    bytes *= size;
  }
  return static_cast<std::size_t>(bytes);
}

Variable make_default(const VariableRule& rule) {
  Variable variable{std::string(rule.name), rule.shape, rule.dtype, {}};
  variable.data.resize(byte_size(rule.shape, rule.dtype));
  if (rule.default_value == 0) return variable;
  const std::size_t width = element_size(rule.dtype);
  const std::size_t count = variable.data.size() / width;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t bits = 0;
    if (rule.dtype == DType::kFloat32) {
      const auto value = static_cast<float>(rule.default_value);
      std::memcpy(&bits, &value, sizeof bits);
    } else {
      const auto offset =
          rule.default_value == VariableRule::kRamp ? static_cast<std::int32_t>(i) : 0;
      bits = static_cast<std::uint32_t>(rule.default_value + offset);
    }
    for (std::size_t byte = 0; byte < width; ++byte) {
      variable.data[i * width + byte] = static_cast<std::uint8_t>(bits >> (8 * byte));
    }
  }
  return variable;
}

ValueRange value_range(LayerType type, const Variable& variable) {
  const LayerRule* rule = find_rule(type);
  const bool v1 = rule != nullptr && rule->ip == IpVersion::kV1;
  switch (variable.dtype) {
    case DType::kBit:
      return {0, 1};
    case DType::kInt2:
      return {-1, 1};
    case DType::kInt4:
      return v1 ? ValueRange{-7, 7} : ValueRange{-8, 7};
    case DType::kInt8:
      return {-128, 127};
    case DType::kUInt8:
      return {0, 255};
    case DType::kInt16:
      return {-32768, 32767};
    case DType::kUInt16:
      return {0, 65535};
    default:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
  }
}

void check_values(LayerType type, const Variable& variable) {
  if (variable.dtype != DType::kInt4 && variable.dtype != DType::kInt2 &&
      variable.dtype != DType::kBit) {
    return;
  }
  const ValueRange range = value_range(type, variable);
  for (const std::uint8_t byte : variable.data) {
    const auto value = static_cast<std::int8_t>(byte);
    if (value > range.max) {
      fail(ErrorId::kAkidaLayer, Step::kConversion,
           "Invalid value " + std::to_string(value) + ". Maximum authorized value is " +
               std::to_string(range.max),
           {}, "ValueError");
    }
    if (value < range.min) {
      fail(ErrorId::kAkidaLayer, Step::kConversion,
           "Invalid value " + std::to_string(value) + ". Minimum authorized value is " +
               std::to_string(range.min),
           {}, "ValueError");
    }
  }
}

}  // namespace cnn2snn::akida
