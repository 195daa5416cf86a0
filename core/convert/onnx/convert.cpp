// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/convert.h"

#include <algorithm>
#include <unordered_set>

#include "akida/builder.h"
#include "akida/variables.h"
#include "base/conversion_error.h"
#include "convert/onnx/advice.h"
#include "convert/onnx/inbounds.h"
#include "convert/onnx/losses.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

namespace {

Operation open(const Source& source, const Node& node) {
  const Operator* op = find_operator(node.op_type);
  if (op == nullptr) {
    fail(is_quantized(source.model) ? ErrorId::kInvalidBlock : ErrorId::kNotQuantized,
         Step::kConversion, "Unrecognized " + node.op_type + " operation. Not register yet!",
         is_quantized(source.model)
             ? "It was not quantized: use an operator that QuantizeML quantizes in its place."
             : how_to_quantize(source.model),
         "RuntimeError");
  }
  Operation operation{source, node, *op, {}, {}, {}};
  if (node.domain != kBrainchipDomain) {
    refuse("Unrecognized " + node.name + ": it is not part of the domain.",
           "Quantize the model with QuantizeML.");
  }
  const auto function = source.functions.find(node.op_type);
  if (function == source.functions.end()) {
    refuse(node.name + " does not have an associated function.", "Quantize the model again.",
           "AssertionError");
  }
  const std::vector<std::string>& names = function->second->inputs;
  if (names.size() != node.inputs.size()) {
    refuse("Mismatch between function and node inputs", "Quantize the model again.",
           "AssertionError");
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto tensor = source.initializers.find(node.inputs[i]);
    if (tensor != source.initializers.end()) operation.weights[names[i]] = tensor->second;
  }
  return operation;
}

void set_variables(const Operation& operation, akida::Layer& layer) {
  try {
    operation.op.set_variables(operation, layer);
  } catch (const ConversionError& error) {
    Problem problem = error.problem();
    problem.reason = "Impossible to transfer variable. Reason: " + problem.reason;
    throw ConversionError(std::move(problem));
  }
}

/// Adds the node's layer to the model; gives its name.
std::string convert_node(const Source& source, const Node& node, akida::Model& model) {
  Operation operation = open(source, node);
  operation.op.check(operation);
  connect(operation, model);
  akida::Layer layer;
  layer.name = node.name;
  layer.type = operation.op.type;
  layer.inbounds = operation.inbounds;
  operation.op.set_parameters(operation, layer);
  akida::Layer& added = akida::add_layer(model, std::move(layer));
  set_variables(operation, added);
  return added.name;
}

bool is_mappable(const akida::Layer& layer) {
  return layer.type != akida::LayerType::kQuantizer && layer.type != akida::LayerType::kInputData &&
         layer.type != akida::LayerType::kDequantizer;
}

void check_ends(const Model& model) {
  if (model.inputs.size() == 1 && model.outputs.size() == 1) return;
  fail(ErrorId::kModelStructure, Step::kConversion,
       "Cannot convert: model must have exactly one input and one output.",
       "Split the model, or merge its inputs and outputs.", "ValueError");
}

class Conversion {
 public:
  Conversion(const Model& model, Report& report) : source_(model), report_(report) {
    result_.akida_layer.resize(model.nodes.size());
    result_.ignored.resize(model.nodes.size(), false);
  }

  ConvertResult run(const std::function<void(double)>& progress) {
    const std::vector<Node>& nodes = source_.model.nodes;
    std::size_t done = 0;
    for (bool stopped = false; done < nodes.size() && !stopped; ++done) {
      if (progress) progress(static_cast<double>(done) / static_cast<double>(nodes.size()));
      take(done);
      // A float model's nodes would all say the same.
      stopped = nodes[done].op_type == "Dequantizer" ||
                (!report_.ok() && report_.problems.back().id == ErrorId::kNotQuantized);
    }
    if (report_.ok()) finish(done);
    return std::move(result_);
  }

 private:
  void take(std::size_t index) {
    const Node& node = source_.model.nodes[index];
    const std::vector<const Node*> before = inbound_nodes(source_, node);
    const bool follows_failure = std::any_of(before.begin(), before.end(), [&](const Node* other) {
      return failed_.find(other) != failed_.end();
    });
    if (follows_failure) {
      failed_.insert(&node);
      return;
    }
    try {
      result_.akida_layer[index] = convert_node(source_, node, result_.model);
      note_losses(source_.model, node, report_);
    } catch (const ConversionError& error) {
      Problem problem = error.problem();
      // What is too large stays so: every other node would say the same.
      if (problem.id == ErrorId::kCancelled || problem.id == ErrorId::kLimit) throw;
      if (problem.remedy.empty()) problem.remedy = runtime_remedy(problem.reason);
      problem.reason = "Cannot convert " + node.name + ": " + problem.reason;
      problem.layers = {{node.name, node.op_type}};
      report_.problems.push_back(std::move(problem));
      // A layer that lacks only its variables still has a shape for those after it.
      if (result_.model.find(node.name) == nullptr) failed_.insert(&node);
    }
  }

  void finish(std::size_t done) {
    const auto& layers = result_.model.layers;
    if (std::none_of(layers.begin(), layers.end(), is_mappable)) {
      fail(ErrorId::kModelStructure, Step::kConversion,
           "Model is empty or does not have any node to convert.",
           "Nothing before the first Dequantizer is a layer: look at QuantizeML's warnings.",
           "ValueError");
    }
    for (std::size_t i = done; i < result_.ignored.size(); ++i) result_.ignored[i] = true;
    note_ignored(source_.model, done, report_);
  }

  Source source_;
  Report& report_;
  ConvertResult result_;
  std::unordered_set<const Node*> failed_;
};

}  // namespace

ConvertResult convert(const Model& model, const std::function<void(double)>& progress,
                      Report& report) {
  check_model(model);
  check_ends(model);
  return Conversion(model, report).run(progress);
}

}  // namespace cnn2snn::onnx
