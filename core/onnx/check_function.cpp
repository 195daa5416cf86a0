// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <unordered_set>

#include "onnx/checks.h"

// The order is that of check_model_local_functions in onnx/checker.cc (Apache-2.0).
namespace cnn2snn::onnx {

namespace {

using Names = std::unordered_set<std::string_view>;

/// The opsets in which a standard operator changed, from opset 9 on (onnx/defs).
struct History {
  std::string_view op_type;
  std::array<std::int64_t, 8> changes;
};

// The operators that QuantizeML's functions are made of.
constexpr std::array kHistories = {
    History{"Add", {13, 14}},
    History{"Cast", {13, 19, 21, 23, 24, 25}},
    History{"Clip", {11, 12, 13}},
    History{"Concat", {11, 13}},
    History{"Constant", {11, 12, 13, 19, 21, 23, 24, 25}},
    History{"Conv", {11, 22}},
    History{"ConvTranspose", {11, 22}},
    History{"DequantizeLinear", {10, 13, 19, 21, 23, 24, 25}},
    History{"Div", {13, 14}},
    History{"Equal", {11, 13, 19}},
    History{"Flatten", {13, 21, 23, 24, 25}},
    History{"Floor", {13}},
    History{"Gather", {11, 13}},
    History{"Gemm", {11, 13}},
    History{"If", {11, 13, 16, 19, 21, 23, 24, 25}},
    History{"MaxPool", {10, 11, 12, 22}},
    History{"Min", {12, 13}},
    History{"Mul", {13, 14}},
    History{"Pad", {11, 13, 18, 19, 21, 23, 24, 25}},
    History{"QuantizeLinear", {10, 13, 19, 21, 23, 24, 25}},
    History{"ReduceSum", {11, 13}},
    History{"Relu", {13, 14}},
    History{"Reshape", {13, 14, 19, 21, 23, 24, 25}},
    History{"Sub", {13, 14}},
    History{"Transpose", {13, 21, 23, 24, 25}},
    History{"Unsqueeze", {11, 13, 21, 23, 24, 25}},
};

/// How often an operator changed up to an opset.
std::ptrdiff_t version_of(const History& history, std::int64_t opset) {
  return std::count_if(history.changes.begin(), history.changes.end(),
                       [opset](std::int64_t change) { return change != 0 && change <= opset; });
}

bool changed_between(std::string_view op_type, std::int64_t one, std::int64_t other) {
  const auto* found =
      std::find_if(kHistories.begin(), kHistories.end(),
                   [op_type](const History& history) { return history.op_type == op_type; });
  return found != kHistories.end() && version_of(*found, one) != version_of(*found, other);
}

const OpsetImport* find_import(const std::vector<OpsetImport>& imports, std::string_view domain) {
  // Of two the last one counts.
  const auto found =
      std::find_if(imports.rbegin(), imports.rend(),
                   [domain](const OpsetImport& import) { return import.domain == domain; });
  return found == imports.rend() ? nullptr : &*found;
}

void check_opset(const Model& model, const Function& function, const FunctionNode& node) {
  const OpsetImport* own = find_import(function.opset_imports, node.domain);
  if (own == nullptr) refuse_graph("No Opset registered for domain " + node.domain);
  const OpsetImport* models = find_import(model.opset_imports, node.domain);
  if (models == nullptr || !node.domain.empty()) return;
  if (!changed_between(node.op_type, own->version, models->version)) return;
  refuse_graph("Opset import for domain " + node.domain + " in function op " + node.op_type +
               "is not compatible with the version imported by model. FunctionOp imports version " +
               std::to_string(own->version) + " whereas model imports version " +
               std::to_string(models->version));
}

void check_function(const Model& model, const Function& function) {
  const std::string form = "must be in single static assignment (SSA) form, however '";
  if (function.name.empty())
    refuse_graph("Field 'name' of 'function' is required to be non-empty.");
  Names known;
  for (const std::string& input : function.inputs) {
    if (!known.insert(input).second) {
      refuse_graph("Graph " + form + input + "' has been used multiple times.");
    }
  }
  for (const FunctionNode& node : function.nodes) {
    for (const std::string& input : node.inputs) {
      if (input.empty() || known.find(input) != known.end()) continue;
      refuse_graph("Nodes in a function must be topologically sorted, however input '" + input +
                   "' of node: Name: " + node.name + " OpType: " + node.op_type +
                   " is neither output of any previous nodes nor input of the function.");
    }
    check_opset(model, function, node);
    for (const std::string& output : node.outputs) {
      if (output.empty() || known.insert(output).second) continue;
      refuse_graph("Function " + form + output + "' has been used as output names multiple times.");
    }
  }
}

}  // namespace

void check_functions(const Model& model) {
  std::unordered_set<std::string> ids;
  for (const Function& function : model.functions) {
    const std::string id = function.domain + "::" + function.name;
    if (ids.insert(id).second) continue;
    refuse_graph("Model contains multiple local functions with the same implementation id '" + id +
                 "'.");
  }
  for (const Function& function : model.functions) check_function(model, function);
}

}  // namespace cnn2snn::onnx
