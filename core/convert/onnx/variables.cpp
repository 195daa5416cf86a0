// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/variables.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akida/builder.h"
#include "akida/fields.h"

namespace cnn2snn::onnx {

namespace {

constexpr const char* kRequantize = "Quantize the model again.";

std::size_t count_of(const akida::Layer& layer, std::string_view variable) {
  return akida::element_count(akida::find_variable(layer, variable));
}

void check_count(std::size_t count, std::string_view variable, const akida::Layer& layer) {
  const std::size_t expected = count_of(layer, variable);
  if (count == 1 || count == expected) return;
  refuse("cannot reshape array of size " + std::to_string(count) + " into shape (" +
             std::to_string(expected) + ",)",
         kRequantize);
}

void check_type(DataType type, DataType expected, std::string_view variable) {
  if (type == expected) return;
  refuse("Unsupported variable type for " + std::string(variable) + " expected " +
             to_string(expected) + " received " + to_string(type),
         kRequantize);
}

// Sets a value and a shift, element by element.
void set_value_and_shift(const Tensor& tensor, bool is_signed, std::string_view value,
                         std::string_view shift, akida::Layer& layer) {
  std::vector<std::int32_t> values;
  std::vector<std::int32_t> shifts;
  for (const std::int32_t x : integers(tensor, value, layer)) {
    if (x == std::numeric_limits<std::int32_t>::min()) {
      refuse("-2147483648 in '" + tensor.name + "' has no 8-bit form", kRequantize);
    }
    const ValueShift split = to_value_shift(x, is_signed);
    values.push_back(split.value);
    shifts.push_back(split.shift);
  }
  akida::set_variable(layer, value, std::move(values));
  akida::set_variable(layer, shift, std::move(shifts));
}

void check_shape(const std::vector<std::int64_t>& shape, const akida::Layer& layer) {
  const auto& expected = akida::find_variable(layer, "weights")->shape;
  if (!std::equal(expected.begin(), expected.end(), shape.begin(), shape.end(),
                  [](std::uint32_t a, std::int64_t b) { return std::int64_t{a} == b; })) {
    const auto text = [](const auto& extents) {
      std::string result = "( ";
      for (const auto extent : extents) result += std::to_string(extent) + " ";
      return result + ")";
    };
    refuse("Unexpected tensor shape: " + text(shape) + " instead of " + text(expected),
           kRequantize);
  }
}

std::vector<std::int8_t> transpose(const std::vector<std::int8_t>& values,
                                   const std::vector<std::int64_t>& shape,
                                   const std::vector<std::size_t>& order) {
  const std::size_t rank = order.size();
  std::vector<std::size_t> strides(rank, 1);
  for (std::size_t axis = rank - 1; axis > 0; --axis) {
    strides[axis - 1] = strides[axis] * static_cast<std::size_t>(shape[axis]);
  }
  std::vector<std::int8_t> result;
  result.reserve(values.size());
  std::vector<std::int64_t> index(rank, 0);
  for (std::size_t n = 0; n < values.size(); ++n) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < rank; ++i) {
      from += static_cast<std::size_t>(index[i]) * strides[order[i]];
    }
    result.push_back(values[from]);
    for (std::size_t i = rank; i-- > 0;) {
      if (++index[i] < shape[order[i]]) break;
      index[i] = 0;
    }
  }
  return result;
}

[[noreturn]] void refuse_shift(const Operation& operation, const Tensor& tensor, double value) {
  refuse("('Error found when setting shift in " + operation.node.name + ":', '" +
             std::to_string(value) + " in " + tensor.name + " is not a power of two.')",
         kRequantize);
}

}  // namespace

std::vector<double> numbers(const Tensor& tensor, std::string_view variable,
                            const akida::Layer& layer) {
  check_count(tensor.size, variable, layer);
  return numbers(tensor);
}

std::vector<std::int32_t> integers(const Tensor& tensor, std::string_view variable,
                                   const akida::Layer& layer) {
  constexpr double kLeast = std::numeric_limits<std::int32_t>::min();
  constexpr double kMost = std::numeric_limits<std::int32_t>::max();
  std::vector<std::int32_t> values;
  for (const double number : numbers(tensor, variable, layer)) {
    // NaN fails the comparison too.
    if (!(number >= kLeast && number <= kMost) || number != std::trunc(number)) {
      refuse(std::to_string(number) + " in '" + tensor.name + "' is no integer of 32 bits",
             kRequantize);
    }
    values.push_back(static_cast<std::int32_t>(number));
  }
  return values;
}

