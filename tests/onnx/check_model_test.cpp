// SPDX-License-Identifier: Apache-2.0
//
// What onnx.checker.check_model refuses, in its words: each change breaks one rule.
#include <gtest/gtest.h>

#include <functional>

#include "files/hdf5/test_files.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {
namespace {

using hdf5::problem_of;

ValueInfo value(const std::string& name) {
  ValueInfo info;
  info.name = name;
  info.has_shape = true;
  return info;
}

Attribute integer(const std::string& name) {
  Attribute attribute;
  attribute.name = name;
  attribute.type = AttributeType::kInt;
  attribute.has_type = true;
  attribute.values = 1U << static_cast<std::uint32_t>(AttributeType::kInt);
  return attribute;
}

/// x → Relu → y, and a function that nobody calls.
Model sound() {
  Model model;
  model.ir_version = 8;
  model.opset_imports = {{"", 13}};
  model.graph_name = "graph";
  model.inputs = {value("x")};
  model.outputs = {value("y")};
  Node node;
  node.name = "relu";
  node.op_type = "Relu";
  node.inputs = {"x"};
  node.outputs = {"y"};
  node.attributes = {integer("a")};
  model.nodes = {node};
  Function function;
  function.name = "f";
  function.domain = "own";
  function.inputs = {"u"};
  function.opset_imports = {{"", 13}};
  function.nodes = {{"inner", "Relu", "", {"u"}, {"v"}}};
  model.functions = {function};
  return model;
}

struct Broken {
  std::function<void(Model&)> change;
  std::string reason;
};

void expect_refused(const std::vector<Broken>& cases) {
  for (const Broken& broken : cases) {
    Model model = sound();
    broken.change(model);
    const Problem problem = problem_of([&] { check_model(model); });
    EXPECT_EQ(problem.reason, broken.reason);
    EXPECT_EQ(problem.id, ErrorId::kOnnxModel);
    EXPECT_EQ(problem.error_class, "ValidationError");
  }
}

const std::string kOfNode = " ==> Context: Bad node spec for node. Name: relu OpType: Relu";

TEST(CheckModel, AcceptsASoundOne) {
  EXPECT_NO_THROW(check_model(sound()));
}

TEST(CheckModel, RefusesFormats) {
  expect_refused({
      {[](Model& m) { m.ir_version = 0; }, "The model does not have an ir_version set properly."},
      {[](Model& m) { m.ir_version = 14; },
       "Your model ir_version 14 is higher than the checker's (13)."},
      {[](Model& m) { m.opset_imports.clear(); },
       "model with IR version >= 3 must specify opset_import for ONNX"},
      {[](Model& m) { m.ir_version = 2; },
       "model with IR version < 3 cannot have opset_import specified"},
      {[](Model& m) { m.graph_name.clear(); },
       "Field 'name' of 'graph' is required to be non-empty."},
  });
}

TEST(CheckModel, RefusesInputsAndOutputs) {
  expect_refused({
      {[](Model& m) { m.inputs[0].name.clear(); },
       "Field 'name' of 'value_info' is required to be non-empty."},
      {[](Model& m) { m.outputs[0].has_shape = false; },
       "Field 'shape' of 'type' is required but missing."},
      {[](Model& m) { m.inputs.push_back(value("x")); },
       "Graph must be in single static assignment (SSA) form, however 'x' has been used as graph "
       "input names multiple times."},
      {[](Model& m) { m.outputs.push_back(value("z")); },
       "Graph output 'z' is not an output of any node in graph."},
  });
}

TEST(CheckModel, RefusesNodes) {
  expect_refused({
      {[](Model& m) { m.nodes[0].op_type.clear(); },
       "Field 'op_type' of 'node' is required to be non-empty. ==> Context: Bad node spec for "
       "node. Name: relu OpType: "},
      {[](Model& m) { m.nodes[0].inputs = m.nodes[0].outputs = {}; },
       "NodeProto (name: relu, type: Relu) has zero input and zero output." + kOfNode},
      {[](Model& m) { m.nodes[0].domain = "other"; },
       "No opset import for domain 'other'" + kOfNode},
      {[](Model& m) { m.nodes[0].inputs = {"nowhere"}; },
       "Nodes in a graph must be topologically sorted, however input 'nowhere' of node: name: relu "
       "OpType: Relu is not output of any previous nodes."},
      {[](Model& m) { m.nodes.push_back(m.nodes[0]); },
       "Graph must be in single static assignment (SSA) form, however 'y' has been used as output "
       "names multiple times."},
  });
}

TEST(CheckModel, RefusesAttributes) {
  expect_refused({
      {[](Model& m) { m.nodes[0].attributes[0].name.clear(); },
       "Field 'name' of 'attr' is required to be non-empty." + kOfNode},
      {[](Model& m) { m.nodes[0].attributes.push_back(integer("a")); },
       "Attribute 'a' appeared multiple times." + kOfNode},
      {[](Model& m) { m.nodes[0].attributes[0].has_type = false; },
       "Field 'type' of 'attr' is required but missing." + kOfNode},
      {[](Model& m) { m.nodes[0].attributes[0].type = AttributeType::kInts; },
       "type field and data field mismatch in attribute a." + kOfNode},
      {[](Model& m) {
         m.ir_version = 1;  // Attributes had no types: two values are what can be wrong.
         m.opset_imports.clear();
         m.nodes[0].attributes[0].has_type = false;
         m.nodes[0].attributes[0].values |= 1U << static_cast<std::uint32_t>(AttributeType::kInts);
       },
       "Attribute (name: a) should not contain more than one value field." + kOfNode},
  });
}

TEST(CheckModel, RefusesFunctions) {
  expect_refused({
      {[](Model& m) { m.functions[0].name.clear(); },
       "Field 'name' of 'function' is required to be non-empty."},
      {[](Model& m) { m.functions.push_back(m.functions[0]); },
       "Model contains multiple local functions with the same implementation id 'own::f'."},
      {[](Model& m) {
         m.functions[0].inputs = {"u", "u"};
       },
       "Graph must be in single static assignment (SSA) form, however 'u' has been used multiple "
       "times."},
      {[](Model& m) { m.functions[0].nodes.push_back(m.functions[0].nodes[0]); },
       "Function must be in single static assignment (SSA) form, however 'v' has been used as "
       "output names multiple times."},
      {[](Model& m) { m.functions[0].nodes[0].inputs = {"w"}; },
       "Nodes in a function must be topologically sorted, however input 'w' of node: Name: inner "
       "OpType: Relu is neither output of any previous nodes nor input of the function."},
      {[](Model& m) { m.functions[0].opset_imports.clear(); }, "No Opset registered for domain "},
      {[](Model& m) {
         m.functions[0].opset_imports = {{"", 14}};
       },
       "Opset import for domain  in function op Reluis not compatible with the version imported by "
       "model. FunctionOp imports version 14 whereas model imports version 13"},
  });
}

}  // namespace
}  // namespace cnn2snn::onnx
