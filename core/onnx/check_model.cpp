// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/conversion_error.h"
#include "onnx/attribute.h"
#include "onnx/checks.h"
#include "onnx/model.h"

// The order is that of check_model in onnx/checker.cc (Apache-2.0).
namespace cnn2snn::onnx {

namespace {

constexpr std::int64_t kNewestIrVersion = 13;
constexpr std::int64_t kLocalFunctions = 8;  ///< The first that has them.
constexpr const char* kSaveAgain = "Export the model again with onnx 1.22 or older.";

using Names = std::unordered_set<std::string_view>;

void check_value_infos(const std::vector<ValueInfo>& values) {
  for (const ValueInfo& value : values) {
    if (value.name.empty())
      refuse_graph("Field 'name' of 'value_info' is required to be non-empty.");
    if (!value.has_shape) refuse_graph("Field 'shape' of 'type' is required but missing.");
  }
}

void check_initializers(const Model& model, Names& known) {
  Names names;
  for (const Tensor& tensor : model.initializers) {
    if (tensor.name.empty()) refuse_graph("Tensor initializers must have a non-empty name");
    if (!names.insert(tensor.name).second) {
      refuse_graph(tensor.name + " initializer name is not unique");
    }
    check_tensor(tensor);
    if (model.ir_version < 4 && known.find(tensor.name) == known.end()) {
      refuse_graph(tensor.name + " in initializer but not in graph input");
    }
  }
  known.insert(names.begin(), names.end());
}

void check_node(const Model& model, const Node& node) {
  const std::string context =
      " ==> Context: Bad node spec for node. Name: " + node.name + " OpType: " + node.op_type;
  if (node.op_type.empty())
    refuse_graph("Field 'op_type' of 'node' is required to be non-empty." + context);
  if (node.inputs.empty() && node.outputs.empty()) {
    refuse_graph("NodeProto (name: " + node.name + ", type: " + node.op_type +
                 ") has zero input and zero output." + context);
  }
  const auto& imports = model.opset_imports;
  // The oldest format has the standard operators alone, and does not say so.
  const bool imported = model.ir_version < 3
                            ? node.domain.empty()
                            : std::any_of(imports.begin(), imports.end(), [&](const auto& import) {
                                return import.domain == node.domain;
                              });
  if (!imported) {
    refuse_graph("No opset import for domain '" + node.domain + "'" + context);
  }
  Names names;
  for (const Attribute& attribute : node.attributes) {
    if (!names.insert(attribute.name).second) {
      refuse_graph("Attribute '" + attribute.name + "' appeared multiple times." + context);
    }
    const std::string error = attribute_error(attribute, model.ir_version);
    if (!error.empty()) refuse_graph(error + context);
  }
}

void check_nodes(const Model& model, Names& known) {
  for (const Node& node : model.nodes) {
    for (const std::string& input : node.inputs) {
      if (input.empty() || known.find(input) != known.end()) continue;
      refuse_graph("Nodes in a graph must be topologically sorted, however input '" + input +
                   "' of node: name: " + node.name + " OpType: " + node.op_type +
                   " is not output of any previous nodes.");
    }
    check_node(model, node);
    for (const std::string& output : node.outputs) {
      if (output.empty() || known.insert(output).second) continue;
      refuse_graph("Graph must be in single static assignment (SSA) form, however '" + output +
                   "' has been used as output names multiple times.");
    }
  }
}

}  // namespace

void refuse_graph(const std::string& reason, std::string remedy) {
  fail(ErrorId::kOnnxModel, Step::kParse, reason, std::move(remedy), "ValidationError");
}

void check_model(const Model& model) {
  if (model.ir_version <= 0) refuse_graph("The model does not have an ir_version set properly.");
  if (model.ir_version > kNewestIrVersion) {
    refuse_graph("Your model ir_version " + std::to_string(model.ir_version) +
                     " is higher than the checker's (" + std::to_string(kNewestIrVersion) + ").",
                 kSaveAgain);
  }
  if (model.ir_version >= 3 && model.opset_imports.empty()) {
    refuse_graph("model with IR version >= 3 must specify opset_import for ONNX");
  }
  if (model.ir_version < 3 && !model.opset_imports.empty()) {
    refuse_graph("model with IR version < 3 cannot have opset_import specified");
  }
  if (model.graph_name.empty())
    refuse_graph("Field 'name' of 'graph' is required to be non-empty.");
  check_value_infos(model.inputs);
  check_value_infos(model.outputs);
  Names known;
  for (const ValueInfo& input : model.inputs) {
    if (known.insert(input.name).second) continue;
    refuse_graph("Graph must be in single static assignment (SSA) form, however '" + input.name +
                 "' has been used as graph input names multiple times.");
  }
  check_initializers(model, known);
  check_nodes(model, known);
  for (const ValueInfo& output : model.outputs) {
    if (known.find(output.name) != known.end()) continue;
    refuse_graph("Graph output '" + output.name + "' is not an output of any node in graph.");
  }
  if (model.ir_version >= kLocalFunctions) check_functions(model);
}

bool is_quantized(const Model& model) {
  return std::any_of(model.nodes.begin(), model.nodes.end(),
                     [](const Node& node) { return node.domain == kBrainchipDomain; });
}

}  // namespace cnn2snn::onnx
