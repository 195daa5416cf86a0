// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/structure_checks.h"

#include <string>
#include <utility>

#include "convert/legacy/messages.h"
#include "keras/dilation.h"

namespace cnn2snn::legacy {
namespace {

using Layers = std::vector<LegacyLayer>;

void refuse_model(Report& report, std::string reason, std::string remedy,
                  std::string error_class = "RuntimeError") {
  report.problems.push_back({ErrorId::kModelStructure,
                             Step::kConversion,
                             {},
                             std::move(reason),
                             std::move(remedy),
                             std::move(error_class)});
}

void check_data_formats(const Layers& layers, Report& report) {
  for (const LegacyLayer& layer : layers) {
    if (layer.keras->config["data_format"].as_string() != "channels_first") continue;
    report.problems.push_back(
        problem_of(layer, ErrorId::kModelStructure,
                   "Unsupported data format 'channels_first' in layer '" + layer.name() + "'.",
                   "Rebuild the model with data_format='channels_last'.", "RuntimeError"));
  }
}

// "Conv1D" and its like have one number, "Conv3D" three: both differ from (1, 1).
std::size_t spatial_rank(const std::string& class_name) {
  if (class_name.find("1D") != std::string::npos) return 1;
  if (class_name.find("3D") != std::string::npos) return 3;
  return 2;
}

void check_dilations(const Layers& layers, Report& report) {
  for (const LegacyLayer& layer : layers) {
    const keras::Value& rate = layer.keras->config["dilation_rate"];
    if (rate.is_null()) continue;
    const keras::Shape values = rate.as_ints(spatial_rank(layer.class_name()));
    if (values == keras::Shape{1, 1}) continue;
    report.problems.push_back(problem_of(
        layer, ErrorId::kModelStructure,
        "Unsupported dilation rate " + python_tuple(values) + " in layer '" + layer.name() + "'.",
        keras::remedy_for_dilation(layer.class_name(), values), "ValueError"));
  }
}

std::vector<std::string> names(const keras::Graph& graph, const std::vector<keras::Inbound>& of) {
  std::vector<std::string> result;
  result.reserve(of.size());
  for (const keras::Inbound& tensor : of) result.push_back(graph.layers[tensor.layer].name);
  return result;
}

void check_inputs_and_outputs(const keras::Graph& graph, const Layers& layers, Report& report) {
  if (graph.inputs.size() > 1) {
    refuse_model(report,
                 "Model must have only one input layer. Receives inputs " +
                     python_list(names(graph, graph.inputs)) + ".",
                 "Split the model: Akida 1.0 models have one input.");
  }
  if (graph.outputs.size() != 1) {
    refuse_model(report,
                 "Model must have only one output layer. Receives outputs " +
                     python_list(names(graph, graph.outputs)) + ".",
                 "Split the model: Akida 1.0 models have one output.");
  }
  if (graph.inputs.size() != 1) return;
  const std::optional<keras::Shape>& shape = layers[graph.inputs[0].layer].output_shape;
  if (!shape || shape->size() == 1 || shape->size() == 3) return;
  refuse_model(report,
               "Input shape of model must be 2-D or 4-D (batch size + 1-D or 3-D tensors). "
               "Receives input shape " +
                   python_shape_with_batch(*shape) + ".",
               "Give the model an input of shape (height, width, channels) or (size,).");
}

void check_links(const keras::Graph& graph, const Layers& layers, Report& report) {
  for (const LegacyLayer& layer : layers) {
    if (layer.kind == Kind::kInput) continue;
    const std::size_t calls = layer.keras->inbound_nodes.size();
    if (calls != 1) {
      report.problems.push_back(
          problem_of(layer, ErrorId::kModelStructure,
                     "Layers must have only one inbound node. Receives layer " + layer.name() +
                         " with " + std::to_string(calls) + " nodes.",
                     "Use each layer once.", "RuntimeError"));
      continue;
    }
    const std::size_t parents = layer.keras->inbounds().size();
    if (parents == 1 || layer.kind == Kind::kConcatenate || graph.sequential) continue;
    report.problems.push_back(problem_of(layer, ErrorId::kModelStructure,
                                         "Layer " + layer.name() +
                                             " must have only one inbound layer. Receives " +
                                             std::to_string(parents) + ".",
                                         "Quantize the model with QuantizeML and convert it to "
                                         "Akida 2.0, which supports such layers.",
                                         "RuntimeError"));
  }
}

void check_concatenations(const keras::Graph& graph, const Layers& layers, Report& report) {
  bool found = false;
  for (const LegacyLayer& layer : layers) {
    if (layer.kind != Kind::kConcatenate) continue;
    found = true;
    const std::string subject = "The Concatenate layer '" + layer.name() + "' must have ";
    const std::string remedy = "Akida 1.0 models converted from this API have a single branch.";
    const std::int64_t axis = layer.keras->config["axis"].as_int(-1);
    if (axis != -1) {
      report.problems.push_back(
          problem_of(layer, ErrorId::kModelStructure,
                     subject + "axis=-1. Receives axis=" + std::to_string(axis) + ".", remedy,
                     "RuntimeError"));
    }
    if (layer.keras->inbounds().size() != 2) {
      report.problems.push_back(
          problem_of(layer, ErrorId::kModelStructure,
                     subject + "exactly two inbound layers. Receives inbound layers " +
                         python_list(names(graph, layer.keras->inbounds())) + ".",
                     remedy, "RuntimeError"));
    }
  }
  if (found) {
    refuse_model(report, "The model contains more than one sequential branch.",
                 "Remove the branches, or quantize the model with QuantizeML and convert it to "
                 "Akida 2.0.");
  }
}

// Follows the only links from the input to the output.
Layers follow(const keras::Graph& graph, const Layers& layers) {
  std::vector<std::size_t> indices;
  std::size_t current = graph.outputs[0].layer;
  while (layers[current].kind != Kind::kInput && indices.size() < layers.size()) {
    indices.push_back(current);
    const std::vector<keras::Inbound>& inbounds = layers[current].keras->inbounds();
    if (inbounds.size() != 1) return {};
    current = inbounds[0].layer;
  }
  Layers branch;
  for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
    branch.push_back(layers[*index]);
  }
  return branch;
}

}  // namespace

Layers linear_branch(const keras::Graph& graph, const Layers& layers, Report& report) {
  if (!graph.built) {
    refuse_model(report, "The Sequential model declares no input shape: it was never built.",
                 "Start the model with an Input layer, and save it again.", "ValueError");
    return {};
  }
  check_data_formats(layers, report);
  check_dilations(layers, report);
  const std::size_t before = report.problems.size();
  check_inputs_and_outputs(graph, layers, report);
  check_links(graph, layers, report);
  check_concatenations(graph, layers, report);
  if (report.problems.size() > before) return {};
  Layers branch = follow(graph, layers);
  if (branch.empty()) {
    refuse_model(report, "The model holds no layers to convert.",
                 "Convert a model with at least one quantized layer.");
  }
  return branch;
}

}  // namespace cnn2snn::legacy
