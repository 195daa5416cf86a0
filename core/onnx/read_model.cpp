// SPDX-License-Identifier: Apache-2.0
#include "onnx/model.h"

namespace cnn2snn::onnx {

namespace {

using protobuf::Bytes;
using protobuf::Field;
using protobuf::for_each_field;

/// Protocol Buffers has no larger messages.
constexpr std::size_t kMaxBytes = (std::size_t{1} << 31) - 1;
// A field takes two bytes in a file and dozens in memory: what is repeated is counted.
constexpr std::size_t kMaxNodes = 100'000;
constexpr std::size_t kMaxTensors = 400'000;
constexpr std::size_t kMaxNames = 2'000'000;
constexpr std::size_t kMaxRank = 16;
constexpr std::size_t kMaxInts = 4096;

void check_limit(std::size_t size, std::size_t most, const char* what) {
  if (size < most) return;
  fail(ErrorId::kLimit, Step::kParse,
       "the ONNX graph has more than " + std::to_string(most) + " " + what);
}

class Reader {
 public:
  Model read(Bytes bytes) {
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return field.read(model_.ir_version);
        case 2:
          return field.read(model_.producer_name);
        case 3:
          return field.read(model_.producer_version);
        case 7:
          return read_sub(field, &Reader::graph);
        case 8:
          return read_sub(field, &Reader::opset);
        case 25:
          return read_sub(field, &Reader::function);
        default:
          return false;
      }
    });
    return std::move(model_);
  }

 private:
  template <typename Method>
  bool read_sub(Field& field, Method method) {
    Bytes bytes;
    if (!field.read(bytes)) return false;
    (this->*method)(bytes);
    return true;
  }

  bool read_name(Field& field, std::vector<std::string>& names) {
    check_limit(names_++, kMaxNames, "names");
    std::string name;
    if (!field.read(name)) return false;
    names.push_back(std::move(name));
    return true;
  }

  void opset(Bytes bytes) {
    check_limit(model_.opset_domains.size(), kMaxRank * 16, "opset imports");
    std::string domain;
    for_each_field(bytes, [&](Field& field) { return field.tag() == 1 && field.read(domain); });
    model_.opset_domains.push_back(std::move(domain));
  }

  void graph(Bytes bytes) {
    if (graphs_++ != 0) {
      fail(ErrorId::kOnnxCorrupt, Step::kParse, "the ONNX file holds more than one graph",
           "Save the model again with onnx.save.", "DecodeError");
    }
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return read_sub(field, &Reader::node);
        case 2:
          return field.read(model_.graph_name);
        case 5:
          return read_sub(field, &Reader::initializer);
        case 11:
        case 12: {
          auto& values = field.tag() == 11 ? model_.inputs : model_.outputs;
          check_limit(values.size(), kMaxTensors, "inputs and outputs");
          Bytes value;
          if (!field.read(value)) return false;
          values.push_back(value_info(value));
          return true;
        }
        default:
          return false;
      }
    });
  }

  void node(Bytes bytes) {
    check_limit(model_.nodes.size(), kMaxNodes, "nodes");
    Node node;
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return read_name(field, node.inputs);
        case 2:
          return read_name(field, node.outputs);
        case 3:
          return field.read(node.name);
        case 4:
          return field.read(node.op_type);
        case 5: {
          check_limit(names_++, kMaxNames, "names");
          Bytes value;
          if (!field.read(value)) return false;
          node.attributes.push_back(attribute(value));
          return true;
        }
        case 7:
          return field.read(node.domain);
        default:
          return false;
      }
    });
    model_.nodes.push_back(std::move(node));
  }

  static Attribute attribute(Bytes bytes) {
    Attribute attribute;
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return field.read(attribute.name);
        case 3:
          return field.read(attribute.i);
        case 8:
          return field.append(attribute.ints, kMaxInts);
        case 20:
          return field.read(attribute.type);
        default:
          return false;
      }
    });
    return attribute;
  }

  void initializer(Bytes bytes) {
    check_limit(model_.initializers.size(), kMaxTensors, "initializers");
    Tensor tensor;
    tensor.message = bytes;
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return field.append(tensor.dims, kMaxRank);
        case 2: {
          std::int32_t type = 0;
          if (!field.read(type)) return false;
          tensor.type = static_cast<DataType>(type);
          return true;
        }
        case 8:
          return field.read(tensor.name);
        case 13:
          tensor.external = true;
          return read_external(field, tensor);
        case 14: {
          std::int32_t location = 0;
          if (!field.read(location)) return false;
          tensor.external = tensor.external || location == 1;
          return true;
        }
        default:
          return false;
      }
    });
    for (const std::int64_t dim : tensor.dims) {
      if (dim < 0 || (dim != 0 && tensor.size > kMaxBytes / static_cast<std::uint64_t>(dim))) {
        fail(ErrorId::kLimit, Step::kParse,
             "the dimensions of the initializer '" + tensor.name + "' are beyond 2^31 elements");
      }
      tensor.size *= static_cast<std::size_t>(dim);
    }
    model_.initializers.push_back(std::move(tensor));
  }

  static bool read_external(Field& field, Tensor& tensor) {
    Bytes entry;
    if (!field.read(entry)) return false;
    std::string key;
    std::string value;
    for_each_field(entry, [&](Field& part) {
      return (part.tag() == 1 && part.read(key)) || (part.tag() == 2 && part.read(value));
    });
    if (key == "location") tensor.location = std::move(value);
    return true;
  }

  static ValueInfo value_info(Bytes bytes) {
    ValueInfo value;
    for_each_field(bytes, [&](Field& field) {
      Bytes type;
      if (field.tag() == 1) return field.read(value.name);
      if (field.tag() != 2 || !field.read(type)) return false;
      for_each_field(type, [&](Field& kind) {
        Bytes tensor;
        if (kind.tag() != 1 || !kind.read(tensor)) return false;
        tensor_type(tensor, value);
        return true;
      });
      return true;
    });
    return value;
  }

  static void tensor_type(Bytes bytes, ValueInfo& value) {
    for_each_field(bytes, [&](Field& field) {
      Bytes shape;
      if (field.tag() == 1) return field.read(value.elem_type);
      if (field.tag() != 2 || !field.read(shape)) return false;
      value.has_shape = true;
      for_each_field(shape, [&](Field& part) {
        Bytes bytes_of_dimension;
        if (part.tag() != 1 || !part.read(bytes_of_dimension)) return false;
        check_limit(value.shape.size(), kMaxRank, "dimensions of one tensor");
        value.shape.push_back(dimension(bytes_of_dimension));
        return true;
      });
      return true;
    });
  }

  static Dimension dimension(Bytes bytes) {
    Dimension dimension;
    for_each_field(bytes, [&](Field& field) {
      std::int64_t number = 0;
      if (field.tag() == 1 && field.read(number)) {
        dimension.value = number;
        return true;
      }
      return field.tag() == 2 && field.read(dimension.param);
    });
    return dimension;
  }

  void function(Bytes bytes) {
    check_limit(model_.functions.size(), kMaxNodes, "functions");
    Function function;
    for_each_field(bytes, [&](Field& field) {
      switch (field.tag()) {
        case 1:
          return field.read(function.name);
        case 4:
          return read_name(field, function.inputs);
        case 10:
          return field.read(function.domain);
        default:
          return false;
      }
    });
    model_.functions.push_back(std::move(function));
  }

  Model model_;
  std::size_t names_ = 0;
  int graphs_ = 0;
};

}  // namespace

bool is_onnx(std::span<const std::uint8_t> bytes) {
  if (bytes.empty() || bytes.size() > kMaxBytes) return false;
  bool graph = false;
  try {
    for_each_field(protobuf::bytes_of(bytes), [&](Field& field) {
      Bytes value;
      if (field.tag() != 7 || !field.read(value)) return false;
      for_each_field(value, [](Field&) { return false; });
      graph = true;
      return true;
    });
  } catch (const ConversionError&) {
    return false;
  }
  return graph;
}

Model read_model(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxBytes) {
    fail(ErrorId::kLimit, Step::kRead, "an ONNX file cannot be larger than 2 GiB",
         "Save the model without external data.", "DecodeError");
  }
  return Reader().read(protobuf::bytes_of(bytes));
}

}  // namespace cnn2snn::onnx
