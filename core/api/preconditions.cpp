// SPDX-License-Identifier: Apache-2.0
#include "api/preconditions.h"

#include <algorithm>
#include <string>

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

Problem saved_by_keras3(const std::string& keras_version) {
  Problem problem;
  problem.id = ErrorId::kModelConfig;
  problem.step = Step::kParse;
  problem.reason = "The model was saved by Keras " + keras_version +
                   ": QuantizeML and the official converter read models of Keras 2 only.";
  problem.remedy =
      "`cnn2snn quantize` reads it; the quantized model that it writes is one of Keras 2.";
  return problem;
}

std::optional<Problem> unreadable_quantized_model(const keras::Graph& graph, FileKind file) {
  const bool keras3 = keras::is_keras3(graph.keras_version);
  if (!keras3 && file != FileKind::kKerasArchive) return std::nullopt;
  const auto quantized =
      std::find_if(graph.layers.begin(), graph.layers.end(),
                   [](const keras::Layer& layer) { return is_quantized_class(layer.class_name); });
  if (quantized == graph.layers.end()) return std::nullopt;
  Problem problem;
  problem.id = ErrorId::kModelConfig;
  problem.step = Step::kParse;
  problem.layers = {{quantized->name, quantized->class_name}};
  problem.reason =
      keras3 ? "The model has quantized layers and was saved by Keras " + graph.keras_version +
                   ": QuantizeML makes models of Keras 2 only."
             : "The quantized model is in a .keras archive: quantized layers are read from "
               "an .h5 file only.";
  problem.remedy = keras3 ? "Quantize the float model: `cnn2snn quantize` reads models of Keras 3."
                          : "Load it with quantizeml.models.load_model, and save it with "
                            "model.save('model.h5').";
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
  problem.layers = {{inner->name, inner->class_name}};
  problem.reason = "The quantized model '" + inner->name + "' is one layer of the model '" +
                   graph.name + "': only a quantized model itself is converted.";
  problem.remedy = "Save the inner model alone: model.get_layer('" + inner->name + "').save('" +
                   inner->name + ".h5').";
  problem.error_class = "RuntimeError";
  return problem;
}

}  // namespace cnn2snn
