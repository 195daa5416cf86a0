// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/convert_even_to_odd_kernel.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

std::int64_t first_of(const keras::Layer& layer, std::string_view key, std::int64_t fallback) {
  const std::vector<std::int64_t> values = layer.config[key].as_ints(2);
  return values.empty() ? fallback : values[0];
}

/// Whether the input of the model reaches the layer through Rescaling layers at most.
bool is_fed_by_input(const Model& model, std::size_t i) {
  auto before = model.only_inbound(i);
  while (before && is_rescaling(model.layer(*before))) before = model.only_inbound(*before);
  return before && is_input(model.layer(*before));
}

bool is_target(const Model& model, std::size_t i) {
  const keras::Layer& layer = model.layer(i);
  if (!is_conv2d(layer) && !is_depthwise_conv2d(layer)) return false;
  if (layer.config["padding"].as_string("valid") != "same") return false;
  const std::int64_t stride = first_of(layer, "strides", 1);
  const std::int64_t kernel = first_of(layer, "kernel_size", 0);
  if (is_conv2d(layer) && is_fed_by_input(model, i)) {
    const std::int64_t channels = model.input_shape(i).back();
    if (channels == 1 || channels == 3) {
      return (stride == 1 || stride == 2) && (kernel == 2 || kernel == 6);
    }
  }
  return (stride == 1 && (kernel == 2 || kernel == 4 || kernel == 6)) ||
         (stride == 2 && kernel == 2);
}

/// First row or column of the old kernel in the new one: where 'same' padding of the even kernel
/// starts at the same place (insert zeros before for stride 1, by the parity of the size for 2).
std::size_t offset(std::int64_t stride, std::int64_t size) {
  return stride == 1 ? 1 : static_cast<std::size_t>(size % 2);
}

void widen(const Model& model, std::size_t i, LayerConfig& target) {
  const keras::Layer& layer = model.layer(i);
  if (layer.weights.empty() || layer.weights[0].shape.size() != 4) {
    throw TransformFailure("a convolution without kernel");
  }
  const keras::Weight& kernel = layer.weights[0];
  if (kernel.shape[0] != kernel.shape[1]) throw TransformFailure("a kernel that is not square");
  const keras::Shape& input = model.input_shape(i);
  if (input.size() != 3 || input[0] < 0 || input[1] < 0) throw TransformFailure("not an image");
  const std::int64_t stride = first_of(layer, "strides", 1);
  const std::size_t row0 = offset(stride, input[0]);
  const std::size_t column0 = offset(stride, input[1]);
  const auto size = static_cast<std::size_t>(kernel.shape[0]);
  const auto depth = static_cast<std::size_t>(kernel.shape[2] * kernel.shape[3]);
  const std::vector<float> from = model.graph().read(kernel);
  std::vector<float> to((size + 1) * (size + 1) * depth, 0.0F);
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t k = 0; k < size * depth; ++k) {
      to[((row + row0) * (size + 1) + column0) * depth + k] = from[row * size * depth + k];
    }
  }
  const std::int64_t odd = kernel.shape[0] + 1;
  target.config.set("kernel_size", int_list({odd, odd}));
  set_weight(target, kernel.variable(), {odd, odd, kernel.shape[2], kernel.shape[3]},
             std::move(to));
}

keras::Graph convert(const keras::Graph& graph) {
  const Model model(graph);
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (!is_target(model, i)) continue;
    widen(model, i, config.at(graph.layers[i].name));
    changed = true;
  }
  if (!changed) return graph;
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph convert_even_to_odd_kernel(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), convert);
}

}  // namespace cnn2snn::compatibility
