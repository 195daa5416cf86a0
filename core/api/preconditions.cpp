// SPDX-License-Identifier: Apache-2.0
#include "api/preconditions.h"

#include <algorithm>
#include <string>

#include "api/wrapped_model.h"

namespace cnn2snn {

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
  problem.remedy = keras3
                       ? "Quantize the float model: `cnn2snn quantize` reads models of Keras 3."
                       : "Import quantizeml, load it with tf_keras.models.load_model, and save it "
                         "with model.save('model.h5').";
  return problem;
}

std::optional<Problem> wrapped_quantized_model(const keras::Graph& graph) {
  const auto inner = wrapped_model(graph);
  if (!inner) return std::nullopt;
  const keras::Layer& layer = graph.layers[inner->layer];
  Problem problem;
  problem.id = ErrorId::kModelStructure;
  problem.step = Step::kParse;
  problem.layers = {{layer.name, layer.class_name}};
  problem.reason = "The quantized model '" + inner->name + "' is one layer of the model '" +
                   graph.name + "': only a quantized model itself is converted.";
  problem.remedy = "Save the inner model alone: " + inner->path + ".save('quantized.h5').";
  problem.error_class = "RuntimeError";
  return problem;
}

}  // namespace cnn2snn
