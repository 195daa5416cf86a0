// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/remove_zeropadding2d.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool makes_same_padding(const Model& model, std::size_t padding, std::size_t convolution) {
  const keras::Layer& layer = model.layer(convolution);
  if (!is_conv2d(layer) && !is_separable_conv2d(layer) && !is_depthwise_conv2d(layer)) return false;
  if (layer.config["padding"].as_string("valid") != "valid") return false;
  const keras::Shape& before = model.input_shape(padding);
  const auto& after = model.shape(convolution);
  const std::vector<std::int64_t> strides = layer.config["strides"].as_ints(2);
  if (!after || after->size() != 3 || before.size() != 3) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int64_t stride = strides.size() == 2 ? strides[i] : 1;
    if ((*after)[i] < 0 || before[i] < 0) throw TransformFailure("sizes that are not known");
    if ((*after)[i] * stride != before[i]) return false;
  }
  return true;
}

keras::Graph remove(const keras::Graph& graph) {
  const Model model(graph);
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (!layer.is("ZeroPadding2D") || layer.inbound_nodes.size() != 1) continue;
    const auto next = model.only_outbound(i);
    if (!next || !makes_same_padding(model, i, *next)) continue;
    const std::string& name = graph.layers[*next].name;
    config.at(name).config.set("padding", keras::Value(std::string("same")));
    bypass(config, layer.name, {name});
    changed = true;
  }
  if (!changed) return graph;
  keras::Graph removed = from_config(std::move(config), graph);
  set_weights_in_order(removed, graph);
  return removed;
}

}  // namespace

keras::Graph remove_zeropadding2d(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), remove);
}

}  // namespace cnn2snn::compatibility
