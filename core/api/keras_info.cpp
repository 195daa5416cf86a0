// SPDX-License-Identifier: Apache-2.0
#include "api/keras_info.h"

#include <algorithm>

#include "api/wrapped_model.h"
#include "convert/legacy/legacy.h"
#include "keras/costs.h"

namespace cnn2snn {

namespace {

// QuantizeML registers float layers too (ExtractToken, DepthwiseConv2DTranspose, …).
bool is_quantized_layer(const keras::Layer& layer) {
  return is_of_quantizeml(layer) && (layer.class_name.rfind("Quantized", 0) == 0 ||
                                     layer.is("InputQuantizer") || layer.is("Dequantizer"));
}

}  // namespace

bool is_of_quantizeml(const keras::Layer& layer) {
  return layer.package == "Custom";
}

ModelKind kind_of(const keras::Graph& graph) {
  if (std::any_of(graph.layers.begin(), graph.layers.end(), is_quantized_layer)) {
    return ModelKind::kQuantizeML;
  }
  if (legacy::has_legacy_layers(graph)) return ModelKind::kLegacy;
  const auto inner = wrapped_model(graph);
  return inner ? inner->kind : ModelKind::kFloat;
}

SourceModel keras_info(const keras::Graph& graph) {
  SourceModel info;
  info.name = graph.name;
  info.kind = kind_of(graph);
  const auto& shapes = graph.shapes();
  const auto costs = keras::layer_costs(graph, shapes);
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    SourceLayer out;
    out.name = layer.name;
    out.class_name =
        layer.package.empty() ? layer.class_name : layer.package + ">" + layer.class_name;
    for (const keras::Inbound& in : layer.inbounds()) {
      out.inbounds.push_back(graph.layers[in.layer].name);
    }
    if (shapes[i]) out.output_shape = *shapes[i];
    out.parameters = costs[i].parameters;
    out.macs = costs[i].macs;
    info.layers.push_back(std::move(out));
  }
  return info;
}

}  // namespace cnn2snn
