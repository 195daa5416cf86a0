// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

bool is_target(const keras::Layer& layer) {
  if (!is_depthwise_conv2d(layer)) return false;
  const std::vector<std::int64_t> strides = layer.config["strides"].as_ints(2);
  const std::vector<std::int64_t> kernel = layer.config["kernel_size"].as_ints(2);
  return !strides.empty() && strides[0] == 2 && !kernel.empty() &&
         (kernel[0] == 5 || kernel[0] == 7) && layer.config["padding"].as_string() == "same";
}

keras::Layer identity_depthwise(std::string name, std::int64_t channels) {
  keras::Layer layer = new_layer("DepthwiseConv2D", std::move(name));
  layer.config.set("kernel_size", int_list({3, 3}));
  layer.config.set("strides", int_list({2, 2}));
  layer.config.set("padding", keras::Value(std::string("same")));
  layer.config.set("data_format", keras::Value(std::string("channels_last")));
  layer.config.set("dilation_rate", int_list({1, 1}));
  layer.config.set("depth_multiplier", keras::Value(std::int64_t{1}));
  layer.config.set("activation", keras::Value(std::string("linear")));
  layer.config.set("use_bias", keras::Value(false));
  const auto n = static_cast<std::size_t>(channels);
  std::vector<float> values(9 * n, 0.0F);
  for (std::size_t c = 0; c < n; ++c) values[4 * n + c] = 1.0F;  // The centre of 3x3.
  set_weight(layer, "depthwise_kernel", {3, 3, channels, 1}, std::move(values));
  return layer;
}

bool split(keras::Graph& graph) {
  std::vector<std::size_t> targets;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (!is_target(layer)) continue;
    if (layer.is("DepthwiseConv2DTranspose")) {
      throw EditFailure("a transposed convolution takes no stride 1");
    }
    if (layer.weights.empty() || layer.weights[0].shape.size() != 4 ||
        layer.weights[0].shape[2] != channels(graph, i)) {
      throw EditFailure("a depth multiplier");
    }
    targets.push_back(i);
  }
  if (targets.empty()) return false;
  const keras::Neighbours neighbours(graph);
  keras::Edit edit(graph);
  for (const std::size_t i : targets) {
    keras::Layer& layer = edit.layer(i);
    layer.config.set("strides", int_list({1, 1}));
    edit.insert_after(
        i, identity_depthwise(layer.name + "_identity_dw_conv", layer.weights[0].shape[2]),
        neighbours.outbounds(i));
  }
  edit.finish();
  return true;
}

}  // namespace

bool split_dw_layers(keras::Graph& graph) {
  return attempt(graph, split);
}

}  // namespace cnn2snn::quantizeml
