// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {

/// One layer to be calibrated, on inputs given.
class GraphOfOneLayer {
 public:
  GraphOfOneLayer(std::string class_name, std::string_view config) {
    layer.name = "layer";
    layer.class_name = std::move(class_name);
    layer.config = keras::parse_json(config);
  }
  GraphOfOneLayer& weight(std::string name, keras::Shape shape, std::vector<float> values) {
    layer.weights.push_back(
        {"layer/" + std::move(name) + ":0", "", std::move(shape), std::move(values)});
    return *this;
  }
  Tensor run(const std::vector<Tensor>& inputs, std::vector<float>* memory = nullptr) const {
    std::vector<const Tensor*> pointers;
    for (const Tensor& input : inputs) pointers.push_back(&input);
    Tensor out;
    make_operator(graph, layer)->run({pointers, {}, memory}, out);
    return out;
  }
  keras::Graph graph;
  keras::Layer layer;
};

/// 1, 2, 3, …
inline Tensor counting(keras::Shape shape) {
  Tensor tensor(std::move(shape));
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    tensor.values[i] = static_cast<float>(i + 1);
  }
  return tensor;
}

}  // namespace cnn2snn::quantizeml
