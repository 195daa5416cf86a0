// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/classify.h"

#include <algorithm>
#include <array>

#include "base/conversion_error.h"

namespace cnn2snn::quantizeml {
namespace {

/// Whether a layer leaves the order of the last axis' values as it is.
bool keeps_order(const keras::Layer& layer) {
  if (layer.is("Activation")) {
    const std::string name = layer.config["activation"].as_string();
    return name == "softmax" || name == "linear";
  }
  return layer.is("Softmax") || layer.is("Dequantizer");
}

/// The layer whose output has the highest value where the model's has it.
std::size_t scores_of(const keras::Graph& graph) {
  if (graph.outputs.size() != 1) {
    fail(ErrorId::kModelStructure, Step::kInference, "The model has several outputs.",
         "Only models of one output give a sample a class.", "ValueError");
  }
  std::size_t at = graph.outputs[0].layer;
  while (keeps_order(graph.layers[at]) && graph.layers[at].inbounds().size() == 1) {
    at = graph.layers[at].inbounds()[0].layer;
  }
  return at;
}

std::int64_t first_highest(const keras::Layer& layer, const Tensor& scores) {
  if (scores.values.empty() || scores.channels() != scores.values.size()) {
    Problem problem;
    problem.id = ErrorId::kModelStructure;
    problem.step = Step::kInference;
    problem.layers = {{layer.name, layer.class_name}};
    problem.reason = "The model gives a map of scores a sample, no classification.";
    problem.error_class = "ValueError";
    throw ConversionError(problem);
  }
  return std::max_element(scores.values.begin(), scores.values.end()) - scores.values.begin();
}

}  // namespace

FloatClassifier::FloatClassifier(const keras::Graph& graph)
    : graph_(graph), scores_(scores_of(graph)), model_(graph, std::array{scores_}) {}

std::int64_t FloatClassifier::class_of(const Tensor& sample) {
  std::int64_t found = 0;
  FloatModel::Memory memory;
  model_.run(sample, {}, memory, spare_, [&](std::size_t layer, const Tensor& scores) {
    found = first_highest(graph_.layers[layer], scores);
  });
  return found;
}

IntegerClassifier::IntegerClassifier(const keras::Graph& sanitized, const keras::Graph& quantized)
    : graph_(quantized), scores_(scores_of(quantized)), model_(sanitized, quantized) {}

std::int64_t IntegerClassifier::class_of(const Tensor& sample) const {
  const std::vector<Tensor> integers = model_.run(sample, {});
  return first_highest(graph_.layers[scores_],
                       to_float(integers[scores_], model_.record(scores_).metadata));
}

}  // namespace cnn2snn::quantizeml
