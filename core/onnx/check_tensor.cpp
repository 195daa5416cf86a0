// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string_view>

#include "base/conversion_error.h"
#include "onnx/checks.h"
#include "onnx/value_fields.h"

namespace cnn2snn::onnx {

namespace {

/// In the order in which the official checker looks for them.
struct Named {
  std::uint32_t tag;
  std::string_view name;
};
constexpr std::array kFields = {
    Named{kFloatData, "float_data"},   Named{kInt32Data, "int32_data"},
    Named{kStringData, "string_data"}, Named{kInt64Data, "int64_data"},
    Named{kRawData, "raw_data"},       Named{kDoubleData, "double_data"},
    Named{kUInt64Data, "uint64_data"}};

[[noreturn]] void refuse(std::string reason) {
  fail(ErrorId::kOnnxModel, Step::kParse, std::move(reason), "Save the model again with onnx.save.",
       "ValidationError");
}

std::string_view name_of(std::uint32_t tag) {
  const auto* found = std::find_if(kFields.begin(), kFields.end(),
                                   [tag](const Named& field) { return field.tag == tag; });
  return found == kFields.end() ? std::string_view{} : found->name;
}

/// Where onnx.proto puts the elements of a type outside raw_data; 0: no such type.
std::uint32_t field_of(DataType type) {
  constexpr auto kNewest = static_cast<DataType>(26);
  switch (type) {
    case DataType::kFloat:
    case DataType::kComplex64:
      return kFloatData;
    case DataType::kDouble:
    case DataType::kComplex128:
      return kDoubleData;
    case DataType::kString:
      return kStringData;
    case DataType::kInt64:
      return kInt64Data;
    case DataType::kUInt32:
    case DataType::kUInt64:
      return kUInt64Data;
    default:
      return type > DataType::kUndefined && type <= kNewest ? kInt32Data : 0;
  }
}

}  // namespace

void check_tensor(const Tensor& tensor) {
  const std::string named = "(tensor name: " + tensor.name + ")";
  if (tensor.type == DataType::kUndefined) {
    refuse("setting data_type field " + named + " to UNDEFINED is not allowed");
  }
  if (tensor.external) fail_external(tensor);
  const bool one = tensor.fields != 0 && (tensor.fields & (tensor.fields - 1)) == 0;
  if (tensor.size == 0 && tensor.fields != 0) {
    refuse("TensorProto " + named + " is 0-element but contains data!");
  }
  if (tensor.size != 0 && !one) {
    refuse("TensorProto " + named + " should contain one and only one value field.");
  }
  if ((tensor.fields & value_field(kRawData)) != 0) {
    if (tensor.type != DataType::kString) return;
    refuse("STRING data " + named + " should not be stored in raw_data field");
  }
  const std::uint32_t expected = field_of(tensor.type);
  if (expected == 0) {
    refuse("Unrecognized data_type " + named + ": " +
           std::to_string(static_cast<std::int32_t>(tensor.type)));
  }
  if (tensor.size == 0 || (tensor.fields & value_field(expected)) != 0) return;
  const auto* held = std::find_if(kFields.begin(), kFields.end(), [&](const Named& field) {
    return (tensor.fields & value_field(field.tag)) != 0;
  });
  refuse("values of data_type '" + std::to_string(static_cast<std::int32_t>(tensor.type)) +
         "' should be stored in field '" + std::string(name_of(expected)) + "' instead of '" +
         std::string(held->name) + "'");
}

}  // namespace cnn2snn::onnx
