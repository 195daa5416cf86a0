// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

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

bool insert_after_each(keras::Graph& graph, const keras::Neighbours& neighbours,
                       const std::vector<std::size_t>& targets) {
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  IdentityMemory memory;
  for (const std::size_t i : targets) {
    const std::int64_t size = memory.take(channels(graph, i));
    edit.insert_after(i, identity_conv(graph.layers[i].name + "_identity_conv", size),
                      neighbours.outbounds(i));
  }
  edit.finish();
  return true;
}

/// After an Add that a ReLU and a GlobalAveragePooling2D follow.
bool after_add_relu_gap(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<std::size_t> targets;
  for (const auto& [add, relu] : find_pairs(graph, neighbours, is_add, is_relu)) {
    const auto next = neighbours.only_outbound(relu);
    if (!next || !is_global_average_pooling2d(graph.layers[*next])) continue;
    // The original asks QuantizeML's Add for an activation it does not have.
    if (is_quantizeml(graph.layers[add])) throw EditFailure("an Add without activation");
    if (channels(graph, add) <= kMaxChannels) targets.push_back(add);
  }
  return insert_after_each(graph, neighbours, targets);
}

/// After an Add or Concatenate that no convolution follows.
bool after_skips(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    if (!is_skip(graph.layers[i])) continue;
    const auto& outbounds = neighbours.outbounds(i);
    const bool convolution = std::any_of(outbounds.begin(), outbounds.end(), [&](std::size_t out) {
      return is_conv2d(graph.layers[out]) || is_depthwise_conv2d(graph.layers[out]);
    });
    if (convolution) continue;
    const std::int64_t size = channels(graph, i);
    if (graph.shapes()[i]->size() == kImageRank && size <= kMaxChannels) targets.push_back(i);
  }
  return insert_after_each(graph, neighbours, targets);
}

/// After the first layer's block where several layers take its output.
bool after_input_block(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  if (graph.inputs.size() != 1 || graph.layers.size() <= first_layer(graph)) return false;
  std::size_t target = behind_rescaling(graph, neighbours);
  if (!is_conv2d(graph.layers[target])) return false;
  const std::int64_t taken = input_shape(graph, target).back();
  if (taken != 1 && taken != 3) return false;
  for (keras::Following following(neighbours, target); const auto next = following.next();) {
    const keras::Layer& layer = graph.layers[*next];
    if (!is_relu(layer) && !is_max_pooling2d(layer) && !is_quantizeml_activation(layer)) break;
    target = *next;
  }
  if (neighbours.outbounds(target).size() <= 1) return false;
  return insert_after_each(graph, neighbours, {target});
}

/// Before an Add or Concatenate that takes the same tensor twice.
bool different_inbounds(keras::Graph& graph) {
  std::vector<std::size_t> targets;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    if (!is_skip(graph.layers[i])) continue;
    const auto& nodes = graph.layers[i].inbound_nodes;
    if (nodes.size() != 1) throw EditFailure("a layer called twice");
    if (nodes[0].size() != 2 || !(nodes[0][0] == nodes[0][1])) continue;
    if (channels(graph, i) <= kMaxChannels) targets.push_back(i);
  }
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  IdentityMemory memory;
  for (const std::size_t i : targets) {
    const std::size_t before = graph.layers[i].inbounds()[0].layer;
    // `output_shape[0][-1]` of the original exists for an InputLayer alone.
    if (!is_input(graph.layers[before])) throw EditFailure("output_shape[0] is None");
    keras::Layer added = identity_conv(graph.layers[before].name + "_identity_conv",
                                       memory.take(channels(graph, before)));
    added.inbound_nodes = {{keras::Inbound{before, 0, 0}}};
    edit.layer(i).inbound_nodes[0][0].layer = edit.add(std::move(added));
  }
  edit.finish();
  return true;
}

/// Moves the last two outbounds of a layer with more than two to an identity convolution, until two
/// are left.
void merge_outbounds(keras::Edit& edit, std::size_t i, std::vector<std::size_t> outbounds,
                     IdentityMemory& memory) {
  const std::string& name = edit.at(i).name;
  while (outbounds.size() > 2) {
    keras::Layer added = identity_conv(name + "_identity_conv_" + std::to_string(outbounds.size()),
                                       memory.take(channels(edit.graph(), i)));
    added.inbound_nodes = {{keras::Inbound{i, 0, 0}}};
    const std::size_t index = edit.add(std::move(added));
    for (int k = 0; k < 2; ++k) {
      edit.relink(outbounds.back(), i, index);
      outbounds.pop_back();
    }
    outbounds.push_back(index);
  }
}

bool two_outbounds(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    // An InputLayer's output_shape is a list of one shape.
    if (is_input(graph.layers[i]) || neighbours.outbounds(i).size() <= 2) continue;
    const auto& shape = graph.shapes()[i];
    if (shape && shape->size() == kImageRank && shape->back() <= kMaxChannels) targets.push_back(i);
  }
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  IdentityMemory memory;
  for (const std::size_t i : targets) merge_outbounds(edit, i, neighbours.outbounds(i), memory);
  edit.finish();
  return true;
}

}  // namespace

bool insert_identity_convs(keras::Graph& graph) {
  bool changed = false;
  for (const auto step :
       {after_add_relu_gap, after_skips, after_input_block, different_inbounds, two_outbounds}) {
    changed = attempt(graph, step) || changed;
  }
  return changed;
}

}  // namespace cnn2snn::quantizeml
