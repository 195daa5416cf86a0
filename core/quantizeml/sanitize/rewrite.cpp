// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/rewrite.h"

#include <optional>

#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {

using keras::EditFailure;

bool attempt(keras::Graph& graph, bool (*rewrite)(keras::Graph&)) {
  try {
    return rewrite(graph);
  } catch (const EditFailure&) {
    return false;
  }
}

const keras::Shape& input_shape(const keras::Graph& graph, std::size_t i) {
  const auto& in = graph.layers[i].inbounds();
  if (in.empty()) throw EditFailure("a layer that is not called");
  const auto& found = graph.shapes()[in[0].layer];
  if (!found || found->empty()) throw EditFailure("an input of unknown shape");
  return *found;
}

std::size_t behind_rescaling(const keras::Graph& graph, const keras::Neighbours& neighbours) {
  std::size_t at = first_layer(graph);
  keras::Following following(neighbours, at);
  while (is_input(graph.layers[at]) || is_rescaling(graph.layers[at])) {
    const auto next = following.next();
    if (!next) break;
    at = *next;
  }
  return at;
}

std::int64_t channels(const keras::Graph& graph, std::size_t i) {
  const auto& found = graph.shapes()[i];
  if (!found || found->empty()) throw EditFailure("an output of unknown shape");
  return found->back();
}

void set_weight(keras::Layer& layer, std::string_view variable, keras::Shape shape,
                std::vector<float> values) {
  for (keras::Weight& weight : layer.weights) {
    // A layer's name may have slashes: its last part then looks like the owner.
    if (weight.variable() != variable || weight.owner().ends_with("quantizer")) continue;
    weight.path.clear();
    weight.shape = std::move(shape);
    weight.values = std::move(values);
    return;
  }
  layer.weights.push_back({.name = layer.name + "/" + std::string(variable) + ":0",
                           .path = {},
                           .shape = std::move(shape),
                           .values = std::move(values)});
}

keras::Value int_list(const std::vector<std::int64_t>& values) {
  keras::Value::List list;
  for (const std::int64_t v : values) list.emplace_back(v);
  return keras::Value(std::move(list));
}

keras::Layer new_layer(std::string class_name, std::string name, std::string package) {
  keras::Layer layer;
  layer.config.set("name", keras::Value(name));
  layer.config.set("trainable", keras::Value(true));
  layer.config.set("dtype", keras::Value(std::string("float32")));
  layer.name = std::move(name);
  layer.class_name = std::move(class_name);
  layer.package = std::move(package);
  return layer;
}

keras::Layer identity_conv(std::string name, std::int64_t channels) {
  if (channels <= 0) throw EditFailure("no channels");
  keras::Layer layer = new_layer("Conv2D", std::move(name));
  layer.config.set("filters", keras::Value(channels));
  layer.config.set("kernel_size", int_list({1, 1}));
  layer.config.set("strides", int_list({1, 1}));
  layer.config.set("padding", keras::Value(std::string("valid")));
  layer.config.set("data_format", keras::Value(std::string("channels_last")));
  layer.config.set("dilation_rate", int_list({1, 1}));
  layer.config.set("groups", keras::Value(std::int64_t{1}));
  layer.config.set("activation", keras::Value(std::string("linear")));
  layer.config.set("use_bias", keras::Value(false));
  const auto n = static_cast<std::size_t>(channels);
  std::vector<float> eye(n * n, 0.0F);
  for (std::size_t i = 0; i < n; ++i) eye[i * n + i] = 1.0F;
  set_weight(layer, "kernel", {1, 1, channels, channels}, std::move(eye));
  return layer;
}

void make_depthwise_config(keras::Value& config) {
  for (const char* kind : {"initializer", "regularizer", "constraint"}) {
    const std::string key = std::string("kernel_") + kind;
    config.set(std::string("depthwise_") + kind, config[key]);
    config.erase(key);
  }
  config.erase("filters");
  config.erase("groups");
  config.set("depth_multiplier", keras::Value(std::int64_t{1}));
}

Pairs find_pairs(const keras::Graph& graph, const keras::Neighbours& neighbours, LayerTest first,
                 LayerTest second) {
  Pairs pairs;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    // A layer inside a wrapper is found too, but it has no inbound node: the original raises.
    keras::Layer wrapped;
    wrapped.class_name = layer.config["layer"]["class_name"].as_string();
    if (!wrapped.class_name.empty() && second(wrapped)) {
      throw EditFailure("a layer inside '" + layer.name + "'");
    }
    if (!second(layer)) continue;
    const auto before = neighbours.only_inbound(i);
    if (before && first(graph.layers[*before]) && neighbours.only_outbound(*before) == i) {
      pairs.emplace_back(*before, i);
    }
  }
  return pairs;
}

void invert_pairs(keras::Edit& edit, const keras::Neighbours& neighbours, const Pairs& pairs) {
  // The original moves one output of the model: that of the last pair that has one.
  std::optional<std::pair<std::size_t, std::size_t>> last;
  for (const auto& pair : pairs) {
    edit.swap(pair.first, pair.second, neighbours.outbounds(pair.second));
    if (neighbours.outbounds(pair.second).empty()) last = pair;
  }
  if (last) edit.move_output(last->second, last->first);
  edit.finish(keras::Edit::Weights::kByPosition);
}

}  // namespace cnn2snn::quantizeml
