// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <type_traits>

#include "onnx/model.h"

namespace cnn2snn::onnx {

namespace {

using protobuf::Bytes;
using protobuf::Field;

template <typename T>
constexpr DataType data_type() {
  if constexpr (std::is_same_v<T, float>) return DataType::kFloat;
  if constexpr (std::is_same_v<T, std::int8_t>) return DataType::kInt8;
  if constexpr (std::is_same_v<T, std::uint8_t>) return DataType::kUInt8;
  if constexpr (std::is_same_v<T, std::int32_t>) return DataType::kInt32;
  if constexpr (std::is_same_v<T, std::int64_t>) return DataType::kInt64;
}

/// Elements of the fields that are not raw_data: TensorProto's table of which type is in which.
template <typename T>
std::vector<T> typed_data(const Tensor& tensor) {
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, std::int64_t>) {
    constexpr std::uint32_t kTag = std::is_same_v<T, float> ? 4 : 7;
    std::vector<T> values;
    protobuf::for_each_field(tensor.message, [&](Field& field) {
      return field.tag() == kTag && field.append(values, tensor.size);
    });
    return values;
  } else {
    std::vector<std::int32_t> numbers;
    protobuf::for_each_field(tensor.message, [&](Field& field) {
      return field.tag() == 5 && field.append(numbers, tensor.size);
    });
    std::vector<T> values;
    values.reserve(numbers.size());
    for (const std::int32_t number : numbers) values.push_back(static_cast<T>(number));
    return values;
  }
}

[[noreturn]] void fail_tensor(const Tensor& tensor, const std::string& reason) {
  fail(ErrorId::kOnnxModel, Step::kParse, "the initializer '" + tensor.name + "' " + reason,
       "Save the model again with onnx.save.", "ValidationError");
}

}  // namespace

void fail_external(const Tensor& tensor) {
  fail(ErrorId::kOnnxModel, Step::kParse,
       "Data of TensorProto ( tensor name: " + tensor.name + ") should be stored in " +
           tensor.location + ", but it is not regular file.",
       "Files beside the model are not read: save it in one file with onnx.save(model, path, "
       "save_as_external_data=False).",
       "ValidationError");
}

std::string to_string(DataType type) {
  switch (type) {
    case DataType::kFloat:
      return "float32";
    case DataType::kUInt8:
      return "uint8";
    case DataType::kInt8:
      return "int8";
    case DataType::kUInt16:
      return "uint16";
    case DataType::kInt16:
      return "int16";
    case DataType::kInt32:
      return "int32";
    case DataType::kInt64:
      return "int64";
    case DataType::kString:
      return "string";
    case DataType::kBool:
      return "bool";
    case DataType::kFloat16:
      return "float16";
    case DataType::kDouble:
      return "float64";
    case DataType::kUInt32:
      return "uint32";
    case DataType::kUInt64:
      return "uint64";
    default:
      return "type " + std::to_string(static_cast<std::int32_t>(type));
  }
}

template <typename T>
std::vector<T> elements(const Tensor& tensor) {
  if (tensor.external) fail_external(tensor);
  if (tensor.type != data_type<T>()) {
    fail_tensor(tensor, "holds " + to_string(tensor.type) + ", not " + to_string(data_type<T>()));
  }
  bool raw = false;
  Bytes data;
  protobuf::for_each_field(tensor.message, [&](Field& field) {
    if (field.tag() != 9 || !field.read(data)) return false;
    return raw = true;
  });
  std::vector<T> values;
  if (raw) {
    if (data.size() % sizeof(T) != 0 || data.size() / sizeof(T) != tensor.size) {
      fail_tensor(tensor, "holds " + std::to_string(data.size()) + " bytes for " +
                              std::to_string(tensor.size) + " elements");
    }
    values.resize(tensor.size);
    // Little-endian, as every machine that this is built for.
    if (!data.empty()) std::memcpy(values.data(), data.data(), data.size());
  } else {
    values = typed_data<T>(tensor);
    if (values.size() != tensor.size) {
      fail_tensor(tensor, "holds " + std::to_string(values.size()) + " of " +
                              std::to_string(tensor.size) + " elements");
    }
  }
  return values;
}

template std::vector<std::int8_t> elements(const Tensor&);
template std::vector<std::uint8_t> elements(const Tensor&);
template std::vector<std::int32_t> elements(const Tensor&);
template std::vector<std::int64_t> elements(const Tensor&);
template std::vector<float> elements(const Tensor&);

}  // namespace cnn2snn::onnx
