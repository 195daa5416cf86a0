// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

constexpr std::size_t kVideoRank = 4;  // (T, H, W, C), without batch

std::vector<std::int64_t> sizes(const keras::Value& config, std::string_view key) {
  std::vector<std::int64_t> values = config[key].as_ints(3);
  if (values.empty()) values = {1, 1, 1};
  if (values.size() != 3) throw EditFailure("not three sizes");
  return values;
}

std::vector<std::int64_t> without_first(const std::vector<std::int64_t>& values) {
  return {values.begin() + 1, values.end()};
}

bool is_conv3d(const keras::Layer& layer) {
  return layer.is("Conv3D") || layer.is("Convolution3D");
}

bool is_removed(const keras::Layer& layer) {
  return layer.is("ZeroPadding3D") || layer.is("ActivityRegularization");
}

void check_layers(const keras::Graph& graph) {
  for (const keras::Layer& layer : graph.layers) {
    if ((layer.is("Add") && !is_quantizeml(layer)) || layer.is("Subtract") ||
        layer.is("Concatenate")) {
      throw EditFailure("skip connections in a model of 5-D inputs");
    }
    // Keras cannot write the two variables of one name this layer has to an .h5.
    if (layer.is("PleiadesLayer") || layer.is("Conv3DTranspose")) {
      throw EditFailure("not a Conv3D");
    }
  }
}

/// Whether a ZeroPadding3D puts the frames before the first one, so that no output looks ahead.
bool is_causal(const keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
               std::int64_t frames) {
  const auto before = neighbours.only_inbound(i);
  if (!before || !graph.layers[*before].is("ZeroPadding3D")) return false;
  const keras::Value& padding = graph.layers[*before].config["padding"];
  if (padding.list().size() != 3) return false;
  const std::vector<std::int64_t> time = padding.list()[0].as_ints(2);
  const std::vector<std::int64_t> none = {0, 0};
  return time == std::vector<std::int64_t>{frames - 1, 0} && padding.list()[1].as_ints(2) == none &&
         padding.list()[2].as_ints(2) == none;
}

void make_spatial(keras::Layer& layer, std::int64_t channels) {
  keras::Value& config = layer.config;
  for (const char* key : {"kernel_size", "strides", "dilation_rate"}) {
    config.set(key, int_list(without_first(sizes(config, key))));
  }
  const std::int64_t groups = config["groups"].as_int(1);
  if (channels == groups && groups == config["filters"].as_int()) {
    layer.class_name = "DepthwiseConv2D";
    make_depthwise_config(config);
  } else if (groups == 1) {
    layer.class_name = "Conv2D";
  } else {
    throw EditFailure("groups");
  }
}

void make_temporal(keras::Layer& layer, std::int64_t frames) {
  const keras::Value before = layer.config;
  keras::Layer fresh = new_layer("BufferTempConv", layer.name, "Custom");
  fresh.config.set("trainable", keras::Value(false));
  fresh.config.set("kernel_size", keras::Value(frames));
  fresh.config.set("use_bias", keras::Value(before.flag("use_bias", true)));
  if (before["groups"].as_int(1) == 1) {
    fresh.config.set("filters", before["filters"]);
  } else {
    fresh.class_name = "DepthwiseBufferTempConv";
  }
  layer.class_name = fresh.class_name;
  layer.package = fresh.package;
  layer.config = std::move(fresh.config);
}

/// Kernels (T, H, W, C, F) as `_set_weights` of the original arranges them, by shape alone.
void squeeze_kernel(keras::Layer& layer, const keras::Graph& graph) {
  if (layer.weights.empty() || layer.weights[0].shape.size() != 5) {
    throw EditFailure("a Conv3D without kernel");
  }
  keras::Weight& kernel = layer.weights[0];
  const keras::Shape s = kernel.shape;
  std::vector<float> values = graph.read(kernel);
  bool depthwise = false;
  if (s[0] == 1) {
    depthwise = s[3] == 1;
    // (1, H, W, 1, F) -> (H, W, F, 1) keeps the elements in order.
    kernel.shape =
        depthwise ? keras::Shape{s[1], s[2], s[4], 1} : keras::Shape{s[1], s[2], s[3], s[4]};
  } else if (s[3] == 1) {
    depthwise = true;
    kernel.shape = {s[0], s[4]};
  } else {
    // (T, 1, 1, C, F) -> (1, 1, T * C, F): in order as well, as the spatial sizes are 1.
    kernel.shape = {s[1], s[2], s[0] * s[3], s[4]};
  }
  kernel.path.clear();
  kernel.values = std::move(values);
  const bool wants_depthwise = layer.class_name.rfind("Depthwise", 0) == 0;
  if (depthwise != wants_depthwise && s[4] != 1) throw EditFailure("weights do not fit");
  if (layer.class_name == "DepthwiseConv2D") kernel.name = layer.name + "/depthwise_kernel:0";
}

