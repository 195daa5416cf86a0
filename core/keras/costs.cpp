// SPDX-License-Identifier: Apache-2.0
#include "keras/costs.h"

#include <algorithm>
#include <limits>

namespace cnn2snn::keras {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / 2;

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kMost / b ? kMost : a * b;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > kMost - b ? kMost : a + b;
}

/// Product of all sizes but the last, the channels; 0 when one is not known.
std::uint64_t positions(const std::optional<Shape>& shape) {
  if (!shape) return 0;
  std::uint64_t product = 1;
  for (std::size_t i = 0; i + 1 < shape->size(); ++i) {
    product = times(product, (*shape)[i] > 0 ? static_cast<std::uint64_t>((*shape)[i]) : 0);
  }
  return product;
}

std::uint64_t elements(const Shape& shape) {
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) {
    product = times(product, size > 0 ? static_cast<std::uint64_t>(size) : 0);
  }
  return product;
}

bool is_of_quantizer(const Weight& weight) {
  return weight.owner().find("quantizer") != std::string_view::npos;
}

bool is_kernel(const Weight& weight) {
  const std::string_view name = weight.variable();
  return name == "kernel" || name == "depthwise_kernel" || name == "pointwise_kernel" ||
         name == "recurrent_kernel";
}

/// Of the tensor whose positions each use the kernel once.
const std::optional<Shape>* counted_shape(const Graph& graph, std::size_t i,
                                          const std::vector<std::optional<Shape>>& shapes) {
  const Layer& layer = graph.layers[i];
  const bool transposed = layer.class_name.find("Transpose") != std::string::npos;
  const bool recurrent = layer.weight("recurrent_kernel") != nullptr;
  if (!transposed && !recurrent) return &shapes[i];
  return layer.inbounds().empty() ? nullptr : &shapes[layer.inbounds()[0].layer];
}

}  // namespace

std::vector<Cost> layer_costs(const Graph& graph, const std::vector<std::optional<Shape>>& shapes) {
  std::vector<Cost> costs(graph.layers.size());
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const bool nested = graph.layers[i].config.has("layers");
    const std::optional<Shape>* shape = counted_shape(graph, i, shapes);
    const std::uint64_t uses = shape != nullptr && !nested ? positions(*shape) : 0;
    for (const Weight& weight : graph.layers[i].weights) {
      if (is_of_quantizer(weight)) continue;
      const std::uint64_t count = elements(weight.shape);
      costs[i].parameters = plus(costs[i].parameters, count);
      if (is_kernel(weight)) costs[i].macs = plus(costs[i].macs, times(count, uses));
    }
  }
  return costs;
}

double sample_elements(const std::optional<Shape>& shape) {
  double product = 1;
  for (const std::int64_t size : shape.value_or(Shape{})) {
    product *= static_cast<double>(std::max<std::int64_t>(size, 1));
  }
  return product;
}

}  // namespace cnn2snn::keras
