// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keras/edit.h"
#include "keras/graph.h"
#include "keras/neighbours.h"

/// What the rewrites of this folder share. They throw keras::EditFailure where QuantizeML raises.
namespace cnn2snn::quantizeml {

/// Runs a rewrite; where the original would raise, the graph stays as it was.
bool attempt(keras::Graph& graph, bool (*rewrite)(keras::Graph&));

/// Output shape of the first input, or EditFailure when it is not known. Before the edit begins:
/// links are the graph's.
const keras::Shape& input_shape(const keras::Graph& graph, std::size_t i);
/// Channels (last dimension of the output), or EditFailure.
std::int64_t channels(const keras::Graph& graph, std::size_t i);
/// The first layer that is neither an input nor a Rescaling behind one; the last of these where
/// nothing, or more than one layer, follows.
std::size_t behind_rescaling(const keras::Graph& graph, const keras::Neighbours& neighbours);

/// Sets a weight's elements; the weight is added when the layer has none of that name.
void set_weight(keras::Layer& layer, std::string_view variable, keras::Shape shape,
                std::vector<float> values);

/// A new layer with the arguments every Keras layer has.
keras::Layer new_layer(std::string class_name, std::string name, std::string package = {});
/// A 1x1 Conv2D that passes `channels` channels on unchanged.
keras::Layer identity_conv(std::string name, std::int64_t channels);
keras::Value int_list(const std::vector<std::int64_t>& values);

/// Renames the arguments of a Conv2D or Conv3D to those of a DepthwiseConv2D.
void make_depthwise_config(keras::Value& config);

/// Layers `first` → `second` where `first` has no other outbound, in the order of `second`.
using LayerTest = bool (*)(const keras::Layer&);
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;
Pairs find_pairs(const keras::Graph& graph, const keras::Neighbours& neighbours, LayerTest first,
                 LayerTest second);
/// Swaps the two layers of each pair and finishes the edit.
void invert_pairs(keras::Edit& edit, const keras::Neighbours& neighbours, const Pairs& pairs);

}  // namespace cnn2snn::quantizeml
