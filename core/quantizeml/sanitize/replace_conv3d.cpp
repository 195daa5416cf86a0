// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/replace_conv3d.h"

#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

constexpr std::size_t kVideoRank = 4;  // (T, H, W, C), without batch

std::vector<std::int64_t> sizes(const keras::Value& config, std::string_view key) {
  std::vector<std::int64_t> values = config[key].as_ints(3);
  if (values.empty()) values = {1, 1, 1};
  if (values.size() != 3) throw TransformFailure("not three sizes");
  return values;
}

std::vector<std::int64_t> without_first(const std::vector<std::int64_t>& values) {
  return {values.begin() + 1, values.end()};
}

bool is_conv3d(const LayerConfig& layer) {
  return layer.class_name == "Conv3D" || layer.class_name == "Convolution3D";
}

bool is_removed(const keras::Layer& layer) {
  return layer.is("ZeroPadding3D") || layer.is("ActivityRegularization");
}

void check_layers(const keras::Graph& graph) {
  for (const keras::Layer& layer : graph.layers) {
    if ((layer.is("Add") && !from_quantizeml(layer)) || layer.is("Subtract") ||
        layer.is("Concatenate")) {
      throw TransformFailure("skip connections in a model of 5-D inputs");
    }
    // Keras cannot write the two variables of one name this layer has to an .h5.
    if (layer.is("PleiadesLayer") || layer.is("Conv3DTranspose")) {
      throw TransformFailure("not a Conv3D");
    }
  }
}

/// Whether a ZeroPadding3D puts the frames before the first one, so that no output looks ahead.
bool is_causal(const Model& model, std::size_t i, std::int64_t frames) {
  const auto before = model.only_inbound(i);
  if (!before || !model.layer(*before).is("ZeroPadding3D")) return false;
  const keras::Value& padding = model.layer(*before).config["padding"];
  if (padding.list().size() != 3) return false;
  const std::vector<std::int64_t> time = padding.list()[0].as_ints(2);
  const std::vector<std::int64_t> none = {0, 0};
  return time == std::vector<std::int64_t>{frames - 1, 0} && padding.list()[1].as_ints(2) == none &&
         padding.list()[2].as_ints(2) == none;
}

void make_spatial(LayerConfig& layer, std::int64_t channels) {
  keras::Value& config = layer.config;
  for (const char* key : {"kernel_size", "strides", "dilation_rate"}) {
    config.set(key, int_list(without_first(sizes(config, key))));
  }
  const std::int64_t groups = config["groups"].as_int(1);
  if (channels == groups && groups == config["filters"].as_int()) {
    layer.class_name = "DepthwiseConv2D";
    for (const char* kind : {"initializer", "regularizer", "constraint"}) {
      const std::string key = std::string("kernel_") + kind;
      config.set(std::string("depthwise_") + kind, config[key]);
      config.erase(key);
    }
    config.erase("filters");
    config.erase("groups");
    config.set("depth_multiplier", keras::Value(std::int64_t{1}));
  } else if (groups == 1) {
    layer.class_name = "Conv2D";
  } else {
    throw TransformFailure("groups");
  }
}

