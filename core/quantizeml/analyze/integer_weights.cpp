// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/integer_weights.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cnn2snn::quantizeml {
namespace {

constexpr std::array<std::string_view, 14> kClasses = {
    "QuantizedConv2D",          "QuantizedConv2DTranspose",
    "QuantizedDepthwiseConv2D", "QuantizedDepthwiseConv2DTranspose",
    "QuantizedSeparableConv2D", "QuantizedDense",
    "QuantizedBufferTempConv",  "QuantizedDepthwiseBufferTempConv",
    "QuantizedConcatenate",     "QuantizedDropout",
    "QuantizedMaxPool2D",       "QuantizedFlatten",
    "QuantizedReshape",         "QuantizedPermute"};

std::vector<float> floats_of(const QuantizedWeights& weights) {
  if (!weights.wide.empty()) return {weights.wide.begin(), weights.wide.end()};
  std::vector<float> out(weights.values.size());
  std::transform(weights.values.begin(), weights.values.end(), out.begin(), [](std::uint8_t byte) {
    return static_cast<float>(static_cast<std::int8_t>(byte));
  });
  return out;
}

// Keras stores (height, width, filters, inputs); QuantizeML quantizes the last two axes exchanged.
std::vector<float> transposed_back(const std::vector<float>& kernel, const keras::Shape& shape) {
  const auto filters = static_cast<std::size_t>(shape[2]);
  const auto inputs = static_cast<std::size_t>(shape[3]);
  std::vector<float> out(kernel.size());
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    const std::size_t f = i % filters;
    const std::size_t c = i / filters % inputs;
    out[i - i % (filters * inputs) + f * inputs + c] = kernel[i];
  }
  return out;
}

void set_values(keras::Layer& layer, std::string_view variable, std::vector<float> values) {
  for (keras::Weight& weight : layer.weights) {
    if (weight.variable() != variable) continue;
    weight.path.clear();
    weight.values = std::move(values);
    return;
  }
}

void set_kernels(keras::Layer& layer, const QuantizedLayer& record) {
  if (record.weights.values.empty() && record.weights.wide.empty()) return;
  const bool depthwise = layer.weight("depthwise_kernel") != nullptr;
  const std::string_view name = depthwise ? "depthwise_kernel" : "kernel";
  std::vector<float> kernel = floats_of(record.weights);
  if (layer.is("Conv2DTranspose")) kernel = transposed_back(kernel, layer.weight(name)->shape);
  set_values(layer, name, std::move(kernel));
  if (layer.is("SeparableConv2D"))
    set_values(layer, "pointwise_kernel", floats_of(record.pointwise));
  layer.config.set("use_bias", keras::Value(false));
  layer.weights.erase(std::remove_if(layer.weights.begin(), layer.weights.end(),
                                     [](const keras::Weight& w) { return w.variable() == "bias"; }),
                      layer.weights.end());
}

void set_padding(keras::Layer& layer, const std::vector<float>& values) {
  keras::Value::List list;
  for (const float value : values) list.emplace_back(static_cast<double>(value));
  layer.class_name = "PaddedConv2D";
  layer.package = "Custom";
  layer.config.set("padding_value", keras::Value(std::move(list)));
}

}  // namespace

std::optional<keras::Graph> integer_weights(const keras::Graph& sanitized,
                                            const keras::Layer& layer,
                                            const QuantizedLayer& record) {
  if (std::find(kClasses.begin(), kClasses.end(), layer.class_name) == kClasses.end()) {
    return std::nullopt;
  }
  const auto from = sanitized.find(layer.name);
  if (!from) return std::nullopt;
  keras::Graph graph;
  graph.file = sanitized.file;
  graph.layers.push_back(sanitized.layers[*from]);
  set_kernels(graph.layers[0], record);
  if (record.padding_value) set_padding(graph.layers[0], record.padding_value->values);
  return graph;
}

}  // namespace cnn2snn::quantizeml