std::vector<float> floats(const Tensor& tensor, std::string_view variable,
                          const akida::Layer& layer) {
  check_count(tensor.size, variable, layer);
  return elements<float>(tensor);
}

const Tensor& kernel_of(const Operation& operation, std::size_t rank) {
  const Tensor& tensor = operation.weight("W");
  if (tensor.dims.size() != rank) {
    refuse("'" + tensor.name + "' has " + std::to_string(tensor.dims.size()) +
               " dimensions instead of " + std::to_string(rank),
           kRequantize);
  }
  check_type(tensor.type, DataType::kInt8, "weights");
  return tensor;
}

Kernel read_kernel(const Tensor& tensor, const Arrangement& arrangement,
                   const akida::Layer& layer) {
  check_shape(arrangement.result, layer);
  return {arrangement.result,
          transpose(elements<std::int8_t>(tensor), arrangement.shape, arrangement.order)};
}

void set_weights(const Kernel& kernel, akida::Layer& layer) {
  akida::set_weights(layer, "weights", kernel.values);
}

void set_bias(const Operation& operation, akida::Layer& layer) {
  const Tensor* bias = operation.find("bias");
  if (bias != nullptr) set_value_and_shift(*bias, true, "bias", "bias_shift", layer);
}

void set_relu(const Operation& operation, akida::Layer& layer) {
  const Tensor* most = operation.find("max_value");
  if (most != nullptr) set_value_and_shift(*most, false, "max_value", "max_value_shift", layer);
}

void set_lut(const Operation& operation, akida::Layer& layer) {
  // All are looked up before one is set.
  operation.weight("ActScale");
  operation.weight("ActShift");
  const Tensor& table = operation.weight("LUT_values");
  set_scale(operation, "ActScale", "activation_scales", layer);
  set_shift(operation, "ActShift", "activation_shift", layer);
  check_count(table.size, "lut_values", layer);
  check_type(table.type, DataType::kInt32, "lut_values");
  std::vector<std::int32_t> values = elements<std::int32_t>(table);
  // ONNX's index is a two's complement number: 0…1023, -1024…-1.
  std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
              values.end());
  akida::set_variable(layer, "lut_values", std::move(values));
}

void set_output_scale(const Operation& operation, akida::Layer& layer) {
  operation.weight("Scale");
  operation.weight("Shift");
  set_optional_output_scale(operation, layer);
}

void set_optional_output_scale(const Operation& operation, akida::Layer& layer) {
  const bool has_scales = akida::find_variable(layer, "output_scales") != nullptr;
  if (has_scales && operation.find("Scale") != nullptr) {
    set_scale(operation, "Scale", "output_scales", layer);
  }
  if (operation.find("Shift") != nullptr) set_shift(operation, "Shift", "output_shift", layer);
}

void set_scale(const Operation& operation, std::string_view scale, std::string_view variable,
               akida::Layer& layer) {
  const Tensor& tensor = operation.weight(scale);
  std::vector<std::int32_t> values = integers(tensor, variable, layer);
  set_values(std::move(values), tensor.type, DataType::kUInt8, variable, layer);
}

void set_shift(const Operation& operation, std::string_view shift, std::string_view variable,
               akida::Layer& layer) {
  const Tensor& tensor = operation.weight(shift);
  std::vector<std::int32_t> shifts;
  for (const double value : numbers(tensor, variable, layer)) {
    if (std::isnan(value)) refuse_shift(operation, tensor, value);
    const double clipped = std::clamp(value, std::ldexp(1.0, -31), std::ldexp(1.0, 32));
    int exponent = 0;
    if (std::frexp(clipped, &exponent) != 0.5) refuse_shift(operation, tensor, value);
    shifts.push_back(-(exponent - 1));
  }
  akida::set_variable(layer, variable, std::move(shifts));
}

void set_values(std::vector<std::int32_t> values, DataType type, DataType expected,
                std::string_view variable, akida::Layer& layer) {
  check_count(values.size(), variable, layer);
  if (values.size() != 1) check_type(type, expected, variable);
  akida::set_variable(layer, variable, std::move(values));
}

void set_floats(std::vector<float> values, std::string_view variable, akida::Layer& layer) {
  check_count(values.size(), variable, layer);
  akida::set_variable(layer, variable, std::move(values));
}

}  // namespace cnn2snn::onnx
