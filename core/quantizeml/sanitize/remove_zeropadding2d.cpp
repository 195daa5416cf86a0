// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

bool makes_same_padding(const keras::Graph& graph, std::size_t padding, std::size_t convolution) {
  const keras::Layer& layer = graph.layers[convolution];
  if (!is_conv2d(layer) && !is_separable_conv2d(layer) && !is_depthwise_conv2d(layer)) return false;
  if (layer.config["padding"].as_string("valid") != "valid") return false;
  const keras::Shape& before = input_shape(graph, padding);
  const auto& after = graph.shapes()[convolution];
  const std::vector<std::int64_t> strides = layer.config["strides"].as_ints(2);
  if (!after || after->size() != 3 || before.size() != 3) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int64_t stride = strides.size() == 2 ? strides[i] : 1;
    if ((*after)[i] < 0 || before[i] < 0) throw EditFailure("sizes that are not known");
    if ((*after)[i] * stride != before[i]) return false;
  }
  return true;
}

bool remove(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  Pairs pairs;  // padding and convolution
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (!layer.is("ZeroPadding2D") || layer.inbound_nodes.size() != 1) continue;
    const auto next = neighbours.only_outbound(i);
    if (next && makes_same_padding(graph, i, *next)) pairs.emplace_back(i, *next);
  }
  if (pairs.empty()) return false;
  keras::Edit edit(graph);
  for (const auto& [padding, convolution] : pairs) {
    edit.layer(convolution).config.set("padding", keras::Value(std::string("same")));
    edit.bypass(padding, {convolution});
  }
  edit.finish(keras::Edit::Weights::kByPosition);
  return true;
}

}  // namespace

bool remove_zeropadding2d(keras::Graph& graph) {
  return attempt(graph, remove);
}

}  // namespace cnn2snn::quantizeml
