// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quantizeml/arithmetic/sum_rows.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

/// A Rescaling's `scale` or `offset`: a number or a list of numbers, in double as in Python.
struct Factor {
  std::vector<double> values;
  bool list = false;
  [[nodiscard]] bool vector() const { return list && values.size() > 1; }
};

Factor factor(const keras::Value& value, double fallback) {
  Factor out;
  out.list = value.is_list();
  if (out.list) {
    for (const keras::Value& v : value.list()) out.values.push_back(v.as_double());
  } else {
    out.values.push_back(value.as_double(fallback));
  }
  if (out.values.empty()) throw EditFailure("an empty Rescaling parameter");
  return out;
}

/// `factor` of the input channel that element `i` of a kernel multiplies.
float of_element(const std::vector<double>& factors, const keras::Layer& layer, std::size_t i,
                 std::size_t columns) {
  if (factors.size() == 1) return static_cast<float>(factors[0]);
  // A depthwise kernel is (T, C); all others have input channels in the last axis but one, those
  // of a BufferTempConv repeated for every frame.
  const std::size_t row = layer.is("DepthwiseBufferTempConv") ? i % columns : i / columns;
  return static_cast<float>(factors[row % factors.size()]);
}

bool is_foldable(const keras::Layer& layer) {
  return layer.is("Conv2D") || layer.is("Dense") || layer.is("BufferTempConv") ||
         layer.is("DepthwiseBufferTempConv");
}

/// nullopt: nothing to align.
std::optional<std::size_t> find_target(const keras::Graph& graph, std::size_t rescaling) {
  const keras::Value& config = graph.layers[rescaling].config;
  const Factor offset = factor(config["offset"], 0.0);
  const bool no_offset =
      std::all_of(offset.values.begin(), offset.values.end(), [](double v) { return v == 0; });
  if (!factor(config["scale"], 1.0).vector() && no_offset) return std::nullopt;
  const auto next = keras::Neighbours(graph).only_outbound(rescaling);
  if (!next || !is_foldable(graph.layers[*next])) {
    throw EditFailure("nothing to fold the Rescaling into");
  }
  return next;
}

void check_channels(const Factor& values, std::size_t channels) {
  if (values.values.size() != 1 && values.values.size() != channels) {
    throw EditFailure("Rescaling parameters of another number of channels");
  }
}

/// Makes padding explicit, as a zero of the rescaled input is not a zero of the input.
void set_padding(keras::Layer& layer, const Factor& offset, const Factor& scale) {
  if (layer.class_name != "Conv2D" || layer.config["padding"].as_string() != "same") return;
  layer.class_name = "PaddedConv2D";
  layer.package = "Custom";
  layer.config.set("padding", keras::Value(std::string("valid")));
  std::vector<double> padding;
  for (const double v : offset.values) padding.push_back(0.0 - v);
  if (std::all_of(padding.begin(), padding.end(), [&](double v) { return v == padding[0]; })) {
    padding.resize(1);
  }
  if (scale.vector()) {
    if (padding.size() == 1) padding.resize(scale.values.size(), padding[0]);
    for (std::size_t i = 0; i < padding.size(); ++i) {
      padding[i] = static_cast<double>(static_cast<float>(padding[i])) / scale.values[i];
    }
  }
  keras::Value::List list;
  for (const double v : padding) list.emplace_back(v);
  layer.config.set("padding_value", keras::Value(std::move(list)));
}

void fold_weights(keras::Layer& layer, const keras::Graph& graph, const Factor& offset,
                  const Factor& scale) {
  if (layer.weights.empty() || layer.weights[0].shape.empty()) {
    throw EditFailure("a layer without kernel");
  }
  const keras::Shape shape = layer.weights[0].shape;
  std::vector<float> kernel = graph.read(layer.weights[0]);
  const auto columns = static_cast<std::size_t>(shape.back());
  if (columns == 0 || kernel.empty()) throw EditFailure("an empty kernel");
  std::vector<float> products(kernel.size());
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    products[i] = kernel[i] * of_element(offset.values, layer, i, columns);
  }
  std::vector<float> bias(columns, 0.0F);
  if (layer.config.flag("use_bias", layer.class_name != "BufferTempConv" &&
                                        layer.class_name != "DepthwiseBufferTempConv") &&
      layer.weights.size() > 1) {
    bias = graph.read(layer.weights[1]);
  }
  const std::vector<float> sums = sum_rows(products, columns);
  if (bias.size() != sums.size()) throw EditFailure("a bias of another size");
  for (std::size_t i = 0; i < bias.size(); ++i) bias[i] += sums[i];
  layer.config.set("use_bias", keras::Value(true));
  set_weight(layer, "bias", {shape.back()}, std::move(bias));
  if (!scale.vector()) return;
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    kernel[i] = kernel[i] * of_element(scale.values, layer, i, columns);
  }
  set_weight(layer, layer.weights[0].variable(), shape, std::move(kernel));
}

bool align(keras::Graph& graph) {
  const auto rescaling = std::find_if(graph.layers.begin(), graph.layers.end(), is_rescaling);
  if (rescaling == graph.layers.end()) return false;
  const auto index = static_cast<std::size_t>(rescaling - graph.layers.begin());
  const auto target = find_target(graph, index);
  if (!target) return false;
  const Factor offset = factor(rescaling->config["offset"], 0.0);
  const Factor scale = factor(rescaling->config["scale"], 1.0);
  const auto channels = static_cast<std::size_t>(input_shape(graph, *target).back());
  check_channels(offset, channels);
  check_channels(scale, channels);
  keras::Edit edit(graph);
  keras::Layer& layer = edit.layer(*target);
  fold_weights(layer, graph, offset, scale);
  set_padding(layer, offset, scale);
  keras::Value& folded = edit.layer(index).config;
  folded.set("offset", keras::Value(std::int64_t{0}));
  if (scale.vector()) folded.set("scale", keras::Value(std::int64_t{1}));
  edit.finish();
  return true;
}

}  // namespace

bool align_rescaling(keras::Graph& graph) {
  return attempt(graph, align);
}

}  // namespace cnn2snn::quantizeml
