// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/integer_model.h"

#include <algorithm>

#include "base/conversion_error.h"

namespace cnn2snn::quantizeml {

IntegerModel::IntegerModel(const keras::Graph& sanitized, const keras::Graph& quantized)
    : quantized_(quantized), recording_(quantizeml::record(quantized, quantized.shapes())) {
  for (const Report* report : {&recording_.at_load, &recording_.at_run}) {
    if (!report->ok()) throw ConversionError(report->problems.front());
  }
  layers_.resize(quantized.layers.size());
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    const auto& inbounds = layer.inbounds();
    const bool reached = std::all_of(
        inbounds.begin(), inbounds.end(), [this, &quantized](const keras::Inbound& inbound) {
          return quantized.layers[inbound.layer].is("InputLayer") || layers_[inbound.layer];
        });
    if (reached && !inbounds.empty()) {
      layers_[i] = make_integer_layer(sanitized, layer, recording_.layers[i]);
    }
  }
}

std::vector<Tensor> IntegerModel::run(const Tensor& sample, BatchPlace place) const {
  std::vector<Tensor> tensors(layers_.size());
  std::vector<const Tensor*> inputs;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (quantized_.layers[i].is("InputLayer")) tensors[i] = sample;
    if (layers_[i] == nullptr) continue;
    inputs.clear();
    for (const keras::Inbound& inbound : quantized_.layers[i].inbounds()) {
      inputs.push_back(&tensors[inbound.layer]);
    }
    std::vector<float> memory;
    layers_[i]->run({inputs, place, &memory}, tensors[i]);
  }
  return tensors;
}

}  // namespace cnn2snn::quantizeml
