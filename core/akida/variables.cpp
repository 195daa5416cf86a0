// SPDX-License-Identifier: Apache-2.0
#include "akida/variables.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include "akida/fields.h"
#include "akida/layer_table.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

using Shape = std::vector<std::uint32_t>;

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

std::uint32_t extent(const Layer& layer, Extent extent) {
  const Shape3& in = layer.input_shape;
  const auto size = [&](std::string_view name) {
    return static_cast<std::uint32_t>(parameter(layer, name));
  };
  switch (extent) {
    case Extent::kChannels:
      return in[2];
    case Extent::kInputs:
      return flatten({in[0], in[1], in[2]});
    case Extent::kOutputs:
      return layer.output_shape[2];
    case Extent::kKernel:
      return size("kernel_size");
    case Extent::kKernelWidth:
      return size("kernel_width");
    case Extent::kKernelHeight:
      return size("kernel_height");
    case Extent::kFifo:
      return size("fifo_size");
    case Extent::kFifoChannels:
      return flatten({size("fifo_size"), in[2]});
    case Extent::kStates:
      return size("stateful_channels");
    case Extent::kTable:
      return 2048;
    default:
      return 1;
  }
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

DType dtype_of(const Layer& layer, Elements elements) {
  switch (elements) {
    case Elements::kUInt8:
    case Elements::kLeftShift:
      return DType::kUInt8;
    case Elements::kInt16:
      return DType::kInt16;
    case Elements::kUInt16:
      return DType::kUInt16;
    case Elements::kInt32:
      return DType::kInt32;
    case Elements::kFloat32:
      return DType::kFloat32;
    case Elements::kWeightsV1:
      return weights_dtype_v1(layer);
    case Elements::kWeightsV2:
      return parameter(layer, "weights_bits") != 8 ? DType::kInt4 : DType::kInt8;
    default:
      return DType::kInt8;
  }
}

bool owns(const Layer& layer, When when) {
  if (when == When::kAlways) return true;
  return parameter(layer, "activation") == (when == When::kReLU ? kActivationReLU : kActivationLUT);
}

}  // namespace

std::vector<VariableRule> variable_rules(const Layer& layer) {
  std::vector<VariableRule> rules;
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) return rules;
  for (const VariableRow& row : rule->variables) {
    if (!owns(layer, row.when)) continue;
    Shape shape;
    for (const Extent dimension : row.shape) {
      if (dimension != Extent::kNone) shape.push_back(extent(layer, dimension));
    }
    rules.push_back({row.name, std::move(shape), dtype_of(layer, row.elements), row.default_value});
  }
  return rules;
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
  const std::size_t count = element_count(&variable);
  switch (element_size(rule.dtype)) {
    case 1:
      std::fill(variable.data.begin(), variable.data.end(),
                static_cast<std::uint8_t>(rule.default_value));
      break;
    case 4:
      if (rule.dtype == DType::kFloat32) {
        const std::vector<float> all(count, static_cast<float>(rule.default_value));
        store(variable, std::span<const float>(all));
      } else {
        std::vector<std::int32_t> all(count, rule.default_value);
        if (rule.default_value == VariableRule::kRamp) {
          std::iota(all.begin(), all.end(), rule.default_value);
        }
        store(variable, std::span<const std::int32_t>(all));
      }
      break;
    default:
      break;  // 2-byte variables are 0.
  }
  return variable;
}

namespace {

void check_act_steps(const Variable& variable) {
  constexpr float kSmallest = 1.F / 16;
  for (const float step : elements<float>(variable)) {
    if (!(step < kSmallest)) continue;
    fail(ErrorId::kAkidaLayer, Step::kConversion,
         "Unsupported act_step, it should be equal or greater than 1/16.",
         "Train the layer with smaller weights, or give its activation a greater max_value.",
         "ValueError");
  }
}

}  // namespace

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
  if (variable.name == kActStep.name) check_act_steps(variable);
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