void make_temporal(LayerConfig& layer, std::int64_t frames) {
  const keras::Value before = layer.config;
  LayerConfig fresh = new_layer("BufferTempConv", layer.name, "Custom");
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
void squeeze_kernel(LayerConfig& layer, const keras::Graph& graph) {
  if (layer.weights.empty() || layer.weights[0].shape.size() != 5) {
    throw TransformFailure("a Conv3D without kernel");
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
  if (depthwise != wants_depthwise && s[4] != 1) throw TransformFailure("weights do not fit");
  if (layer.class_name == "DepthwiseConv2D") kernel.name = layer.name + "/depthwise_kernel:0";
}

void squeeze_conv3d(const Model& model, std::size_t i, ModelConfig& config) {
  LayerConfig& layer = config.at(model.layer(i).name);
  const std::vector<std::int64_t> kernel = sizes(layer.config, "kernel_size");
  const std::vector<std::int64_t> ones = {1, 1, 1};
  if (kernel[0] == 1) {
    make_spatial(layer, model.input_shape(i).back());
  } else if (sizes(layer.config, "strides") == ones &&
             sizes(layer.config, "dilation_rate") == ones && kernel[1] == 1 && kernel[2] == 1 &&
             is_causal(model, i, kernel[0])) {
    make_temporal(layer, kernel[0]);
  } else {
    throw TransformFailure("a Conv3D that is neither spatial nor causal in time");
  }
  squeeze_kernel(layer, model.graph());
}

void drop_time_of_reshape(const Model& model, std::size_t i, LayerConfig& layer) {
  const auto& after = model.shape(i);
  if (!after || after->empty() || model.input_shape(i)[0] != (*after)[0]) {
    throw TransformFailure("a Reshape of the time axis");
  }
  // The original reads `batch_input_shape` of every Reshape; only a first layer has one.
  if (!layer.config["batch_input_shape"].is_list()) throw TransformFailure("batch_input_shape");
  const auto& target = layer.config["target_shape"].list();
  if (target.empty()) throw TransformFailure("an empty target shape");
  layer.config.set("target_shape",
                   keras::Value(keras::Value::List(target.begin() + 1, target.end())));
}

void drop_time_of_permute(LayerConfig& layer) {
  const std::vector<std::int64_t> dims = layer.config["dims"].as_ints();
  if (dims.empty() || dims[0] != 1) throw TransformFailure("a Permute of the time axis");
  std::vector<std::int64_t> rest;
  for (std::size_t i = 1; i < dims.size(); ++i) rest.push_back(dims[i] - 1);
  layer.config.set("dims", int_list(rest));
}

void drop_time_of_batchnorm(LayerConfig& layer) {
  std::vector<std::int64_t> axis = layer.config["axis"].as_ints();
  for (std::int64_t& dim : axis) {
    if (dim == 1) throw TransformFailure("a BatchNormalization of the time axis");
    if (dim > 0) --dim;
  }
  layer.config.set("axis", int_list(axis));
}

void make_global_pooling(const Model& model, std::size_t i, LayerConfig& layer) {
  const keras::Shape& input = model.input_shape(i);
  const std::vector<std::int64_t> pool = sizes(layer.config, "pool_size");
  const std::vector<std::int64_t> strides =
      layer.config["strides"].is_null() ? pool : sizes(layer.config, "strides");
  if (layer.config["padding"].as_string("valid") != "valid" || input.size() != kVideoRank ||
      pool != std::vector<std::int64_t>{1, input[1], input[2]} || strides != pool) {
    throw TransformFailure("an AveragePooling3D that is not global");
  }
  layer.class_name = "GlobalAveragePooling2D";
  for (const char* key : {"pool_size", "padding", "strides"}) layer.config.erase(key);
  layer.config.set("keepdims", keras::Value(false));
}

void drop_time_of_input(LayerConfig& layer) {
  const auto& shape = layer.config["batch_input_shape"].list();
  if (shape.size() != kVideoRank + 1) throw TransformFailure("not a video");
  keras::Value::List image = {shape[0]};
  image.insert(image.end(), shape.begin() + 2, shape.end());
  layer.config.set("batch_input_shape", keras::Value(std::move(image)));
}

void remove_temporal_dimension(const Model& model, ModelConfig& config) {
  int inputs = 0;
  int poolings = 0;
  for (std::size_t i = 0; i < model.layers().size(); ++i) {
    const keras::Layer& layer = model.layer(i);
    LayerConfig& edited = config.at(layer.name);
    if (layer.is("Reshape")) drop_time_of_reshape(model, i, edited);
    if (layer.is("Permute")) drop_time_of_permute(edited);
    if (is_batch_normalization(layer)) drop_time_of_batchnorm(edited);
    if (is_input(layer) && ++inputs <= 1) drop_time_of_input(edited);
    if (layer.is("AveragePooling3D") && ++poolings <= 1) make_global_pooling(model, i, edited);
  }
  if (inputs != 1 || poolings > 1) throw TransformFailure("several inputs or poolings");
}

void remove_padding(const Model& model, ModelConfig& config) {
  for (std::size_t i = 0; i < model.layers().size(); ++i) {
    const keras::Layer& layer = model.layer(i);
    if (!is_removed(layer)) continue;
    const auto outbounds = model.outbound_names(i);
    const auto before = model.only_inbound(i);
    bypass(config, layer.name, outbounds);
    if (!outbounds.empty() || config.sequential || !before) continue;
    for (Link& out : config.outputs) {
      if (out.layer == layer.name) out.layer = model.layer(*before).name;
    }
  }
}

keras::Graph replace(const keras::Graph& graph) {
  if (graph.inputs.size() != 1) return graph;
  const Model model(graph);
  const auto& input = model.shape(graph.inputs[0].layer);
  if (!input || input->size() != kVideoRank) return graph;
  check_layers(graph);
  ModelConfig config = config_of(graph);
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (is_conv3d(config.at(graph.layers[i].name))) squeeze_conv3d(model, i, config);
  }
  remove_temporal_dimension(model, config);
  remove_padding(model, config);
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph replace_conv3d(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), replace);
}

}  // namespace cnn2snn::compatibility