void squeeze_conv3d(const keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                    keras::Layer& layer) {
  const std::vector<std::int64_t> kernel = sizes(layer.config, "kernel_size");
  const std::vector<std::int64_t> ones = {1, 1, 1};
  if (kernel[0] == 1) {
    make_spatial(layer, input_shape(graph, i).back());
  } else if (sizes(layer.config, "strides") == ones &&
             sizes(layer.config, "dilation_rate") == ones && kernel[1] == 1 && kernel[2] == 1 &&
             is_causal(graph, neighbours, i, kernel[0])) {
    make_temporal(layer, kernel[0]);
  } else {
    throw EditFailure("a Conv3D that is neither spatial nor causal in time");
  }
  squeeze_kernel(layer, graph);
}

void drop_time_of_reshape(const keras::Graph& graph, std::size_t i, keras::Layer& layer) {
  const auto& after = graph.shapes()[i];
  if (!after || after->empty() || input_shape(graph, i)[0] != (*after)[0]) {
    throw EditFailure("a Reshape of the time axis");
  }
  // The original reads `batch_input_shape` of every Reshape; only a first layer has one.
  if (!layer.config["batch_input_shape"].is_list()) throw EditFailure("batch_input_shape");
  const auto& target = layer.config["target_shape"].list();
  if (target.empty()) throw EditFailure("an empty target shape");
  layer.config.set("target_shape",
                   keras::Value(keras::Value::List(target.begin() + 1, target.end())));
}

void drop_time_of_permute(keras::Layer& layer) {
  const std::vector<std::int64_t> dims = layer.config["dims"].as_ints();
  if (dims.empty() || dims[0] != 1) throw EditFailure("a Permute of the time axis");
  std::vector<std::int64_t> rest;
  for (std::size_t i = 1; i < dims.size(); ++i) rest.push_back(dims[i] - 1);
  layer.config.set("dims", int_list(rest));
}

void drop_time_of_batchnorm(keras::Layer& layer) {
  std::vector<std::int64_t> axis = layer.config["axis"].as_ints();
  for (std::int64_t& dim : axis) {
    if (dim == 1) throw EditFailure("a BatchNormalization of the time axis");
    if (dim > 0) --dim;
  }
  layer.config.set("axis", int_list(axis));
}

void make_global_pooling(const keras::Graph& graph, std::size_t i, keras::Layer& layer) {
  const keras::Shape& input = input_shape(graph, i);
  const std::vector<std::int64_t> pool = sizes(layer.config, "pool_size");
  const std::vector<std::int64_t> strides =
      layer.config["strides"].is_null() ? pool : sizes(layer.config, "strides");
  if (layer.config["padding"].as_string("valid") != "valid" || input.size() != kVideoRank ||
      pool != std::vector<std::int64_t>{1, input[1], input[2]} || strides != pool) {
    throw EditFailure("an AveragePooling3D that is not global");
  }
  layer.class_name = "GlobalAveragePooling2D";
  for (const char* key : {"pool_size", "padding", "strides"}) layer.config.erase(key);
  layer.config.set("keepdims", keras::Value(false));
}

void drop_time_of_input(keras::Layer& layer) {
  const auto& shape = layer.config["batch_input_shape"].list();
  if (shape.size() != kVideoRank + 1) throw EditFailure("not a video");
  keras::Value::List image = {shape[0]};
  image.insert(image.end(), shape.begin() + 2, shape.end());
  layer.config.set("batch_input_shape", keras::Value(std::move(image)));
}

void remove_temporal_dimension(const keras::Graph& graph, keras::Edit& edit) {
  int inputs = 0;
  int poolings = 0;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (layer.is("Reshape")) drop_time_of_reshape(graph, i, edit.layer(i));
    if (layer.is("Permute")) drop_time_of_permute(edit.layer(i));
    if (is_batch_normalization(layer)) drop_time_of_batchnorm(edit.layer(i));
    if (is_input(layer) && ++inputs <= 1) drop_time_of_input(edit.layer(i));
    if (layer.is("AveragePooling3D") && ++poolings <= 1) {
      make_global_pooling(graph, i, edit.layer(i));
    }
  }
  if (inputs != 1 || poolings > 1) throw EditFailure("several inputs or poolings");
}

void remove_padding(const keras::Graph& graph, const keras::Neighbours& neighbours,
                    keras::Edit& edit) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (!is_removed(graph.layers[i])) continue;
    const auto& outbounds = neighbours.outbounds(i);
    const std::size_t now_before = edit.bypass(i, outbounds);
    if (!outbounds.empty()) continue;
    // The original takes the layer that was before: in a functional model it may be gone as well.
    edit.move_output(i, graph.sequential ? now_before : neighbours.only_inbound(i).value_or(i));
  }
}

bool replace(keras::Graph& graph) {
  if (graph.inputs.size() != 1) return false;
  const auto& input = graph.shapes()[graph.inputs[0].layer];
  if (!input || input->size() != kVideoRank) return false;
  check_layers(graph);
  const keras::Neighbours neighbours(graph);
  keras::Edit edit(graph);
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (is_conv3d(graph.layers[i])) squeeze_conv3d(graph, neighbours, i, edit.layer(i));
  }
  remove_temporal_dimension(graph, edit);
  remove_padding(graph, neighbours, edit);
  edit.finish();
  return true;
}

}  // namespace

bool replace_conv3d(keras::Graph& graph) {
  return attempt(graph, replace);
}

}  // namespace cnn2snn::quantizeml
