// SPDX-License-Identifier: Apache-2.0
#include "api/preconditions.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "files/kind/kind.h"

namespace cnn2snn {
namespace {

bool is_quantized_class(std::string name) {
  name.erase(0, name.rfind('>') + 1);  // The package; npos + 1 is 0.
  return name.rfind("Quantized", 0) == 0;
}

// Whether a model with this config holds quantized layers, at any depth.
bool holds_quantized_layers(const keras::Value& config) {
  const keras::Value& layers = config.is_list() ? config : config["layers"];
  return std::any_of(layers.list().begin(), layers.list().end(), [](const keras::Value& layer) {
    return is_quantized_class(layer["class_name"].as_string()) ||
           is_quantized_class(layer["registered_name"].as_string()) ||
           holds_quantized_layers(layer["config"]);
  });
}

}  // namespace

bool is_keras3(const keras::Graph& graph) {
  return std::atoi(graph.keras_version.c_str()) >= 3;
}

Problem saved_by_keras3(const std::string& keras_version) {
  Problem problem;
  problem.id = ErrorId::kModelConfig;
  problem.step = Step::kParse;
  problem.reason = "The model was saved by Keras " + keras_version +
                   ": QuantizeML and the official converter read models of Keras 2 only.";
  problem.remedy = files::kKeras3NextStep;
  return problem;
}

std::optional<Problem> wrapped_quantized_model(const keras::Graph& graph) {
  const bool quantized =
      std::any_of(graph.layers.begin(), graph.layers.end(),
                  [](const keras::Layer& layer) { return is_quantized_class(layer.class_name); });
  const auto inner =
      std::find_if(graph.layers.begin(), graph.layers.end(),
                   [](const keras::Layer& layer) { return holds_quantized_layers(layer.config); });
  if (quantized || inner == graph.layers.end()) return std::nullopt;
  Problem problem;
  problem.id = ErrorId::kModelStructure;
  problem.step = Step::kParse;
  problem.layer = inner->name;
  problem.layer_class = inner->class_name;
  problem.reason = "The quantized model '" + inner->name + "' is one layer of the model '" +
                   graph.name + "': only a quantized model itself is converted.";
  problem.remedy = "Save the inner model alone: model.get_layer('" + inner->name + "').save('" +
                   inner->name + ".h5').";
  problem.error_class = "RuntimeError";
  return problem;
}

}  // namespace cnn2snn
