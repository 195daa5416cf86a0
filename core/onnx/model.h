// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/protobuf/message.h"

/// An ONNX model as plain data: what of onnx.proto (github.com/onnx/onnx) the conversion of a
/// quantized model looks at. Names of types and fields are those of the format.
namespace cnn2snn::onnx {

/// Element types; values are TensorProto.DataType's.
enum class DataType : std::int32_t {
  kUndefined = 0,
  kFloat = 1,
  kUInt8 = 2,
  kInt8 = 3,
  kUInt16 = 4,
  kInt16 = 5,
  kInt32 = 6,
  kInt64 = 7,
  kString = 8,
  kBool = 9,
  kFloat16 = 10,
  kDouble = 11,
  kUInt32 = 12,
  kUInt64 = 13,
  kComplex64 = 14,
  kComplex128 = 15,
};

/// numpy's name: "int8", "float32", …; "type 42" for others.
std::string to_string(DataType type);

/// The fields of a TensorProto that can hold the elements, as a set of bits by tag.
using ValueFields = std::uint32_t;
constexpr ValueFields value_field(std::uint32_t tag) {
  return ValueFields{1} << tag;
}

/// A tensor. Elements in raw_data stay in the file until they are asked for; those in the fields of
/// numbers are decoded once, so that a tensor that many nodes share costs no more than its size.
struct Tensor {
  std::string name;
  DataType type = DataType::kUndefined;
  std::vector<std::int64_t> dims;  ///< None: a scalar.
  std::size_t size = 1;            ///< Product of the dims.
  bool external = false;           ///< The elements are in another file,
  std::string location;            ///< of this name.
  ValueFields fields = 0;          ///< Those that hold anything.
  protobuf::Bytes raw;             ///< raw_data.
  std::vector<std::uint8_t>
      typed;  ///< Otherwise: the elements of a field of numbers, as in raw_data.
};

/// A TensorProto. Throws ConversionError.
Tensor read_tensor(protobuf::Bytes message);

/// All elements, in C order. T: an integer of 8 to 64 bits, float or double.
/// Throws ConversionError when the tensor holds another type or another number of elements.
template <typename T>
std::vector<T> elements(const Tensor& tensor);

/// All elements of a tensor of any type of number, int64 and uint64 rounded where a double cannot
/// hold them. Throws as `elements`.
std::vector<double> numbers(const Tensor& tensor);

/// Refuses a tensor whose elements are in another file.
[[noreturn]] void fail_external(const Tensor& tensor);

/// Values are AttributeProto.AttributeType's.
enum class AttributeType : std::int32_t { kUndefined = 0, kInt = 2, kInts = 7 };

struct Attribute {
  std::string name;
  AttributeType type = AttributeType::kUndefined;
  bool has_type = false;
  std::uint32_t values = 0;  ///< The types of all that it holds, a set of bits.
  std::int64_t i = 0;
  std::vector<std::int64_t> ints;
};

struct Node {
  std::string name;
  std::string op_type;
  std::string domain;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<Attribute> attributes;
};

struct Dimension {
  std::optional<std::int64_t> value;  ///< dim_value; absent: dim_param or nothing.
  std::string param;
};

struct ValueInfo {
  std::string name;
  bool has_shape = false;
  std::int32_t elem_type = 0;
  std::vector<Dimension> shape;
};

/// `domain` is "" or "ai.onnx" for the standard operators.
struct OpsetImport {
  std::string domain;
  std::int64_t version = 0;
};

struct FunctionNode {
  std::string name;
  std::string op_type;
  std::string domain;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

struct Function {
  std::string name;
  std::string domain;
  std::vector<std::string> inputs;
  std::vector<OpsetImport> opset_imports;
  std::vector<FunctionNode> nodes;
};

struct Model {
  std::int64_t ir_version = 0;
  std::string producer_name;
  std::string producer_version;
  std::vector<OpsetImport> opset_imports;
  std::string graph_name;
  std::vector<Node> nodes;
  std::vector<Tensor> initializers;
  std::vector<ValueInfo> inputs;
  std::vector<ValueInfo> outputs;
  std::vector<Function> functions;
};

/// The domain of QuantizeML's operators.
inline constexpr std::string_view kBrainchipDomain = "com.brainchip";

/// Reads a ModelProto. `bytes` must outlive the model. Throws ConversionError: E_ONNX_CORRUPT for
/// bytes that are no ModelProto, E_LIMIT for sizes beyond what an ONNX model can need.
Model read_model(std::span<const std::uint8_t> bytes);

/// What onnx.checker.check_model refuses, in its order and words, except what its shape inference
/// finds. Throws ConversionError (E_ONNX_MODEL, ValidationError).
void check_model(const Model& model);

/// Whether the file stands on QuantizeML's ONNX operators.
bool is_quantized(const Model& model);

}  // namespace cnn2snn::onnx
