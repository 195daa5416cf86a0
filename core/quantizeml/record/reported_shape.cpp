// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/record/reported_shape.h"

#include <algorithm>

namespace cnn2snn::quantizeml {

std::optional<keras::Shape> reported_shape(const keras::Graph& graph,
                                           const std::vector<std::optional<keras::Shape>>& shapes,
                                           std::size_t i) {
  // A file can hold layers in a circle.
  for (std::size_t steps = 0; steps < graph.layers.size(); ++steps) {
    const keras::Layer& layer = graph.layers[i];
    if (layer.is("QuantizedReshape") && shapes[i]) {
      const keras::Shape target = layer.config["target_shape"].as_ints();
      return target.size() == shapes[i]->size() ? target : shapes[i];
    }
    if (!layer.is("QuantizedDropout") || layer.inbounds().empty()) break;
    i = layer.inbounds()[0].layer;
  }
  return shapes[i];
}

std::string product_error(const keras::Shape& shape) {
  const auto unknown = std::find(shape.begin(), shape.end(), -1);
  if (unknown == shape.end()) return {};
  return unknown == shape.begin() ? "unsupported operand type(s) for *: 'NoneType' and 'int'"
                                  : "unsupported operand type(s) for *: 'int' and 'NoneType'";
}

}  // namespace cnn2snn::quantizeml
