// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "base/conversion_error.h"
#include "onnx/attribute.h"
#include "onnx/limits.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {

namespace {

using protobuf::Bytes;
using protobuf::Field;
using protobuf::for_each_field;

// A field takes two bytes in a file and dozens in memory: what is repeated is counted.
constexpr std::size_t kMaxNodes = 100'000;
constexpr std::size_t kMaxTensors = 400'000;
constexpr std::size_t kMaxNames = 2'000'000;
constexpr std::size_t kMaxReferences = std::size_t{1} << 26;

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
    check_references();
    return std::move(model_);
  }

 private:
  /// Layers are told by the names of their nodes, so a name that is long is copied for each node
  /// that takes its output.
  void check_references() const {
    std::unordered_map<std::string_view, std::size_t> lengths;
    for (const Node& node : model_.nodes) {
      for (const std::string& output : node.outputs) {
        lengths.emplace(output, std::max(node.name.size(), output.size()));
      }
    }
    std::size_t total = 0;
    for (const Node& node : model_.nodes) {
      for (const std::string& input : node.inputs) {
        const auto found = lengths.find(input);
        if (found != lengths.end()) total += std::min(found->second, kMaxReferences);
        check_limit(total, kMaxReferences, "characters in the names that its nodes refer to");
      }
    }
  }

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

  void opset(Bytes bytes) { add_opset(bytes, model_.opset_imports); }

  static void add_opset(Bytes bytes, std::vector<OpsetImport>& imports) {
    check_limit(imports.size(), kMaxRank * 16, "opset imports");
    OpsetImport import;
    for_each_field(bytes, [&](Field& field) {
      return (field.tag() == 1 && field.read(import.domain)) ||
             (field.tag() == 2 && field.read(import.version));
    });
    imports.push_back(std::move(import));
  }

  /// A second graph in the file adds to the first, as Protocol Buffers merges messages.
  void graph(Bytes bytes) {
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
          node.attributes.push_back(read_attribute(value));
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

  void initializer(Bytes bytes) {
    check_limit(model_.initializers.size(), kMaxTensors, "initializers");
    model_.initializers.push_back(read_tensor(bytes));
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
        case 7:
        case 9: {
          Bytes part;
          if (!field.read(part)) return false;
          if (field.tag() == 9) {
            add_opset(part, function.opset_imports);
          } else {
            function.nodes.push_back(function_node(part));
          }
          return true;
        }
        case 10:
          return field.read(function.domain);
        default:
          return false;
      }
    });
    model_.functions.push_back(std::move(function));
  }

  FunctionNode function_node(Bytes bytes) {
    check_limit(names_++, kMaxNames, "names");
    FunctionNode node;
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
        case 7:
          return field.read(node.domain);
        default:
          return false;
      }
    });
    return node;
  }

  Model model_;
  std::size_t names_ = 0;
};

}  // namespace

Model read_model(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxBytes) {
    fail(ErrorId::kLimit, Step::kRead, "an ONNX file cannot be larger than 2 GiB",
         "Save the model without external data.", "DecodeError");
  }
  return Reader().read(protobuf::bytes_of(bytes));
}

}  // namespace cnn2snn::onnx
