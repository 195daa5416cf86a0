// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/operator.h"

#include <string>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::quantizeml {
namespace {

[[noreturn]] void fail_weight(const keras::Layer& layer, std::string_view variable) {
  fail(ErrorId::kMissingWeight, Step::kQuantization,
       "The weight '" + std::string(variable) + "' of '" + layer.name +
           "' is missing or has another shape than the layer's configuration says.",
       "Save the model again, with its weights.");
}

}  // namespace

std::vector<float> LayerSource::weight(std::string_view variable, std::size_t rank,
                                       keras::Shape& shape) const {
  const keras::Weight* weight = layer.weight(variable);
  if (weight == nullptr || weight->shape.size() != rank) fail_weight(layer, variable);
  shape = weight->shape;
  for (const std::int64_t extent : shape) {
    if (extent <= 0) fail_weight(layer, variable);
  }
  return graph.read(*weight);
}

std::vector<float> LayerSource::bias(std::size_t count) const {
  const keras::Weight* weight = layer.weight("bias");
  if (weight == nullptr) {
    if (layer.config.flag("use_bias", false)) fail_weight(layer, "bias");
    return std::vector<float>(count, 0.0F);
  }
  std::vector<float> values = graph.read(*weight);
  if (values.size() != count) fail_weight(layer, "bias");
  return values;
}

void fail_operator(const keras::Layer& layer, const std::string& reason) {
  Problem problem;
  problem.id = ErrorId::kLayerConfig;
  problem.step = Step::kQuantization;
  problem.layers = {{layer.name, layer.class_name}};
  problem.reason = reason;
  problem.remedy = "Quantize up to the layer before it, or give the ranges in a file.";
  throw ConversionError(problem);
}

std::unique_ptr<Operator> make_operator(const keras::Graph& graph, const keras::Layer& layer) {
  const LayerSource source{graph, layer};
  for (const auto make : {make_convolution, make_transposed_convolution, make_depthwise_convolution,
                          make_temporal_convolution, make_dense, make_activation, make_pooling,
                          make_merge, make_structural}) {
    if (auto made = make(source)) return made;
  }
  fail_operator(layer, "Calibration does not run layers of this class.");
}

}  // namespace cnn2snn::quantizeml
