// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

std::int64_t first_of(const keras::Layer& layer, std::string_view key, std::int64_t fallback) {
  const std::vector<std::int64_t> values = layer.config[key].as_ints(2);
  return values.empty() ? fallback : values[0];
}

/// Whether the input of the model reaches the layer through Rescaling layers at most.
bool is_fed_by_input(const keras::Graph& graph, const keras::Neighbours& neighbours,
                     std::size_t i) {
  auto before = neighbours.only_inbound(i);
  while (before && is_rescaling(graph.layers[*before])) before = neighbours.only_inbound(*before);
  return before && is_input(graph.layers[*before]);
}

bool is_target(const keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i) {
  const keras::Layer& layer = graph.layers[i];
  if (!is_conv2d(layer) && !is_depthwise_conv2d(layer)) return false;
  if (layer.config["padding"].as_string("valid") != "same") return false;
  const std::int64_t stride = first_of(layer, "strides", 1);
  const std::int64_t kernel = first_of(layer, "kernel_size", 0);
  if (is_conv2d(layer) && is_fed_by_input(graph, neighbours, i)) {
    const std::int64_t channels = input_shape(graph, i).back();
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

void widen(const keras::Graph& graph, keras::Layer& layer, const keras::Shape& input) {
  if (layer.weights.empty() || layer.weights[0].shape.size() != 4) {
    throw EditFailure("a convolution without kernel");
  }
  const keras::Weight& kernel = layer.weights[0];
  const keras::Shape shape = kernel.shape;
  if (shape[0] != shape[1]) throw EditFailure("a kernel that is not square");
  if (input.size() != 3 || input[0] < 0 || input[1] < 0) throw EditFailure("not an image");
  const std::int64_t stride = first_of(layer, "strides", 1);
  const std::size_t row0 = offset(stride, input[0]);
  const std::size_t column0 = offset(stride, input[1]);
  const auto size = static_cast<std::size_t>(shape[0]);
  const auto depth = static_cast<std::size_t>(shape[2] * shape[3]);
  const std::vector<float> from = graph.read(kernel);
  std::vector<float> to((size + 1) * (size + 1) * depth, 0.0F);
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t k = 0; k < size * depth; ++k) {
      to[((row + row0) * (size + 1) + column0) * depth + k] = from[row * size * depth + k];
    }
  }
  const std::int64_t odd = shape[0] + 1;
  layer.config.set("kernel_size", int_list({odd, odd}));
  set_weight(layer, kernel.variable(), {odd, odd, shape[2], shape[3]}, std::move(to));
}

bool convert(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<std::size_t> targets;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (is_target(graph, neighbours, i)) targets.push_back(i);
  }
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  for (const std::size_t i : targets) widen(graph, edit.layer(i), input_shape(graph, i));
  edit.finish();
  return true;
}

}  // namespace

bool convert_even_to_odd_kernel(keras::Graph& graph) {
  return attempt(graph, convert);
}

}  // namespace cnn2snn::quantizeml
