// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "base/conversion_error.h"
#include "onnx/limits.h"
#include "onnx/model.h"
#include "onnx/value_fields.h"

namespace cnn2snn::onnx {

namespace {

using protobuf::Bytes;
using protobuf::Field;

constexpr std::int32_t kExternal = 1;  ///< TensorProto.DataLocation

void read_external(Bytes entry, Tensor& tensor) {
  std::string key;
  std::string value;
  protobuf::for_each_field(entry, [&](Field& part) {
    return (part.tag() == 1 && part.read(key)) || (part.tag() == 2 && part.read(value));
  });
  if (key == "location") tensor.location = std::move(value);
}

/// A list of numbers that is there but empty holds nothing, as does an empty raw_data.
bool note_value(Field& field, Tensor& tensor) {
  const std::uint32_t tag = field.tag();
  Bytes value;
  bool there = true;
  if (field.read(value)) {
    there = tag == kStringData || !value.empty();
    if (tag == kRawData) tensor.raw = value;
  } else if (tag == kRawData || tag == kStringData || !field.skip_number()) {
    return false;
  }
  if (there) tensor.fields |= value_field(tag);
  return true;
}

bool read_header(Field& field, Tensor& tensor) {
  std::int32_t number = 0;
  Bytes entry;
  switch (field.tag()) {
    case 1:
      return field.append(tensor.dims, kMaxRank);
    case 2:
      if (!field.read(number)) return false;
      tensor.type = static_cast<DataType>(number);
      return true;
    case 8:
      return field.read(tensor.name);
    case 13:
      if (!field.read(entry)) return false;
      read_external(entry, tensor);
      return true;
    case 14:
      if (!field.read(number)) return false;
      tensor.external = number == kExternal;
      return true;
    case kFloatData:
    case kInt32Data:
    case kStringData:
    case kInt64Data:
    case kRawData:
    case kDoubleData:
    case kUInt64Data:
      return note_value(field, tensor);
    default:
      return false;
  }
}

template <typename Number, typename Element>
std::vector<std::uint8_t> decode(Bytes message, std::uint32_t tag) {
  std::vector<Number> numbers;
  // A number takes a byte at least, so that the message bounds them.
  protobuf::for_each_field(message, [&](Field& field) {
    return field.tag() == tag && field.append(numbers, message.size());
  });
  std::vector<std::uint8_t> bytes(numbers.size() * sizeof(Element));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto element = static_cast<Element>(numbers[i]);
    std::memcpy(bytes.data() + i * sizeof(Element), &element, sizeof(Element));
  }
  return bytes;
}

/// Only the types that a quantized model is made of.
std::vector<std::uint8_t> decode(Bytes message, DataType type) {
  switch (type) {
    case DataType::kFloat:
      return decode<float, float>(message, kFloatData);
    case DataType::kInt8:
      return decode<std::int32_t, std::int8_t>(message, kInt32Data);
    case DataType::kUInt8:
      return decode<std::int32_t, std::uint8_t>(message, kInt32Data);
    case DataType::kInt16:
      return decode<std::int32_t, std::int16_t>(message, kInt32Data);
    case DataType::kUInt16:
      return decode<std::int32_t, std::uint16_t>(message, kInt32Data);
    case DataType::kInt32:
      return decode<std::int32_t, std::int32_t>(message, kInt32Data);
    case DataType::kUInt32:
      return decode<std::int64_t, std::uint32_t>(message, kUInt64Data);
    case DataType::kUInt64:
      return decode<std::int64_t, std::uint64_t>(message, kUInt64Data);
    case DataType::kInt64:
      return decode<std::int64_t, std::int64_t>(message, kInt64Data);
    default:
      return {};
  }
}

}  // namespace

Tensor read_tensor(Bytes message) {
  Tensor tensor;
  protobuf::for_each_field(message, [&](Field& field) { return read_header(field, tensor); });
  for (const std::int64_t dim : tensor.dims) {
    if (dim < 0 || (dim != 0 && tensor.size > kMaxBytes / static_cast<std::uint64_t>(dim))) {
      fail(ErrorId::kLimit, Step::kParse,
           "the dimensions of the initializer '" + tensor.name + "' are beyond 2^31 elements");
    }
    tensor.size *= static_cast<std::size_t>(dim);
  }
  if (tensor.raw.empty()) tensor.typed = decode(message, tensor.type);
  return tensor;
}

}  // namespace cnn2snn::onnx
