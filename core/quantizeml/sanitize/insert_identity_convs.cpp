// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/insert_identity_convs.h"

#include <algorithm>

#include "cnn2snn/report.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

constexpr std::int64_t kMaxChannels = 2048;
constexpr std::size_t kImageRank = 3;  // without batch

/// An identity of 2048 channels takes 16 MiB: a model made of them is refused.
class IdentityMemory {
 public:
  std::int64_t take(std::int64_t channels) {
    constexpr std::int64_t kMaxElements = std::int64_t{1} << 27;
    elements_ += channels * channels;
    if (elements_ > kMaxElements) {
      fail(ErrorId::kLimit, Step::kQuantization, "The identity convolutions to add are too large.");
    }
    return channels;
  }

 private:
  std::int64_t elements_ = 0;
};

bool is_skip(const keras::Layer& layer) {
  return is_add(layer) || is_concatenate(layer);
}

keras::Graph insert_after_each(const Model& model, const std::vector<std::size_t>& targets) {
  if (targets.empty()) return model.graph();
  ModelConfig config = config_of(model.graph());
  IdentityMemory memory;
  for (const std::size_t i : targets) {
    const std::string& name = model.layer(i).name;
    const std::int64_t channels = memory.take(model.channels(i));
    insert_after(config, name, identity_conv(name + "_identity_conv", channels),
                 model.outbound_names(i));
  }
  return from_config(std::move(config), model.graph());
}

/// After an Add that a ReLU and a GlobalAveragePooling2D follow.
keras::Graph after_add_relu_gap(const keras::Graph& graph) {
  const Model model(graph);
  std::vector<std::size_t> targets;
  for (const auto& [add, relu] : find_pairs(model, is_add, is_relu)) {
    const auto next = model.only_outbound(relu);
    if (!next || !is_global_average_pooling2d(model.layer(*next))) continue;
    // The original asks QuantizeML's Add for an activation it does not have.
    if (from_quantizeml(model.layer(add))) throw TransformFailure("an Add without activation");
    if (model.channels(add) <= kMaxChannels) targets.push_back(add);
  }
  return insert_after_each(model, targets);
}

/// After an Add or Concatenate that no convolution follows.
keras::Graph after_skips(const keras::Graph& graph) {
  const Model model(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    if (!is_skip(graph.layers[i])) continue;
    const auto& outbounds = model.outbounds(i);
    const bool convolution = std::any_of(outbounds.begin(), outbounds.end(), [&](std::size_t out) {
      return is_conv2d(graph.layers[out]) || is_depthwise_conv2d(graph.layers[out]);
    });
    if (convolution) continue;
    const std::int64_t channels = model.channels(i);
    if (model.shape(i)->size() == kImageRank && channels <= kMaxChannels) targets.push_back(i);
  }
  return insert_after_each(model, targets);
}

/// After the first layer's block where several layers take its output.
keras::Graph after_input_block(const keras::Graph& graph) {
  const Model model(graph);
  if (graph.inputs.size() != 1 || graph.layers.size() <= model.first_layer()) return graph;
  std::size_t target = model.first_layer();
  while (model.only_outbound(target) &&
         (is_input(graph.layers[target]) || is_rescaling(graph.layers[target]))) {
    target = *model.only_outbound(target);
  }
  if (!is_conv2d(graph.layers[target])) return graph;
  const std::int64_t channels = model.input_shape(target).back();
  if (channels != 1 && channels != 3) return graph;
  for (auto next = model.only_outbound(target); next; next = model.only_outbound(target)) {
    const keras::Layer& layer = graph.layers[*next];
    if (!is_relu(layer) && !is_max_pooling2d(layer) && !is_quantizeml_activation(layer)) break;
    target = *next;
  }
  if (model.outbounds(target).size() <= 1) return graph;
  return insert_after_each(model, {target});
}

/// Before an Add or Concatenate that takes the same tensor twice.
keras::Graph different_inbounds(const keras::Graph& graph) {
  const Model model(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    if (!is_skip(graph.layers[i])) continue;
    const auto& nodes = graph.layers[i].inbound_nodes;
    if (nodes.size() != 1) throw TransformFailure("a layer called twice");
    if (nodes[0].size() != 2 || !(nodes[0][0] == nodes[0][1])) continue;
    if (model.channels(i) <= kMaxChannels) targets.push_back(i);
  }
  if (targets.empty()) return graph;
  ModelConfig config = config_of(graph);
  IdentityMemory memory;
  for (const std::size_t i : targets) {
    const std::size_t before = graph.layers[i].inbounds()[0].layer;
    // `output_shape[0][-1]` of the original exists for an InputLayer alone.
    if (!is_input(graph.layers[before])) throw TransformFailure("output_shape[0] is None");
    LayerConfig added = identity_conv(graph.layers[before].name + "_identity_conv",
                                      memory.take(model.channels(before)));
    added.inbound_nodes.assign(1, {Link{graph.layers[before].name, 0, 0}});
    config.at(graph.layers[i].name).inbound_nodes[0][0].layer = added.name;
    config.layers.push_back(std::move(added));
  }
  return from_config(std::move(config), graph);
}

/// Moves the last two outbounds of a layer with more than two to an identity convolution, until two
/// are left.
void merge_outbounds(const Model& model, std::size_t i, ModelConfig& config,
                     IdentityMemory& memory) {
  const std::string& name = model.layer(i).name;
  std::vector<std::string> outbounds = model.outbound_names(i);
  while (outbounds.size() > 2) {
    LayerConfig added = identity_conv(name + "_identity_conv_" + std::to_string(outbounds.size()),
                                      memory.take(model.channels(i)));
    added.inbound_nodes.assign(1, {Link{name, 0, 0}});
    for (int k = 0; k < 2; ++k) {
      update_inbound(config.at(outbounds.back()), name, added.name);
      outbounds.pop_back();
    }
    outbounds.push_back(added.name);
    config.layers.push_back(std::move(added));
  }
}

keras::Graph two_outbounds(const keras::Graph& graph) {
  const Model model(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    // An InputLayer's output_shape is a list of one shape.
    if (is_input(graph.layers[i]) || model.outbounds(i).size() <= 2) continue;
    const auto& shape = model.shape(i);
    if (shape && shape->size() == kImageRank && shape->back() <= kMaxChannels) targets.push_back(i);
  }
  if (targets.empty()) return graph;
  ModelConfig config = config_of(graph);
  IdentityMemory memory;
  for (const std::size_t i : targets) merge_outbounds(model, i, config, memory);
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph insert_identity_convs(keras::Graph graph) {
  for (const auto step :
       {after_add_relu_gap, after_skips, after_input_block, different_inbounds, two_outbounds}) {
    graph = unchanged_on_failure(std::move(graph), step);
  }
  return graph;
}

}  // namespace cnn2snn::compatibility
