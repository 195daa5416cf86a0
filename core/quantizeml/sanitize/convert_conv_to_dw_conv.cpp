// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

bool behaves_as_depthwise(const keras::Graph& graph, std::size_t i) {
  const keras::Value& config = graph.layers[i].config;
  const std::int64_t channels = input_shape(graph, i).back();
  return channels == config["groups"].as_int(1) && channels == config["filters"].as_int();
}

void make_depthwise(keras::Layer& layer, const keras::Graph& graph) {
  // Conv2DTranspose and PaddedConv2D have arguments DepthwiseConv2D does not take.
  if (layer.class_name != "Conv2D" && layer.class_name != "Convolution2D") {
    throw EditFailure("not a plain Conv2D");
  }
  layer.class_name = "DepthwiseConv2D";
  make_depthwise_config(layer.config);
  if (layer.weights.empty()) throw EditFailure("a convolution without kernel");
  keras::Weight& kernel = layer.weights[0];
  if (kernel.shape.size() != 4 || kernel.shape[2] != 1) {
    throw EditFailure("not a depthwise kernel");
  }
  // (H, W, 1, F) -> (H, W, F, 1): the elements stay in order.
  kernel.values = graph.read(kernel);
  kernel.path.clear();
  std::swap(kernel.shape[2], kernel.shape[3]);
  kernel.name = layer.name + "/depthwise_kernel:0";
}

bool convert(keras::Graph& graph) {
  std::vector<std::size_t> targets;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    keras::Layer wrapped;
    wrapped.class_name = layer.config["layer"]["class_name"].as_string();
    if (is_conv2d(wrapped)) throw EditFailure("a convolution inside '" + layer.name + "'");
    if (is_conv2d(layer) && behaves_as_depthwise(graph, i)) targets.push_back(i);
  }
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  for (const std::size_t i : targets) make_depthwise(edit.layer(i), graph);
  edit.finish();
  return true;
}

}  // namespace

bool convert_conv_to_dw_conv(keras::Graph& graph) {
  return attempt(graph, convert);
}

}  // namespace cnn2snn::quantizeml
