// SPDX-License-Identifier: Apache-2.0
#include "api/run_input.h"

#include <string>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "cnn2snn/runner.h"

namespace cnn2snn {

namespace {

using akida::DType;

[[noreturn]] void refuse(std::string reason, std::string remedy, std::string error_class) {
  fail(ErrorId::kInput, Step::kInference, std::move(reason), std::move(remedy),
       std::move(error_class));
}

std::string wanted(const engine::InputRule& rule) {
  return std::string(to_string(rule.type)) + (rule.or_float ? " or float32" : "");
}

void check_type(const engine::InputRule& rule, const Array& inputs) {
  const std::optional<DType> type = dtype_of(inputs.type);
  if (!type || *type == DType::kInt32) {
    refuse("Input dtype should be int8, uint8, int16 or float32.",
           "The array is " + to_string(inputs.type) + ", this model takes " + wanted(rule) +
               ": convert it.",
           "ValueError");
  }
  if (*type == rule.type || (rule.or_float && *type == DType::kFloat32)) return;
  refuse("Unsupported input type " + to_string(inputs.type) + ". Input type should be " +
             wanted(rule) + ".",
         "Convert the array to " + wanted(rule) + ".", "ValueError");
}

void check_shape(const engine::InputRule& rule, const Array& inputs) {
  const auto& [x, y, c] = rule.shape;
  const std::string one = std::to_string(x) + "," + std::to_string(y) + "," + std::to_string(c);
  const std::string remedy = "One sample of this model is (" + one + ").";
  const std::vector<std::int64_t>& shape = inputs.shape;
  if (shape.empty()) {
    refuse("Shape number of dimensions must be in range [1, 4], got 0", remedy, "RuntimeError");
  }
  if (shape.size() > 4) {
    refuse("Cannot instantiate a Dense with " + std::to_string(shape.size()) +
               " dimensions (min 1, max 4).",
           remedy, "ValueError");
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) {
      refuse("Cannot have a shape with dimension " + std::to_string(i) + " set to 0", remedy,
             "RuntimeError");
    }
  }
  if (shape.size() == 4 && shape[1] == x && shape[2] == y && shape[3] == c) return;
  std::string got;
  for (const std::int64_t extent : shape) got += (got.empty() ? "" : ",") + std::to_string(extent);
  refuse("Input shape must be (N," + one + ") but got (" + got + ").", remedy, "ValueError");
}

/// Only where the type holds more than the model takes.
void check_range(const engine::InputRule& rule, const Array& inputs) {
  if (*dtype_of(inputs.type) == DType::kFloat32) return;
  const engine::Tensor flat{
      rule.type, {1, 1, static_cast<std::uint32_t>(inputs.count())}, inputs.data};
  for (const std::int32_t value : engine::widen(flat)) {
    if (value >= rule.low && value <= rule.high) continue;
    refuse("Input values must be in the range (" + std::to_string(rule.low) + ", " +
               std::to_string(rule.high) + "). Got " + std::to_string(value) + ".",
           "Clip or scale the inputs.", "RuntimeError");
  }
}

bool holds_more(const engine::InputRule& rule) {
  switch (rule.type) {
    case DType::kUInt8:
      return rule.high < 255;
    case DType::kInt8:
      return rule.high < 127;
    default:
      return rule.high < 32767;
  }
}

}  // namespace

std::optional<DType> dtype_of(ElementType type) {
  using Kind = ElementType::Kind;
  if (type == ElementType{Kind::kUnsigned, 1}) return DType::kUInt8;
  if (type == ElementType{Kind::kSigned, 1}) return DType::kInt8;
  if (type == ElementType{Kind::kSigned, 2}) return DType::kInt16;
  if (type == ElementType{Kind::kSigned, 4}) return DType::kInt32;
  if (type == ElementType{Kind::kFloat, 4}) return DType::kFloat32;
  return std::nullopt;
}

ElementType element_type_of(DType type) {
  using Kind = ElementType::Kind;
  switch (type) {
    case DType::kUInt8:
      return {Kind::kUnsigned, 1};
    case DType::kInt16:
      return {Kind::kSigned, 2};
    case DType::kInt32:
      return {Kind::kSigned, 4};
    case DType::kFloat32:
      return {Kind::kFloat, 4};
    default:
      return {Kind::kSigned, 1};
  }
}

void check_input(const engine::InputRule& rule, const Array& inputs) {
  check_type(rule, inputs);
  check_shape(rule, inputs);
  if (holds_more(rule)) check_range(rule, inputs);
}

Array as_batch(Array inputs, const akida::Shape3& shape) {
  const std::vector<std::int64_t> one(shape.begin(), shape.end());
  if (inputs.shape == one) inputs.shape.insert(inputs.shape.begin(), 1);
  return inputs;
}

}  // namespace cnn2snn
