// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/convert_conv_to_dw_conv.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool behaves_as_depthwise(const Model& model, std::size_t i) {
  const keras::Value& config = model.layer(i).config;
  const std::int64_t channels = model.input_shape(i).back();
  return channels == config["groups"].as_int(1) && channels == config["filters"].as_int();
}

void make_depthwise(LayerConfig& layer, const keras::Graph& graph) {
  // Conv2DTranspose and PaddedConv2D have arguments DepthwiseConv2D does not take.
  if (layer.class_name != "Conv2D" && layer.class_name != "Convolution2D") {
    throw TransformFailure("not a plain Conv2D");
  }
  layer.class_name = "DepthwiseConv2D";
  for (const char* kind : {"initializer", "regularizer", "constraint"}) {
    const std::string key = std::string("kernel_") + kind;
    layer.config.set(std::string("depthwise_") + kind, layer.config[key]);
    layer.config.erase(key);
  }
  layer.config.erase("filters");
  layer.config.erase("groups");
  layer.config.set("depth_multiplier", keras::Value(std::int64_t{1}));
  if (layer.weights.empty()) throw TransformFailure("a convolution without kernel");
  keras::Weight& kernel = layer.weights[0];
  if (kernel.shape.size() != 4 || kernel.shape[2] != 1) {
    throw TransformFailure("not a depthwise kernel");
  }
  // (H, W, 1, F) -> (H, W, F, 1): the elements stay in order.
  kernel.values = graph.read(kernel);
  kernel.path.clear();
  std::swap(kernel.shape[2], kernel.shape[3]);
  kernel.name = layer.name + "/depthwise_kernel:0";
}

keras::Graph convert(const keras::Graph& graph) {
  const Model model(graph);
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    keras::Layer wrapped;
    wrapped.class_name = layer.config["layer"]["class_name"].as_string();
    if (is_conv2d(wrapped)) throw TransformFailure("a convolution inside '" + layer.name + "'");
    if (!is_conv2d(layer) || !behaves_as_depthwise(model, i)) continue;
    make_depthwise(config.at(layer.name), graph);
    changed = true;
  }
  if (!changed) return graph;
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph convert_conv_to_dw_conv(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), convert);
}

}  // namespace cnn2snn::compatibility
