// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keras/graph.h"

/// Rewriting Keras graphs as QuantizeML does: a model's configuration is edited by layer names,
/// and a new model is made from it.
namespace cnn2snn::compatibility {

/// A rewrite met something that makes the original raise: the rewrite is then not done at all.
class TransformFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A tensor by the name of the layer that makes it, as in a Keras configuration.
struct Link {
  std::string layer;
  std::int64_t node = 0;
  std::int64_t tensor = 0;
};

struct LayerConfig {
  std::string name;
  std::string class_name;
  std::string package;
  keras::Value config;
  std::vector<std::vector<Link>> inbound_nodes;
  std::vector<keras::Value> call_kwargs;
  std::vector<keras::Weight> weights;
};

/// A model's configuration with the weights that go with it.
struct ModelConfig {
  std::string name;
  std::string class_name;
  bool sequential = false;
  std::vector<LayerConfig> layers;
  std::vector<Link> inputs;
  std::vector<Link> outputs;
  std::shared_ptr<const hdf5::File> file;

  [[nodiscard]] std::optional<std::size_t> find(std::string_view layer_name) const;
  /// Throws TransformFailure when there is no such layer.
  [[nodiscard]] std::size_t index(std::string_view layer_name) const;
  LayerConfig& at(std::string_view layer_name) { return layers[index(layer_name)]; }
};

/// A graph with what Keras derives from it.
class Model {
 public:
  explicit Model(const keras::Graph& graph);

  [[nodiscard]] const keras::Graph& graph() const { return graph_; }
  [[nodiscard]] const std::vector<keras::Layer>& layers() const { return graph_.layers; }
  [[nodiscard]] const keras::Layer& layer(std::size_t i) const { return graph_.layers[i]; }
  /// Index of the first layer of Keras's `model.layers`: a Sequential hides its InputLayer.
  [[nodiscard]] std::size_t first_layer() const;
  /// `layer.outbound_nodes`: the taking layer once per tensor taken.
  [[nodiscard]] const std::vector<std::size_t>& outbounds(std::size_t i) const {
    return outbounds_[i];
  }
  /// The taking layer when there is exactly one outbound node.
  [[nodiscard]] std::optional<std::size_t> only_outbound(std::size_t i) const;
  /// The layer before when the first call takes exactly one tensor.
  [[nodiscard]] std::optional<std::size_t> only_inbound(std::size_t i) const;
  /// Output shape without batch; nullopt: not known.
  [[nodiscard]] const std::optional<keras::Shape>& shape(std::size_t i) const;
  /// Output shape of the first input. Throws TransformFailure when it is not known.
  [[nodiscard]] const keras::Shape& input_shape(std::size_t i) const;
  /// Channels (last dimension of the output). Throws TransformFailure when not known.
  [[nodiscard]] std::int64_t channels(std::size_t i) const;
  [[nodiscard]] std::vector<std::string> outbound_names(std::size_t i) const;

 private:
  const keras::Graph& graph_;
  std::vector<std::vector<std::size_t>> outbounds_;
  mutable std::optional<std::vector<std::optional<keras::Shape>>> shapes_;
};

ModelConfig config_of(const keras::Graph& graph);

/// Makes a model of a configuration as Keras does: layers sorted by depth, then in order of
/// traversal from the outputs. `before` is the model that was edited: where a layer had a shape
/// there and has none now, Keras would have failed. Throws TransformFailure.
keras::Graph from_config(ModelConfig config, const keras::Graph& before);
/// As from_config, for a model whose layers are not built.
keras::Graph order_layers(ModelConfig config);

/// `new_model.set_weights(model.get_weights())`: by position, not by name. Throws TransformFailure
/// where shapes differ.
void set_weights_in_order(keras::Graph& graph, const keras::Graph& before);

// --- edits ---------------------------------------------------------------------------------------

/// Replaces links of `layer` to `from` by links to `to`.
void update_inbound(LayerConfig& layer, std::string_view from, std::string_view to);
/// Puts `layer` after the layer `target`, which has `outbounds` in the model.
void insert_after(ModelConfig& config, std::string_view target, LayerConfig layer,
                  const std::vector<std::string>& outbounds);
/// Removes a layer with one inbound; those after it take what it took.
void bypass(ModelConfig& config, std::string_view layer, const std::vector<std::string>& outbounds);
void remove_layer(ModelConfig& config, std::string_view layer);
/// Sets a weight's elements; the weight is added when the layer has none of that name.
void set_weight(LayerConfig& layer, std::string_view variable, keras::Shape shape,
                std::vector<float> values);

/// A new layer with the arguments every Keras layer has.
LayerConfig new_layer(std::string class_name, std::string name, std::string package = {});
/// A 1x1 Conv2D that passes `channels` channels on unchanged.
LayerConfig identity_conv(std::string name, std::int64_t channels);
/// `base`, or `base_1`, `base_2`, …: the first name no layer of the model has.
std::string unique_name(const ModelConfig& config, const std::string& base);

/// Layers `first` → `second` where `first` has no other outbound, in the order of `second`.
using LayerTest = bool (*)(const keras::Layer&);
std::vector<std::pair<std::size_t, std::size_t>> find_pairs(const Model& model, LayerTest first,
                                                            LayerTest second);
/// Swaps the two layers of each pair.
keras::Graph invert_pairs(const Model& model,
                          const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                          ModelConfig config);

/// Runs a rewrite; where the original would raise, returns the graph as it was.
keras::Graph unchanged_on_failure(keras::Graph graph,
                                  keras::Graph (*transform)(const keras::Graph&));

/// As Value, for configurations.
keras::Value int_list(const std::vector<std::int64_t>& values);

}  // namespace cnn2snn::compatibility
