// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <type_traits>

#include "base/conversion_error.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {

namespace {

template <typename T>
constexpr DataType data_type() {
  if constexpr (std::is_same_v<T, float>) return DataType::kFloat;
  if constexpr (std::is_same_v<T, std::int8_t>) return DataType::kInt8;
  if constexpr (std::is_same_v<T, std::uint8_t>) return DataType::kUInt8;
  if constexpr (std::is_same_v<T, std::int16_t>) return DataType::kInt16;
  if constexpr (std::is_same_v<T, std::uint16_t>) return DataType::kUInt16;
  if constexpr (std::is_same_v<T, std::int32_t>) return DataType::kInt32;
  if constexpr (std::is_same_v<T, std::uint32_t>) return DataType::kUInt32;
  if constexpr (std::is_same_v<T, std::int64_t>) return DataType::kInt64;
  if constexpr (std::is_same_v<T, std::uint64_t>) return DataType::kUInt64;
  if constexpr (std::is_same_v<T, double>) return DataType::kDouble;
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
  const bool raw = !tensor.raw.empty();
  const std::size_t bytes = raw ? tensor.raw.size() : tensor.typed.size();
  if (bytes % sizeof(T) != 0 || bytes / sizeof(T) != tensor.size) {
    fail_tensor(tensor, "holds " + std::to_string(bytes) + " bytes for " +
                            std::to_string(tensor.size) + " elements");
  }
  std::vector<T> values(tensor.size);
  // Little-endian, as every machine that this is built for.
  if (raw) {
    std::memcpy(values.data(), tensor.raw.data(), bytes);
  } else if (bytes != 0) {
    std::memcpy(values.data(), tensor.typed.data(), bytes);
  }
  return values;
}

template std::vector<std::int8_t> elements(const Tensor&);
template std::vector<std::uint8_t> elements(const Tensor&);
template std::vector<std::int32_t> elements(const Tensor&);
template std::vector<std::int64_t> elements(const Tensor&);
template std::vector<float> elements(const Tensor&);

namespace {

template <typename T>
std::vector<double> widened(const Tensor& tensor) {
  const std::vector<T> values = elements<T>(tensor);
  std::vector<double> result;
  result.reserve(values.size());
  for (const T value : values) result.push_back(static_cast<double>(value));
  return result;
}

}  // namespace

std::vector<double> numbers(const Tensor& tensor) {
  switch (tensor.type) {
    case DataType::kInt8:
      return widened<std::int8_t>(tensor);
    case DataType::kUInt8:
      return widened<std::uint8_t>(tensor);
    case DataType::kInt16:
      return widened<std::int16_t>(tensor);
    case DataType::kUInt16:
      return widened<std::uint16_t>(tensor);
    case DataType::kInt32:
      return widened<std::int32_t>(tensor);
    case DataType::kUInt32:
      return widened<std::uint32_t>(tensor);
    case DataType::kInt64:
      return widened<std::int64_t>(tensor);
    case DataType::kUInt64:
      return widened<std::uint64_t>(tensor);
    case DataType::kDouble:
      return widened<double>(tensor);
    case DataType::kFloat:
      return widened<float>(tensor);
    default:
      fail_tensor(tensor, "holds " + to_string(tensor.type) + ", which is no number");
  }
}

}  // namespace cnn2snn::onnx
