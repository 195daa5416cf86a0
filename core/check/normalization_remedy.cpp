// SPDX-License-Identifier: Apache-2.0
#include "check/normalization_remedy.h"

#include <optional>
#include <vector>

#include "keras/edit.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/fold_batchnorms.h"

namespace cnn2snn::check {
namespace {

using quantizeml::is_foldable;
using quantizeml::is_global_average_pooling2d;
using quantizeml::is_max_pooling2d;
using quantizeml::is_relu;

std::string quoted(const std::string& name) {
  return "'" + name + "'";
}

bool is_activation(const keras::Layer& layer) {
  return is_relu(layer) || layer.is("Activation") || layer.is("LeakyReLU") || layer.is("ELU") ||
         layer.is("PReLU") || layer.is("Softmax");
}

// Layers that a normalization of channels can be moved across.
bool keeps_channels(const keras::Layer& layer) {
  return is_activation(layer) || is_max_pooling2d(layer) || is_global_average_pooling2d(layer) ||
         layer.is("AveragePooling2D") || layer.is("GlobalMaxPooling2D") || layer.is("Dropout") ||
         layer.is("SpatialDropout2D") || layer.is("GaussianNoise") || layer.is("UpSampling2D");
}

/// "the activation of 'conv'" where Keras has it as an argument, else the layer's own name.
std::string activation_name_of(const keras::Layer& activation, const keras::Layer& before) {
  return activation.name == before.name + "_activ" ? "the activation of " + quoted(before.name)
                                                   : quoted(activation.name);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string layer_before(const std::string& normalization) {
  return "Put a DepthwiseConv2D or Dense without activation right before " + normalization +
         ": it is folded into that.";
}

/// Why a normalization right behind a foldable layer is not folded. One that cannot be keeps
/// QuantizeML from folding any.
std::string keep_from_folding(const keras::Graph& graph, const keras::Neighbours& neighbours,
                              std::size_t layer, std::size_t normalization) {
  const std::string name = quoted(graph.layers[normalization].name);
  if (neighbours.outbounds(layer).size() > 1) {
    return "Let " + name + " alone take the output of " + quoted(graph.layers[layer].name) +
           ": it is folded then.";
  }
  std::optional<quantizeml::Unfoldable> culprit;
  try {
    culprit = quantizeml::first_unfoldable(graph, neighbours);
  } catch (const keras::EditFailure&) {
    return "Build the model without wrappers (TimeDistributed): it is folded then.";
  }
  // What stands before it was inserted after the folding, as behind an Add.
  if (!culprit) return layer_before(name);
  const std::string& other = graph.layers[culprit->layer].name;
  return (culprit->layer == normalization ? std::string() : "None is folded because of one: ") +
         (culprit->layer == normalization ? "In " : "in ") + quoted(other) + ", " +
         culprit->remedy + ".";
}

}  // namespace

std::string remedy_for_normalization(const keras::Graph& graph, const keras::Neighbours& neighbours,
                                     std::size_t normalization) {
  const std::string name = quoted(graph.layers[normalization].name);
  std::vector<std::size_t> between;
  std::optional<std::size_t> before = neighbours.only_inbound(normalization);
  if (before && is_foldable(graph.layers[*before])) {
    return keep_from_folding(graph, neighbours, *before, normalization);
  }
  while (before && keeps_channels(graph.layers[*before]) &&
         neighbours.outbounds(*before).size() == 1) {
    between.push_back(*before);
    before = neighbours.only_inbound(*before);
  }
  if (!before || between.empty() || !is_foldable(graph.layers[*before]) ||
      neighbours.outbounds(*before).size() != 1) {
    return layer_before(name);
  }
  const std::string target = quoted(graph.layers[*before].name);
  std::vector<std::string> names;
  bool only_activations = true;
  for (auto layer = between.rbegin(); layer != between.rend(); ++layer) {
    const keras::Layer& moved = graph.layers[*layer];
    names.push_back(layer == between.rbegin() && is_activation(moved)
                        ? activation_name_of(moved, graph.layers[*before])
                        : quoted(moved.name));
    only_activations = only_activations && is_activation(moved);
  }
  if (only_activations) {
    std::string first = listed(names);
    return "Move " + first + " behind " + name + ": it is then folded into " + target + ".";
  }
  return "Move " + name + " right behind " + target + ", in front of " + listed(names) +
         ": it is folded then.";
}

}  // namespace cnn2snn::check
