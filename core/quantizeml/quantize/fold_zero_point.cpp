// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/fold_zero_point.h"

#include <algorithm>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/sum_rows.h"

namespace cnn2snn::quantizeml {
namespace {

[[noreturn]] void refuse(const keras::Layer& layer) {
  fail(ErrorId::kQuantization, Step::kQuantization,
       "During calibration, impossible to fold zero point in " + layer.name + ".",
       "Begin the model with a Conv2D or Dense, or quantize to a signed input_dtype.",
       "RuntimeError");
}

bool is_foldable(const keras::Layer& layer) {
  return layer.is("QuantizedConv2D") || layer.is("QuantizedConv2DTranspose") ||
         layer.is("QuantizedDense") || layer.is("QuantizedStatefulProjection") ||
         layer.is("QuantizedBufferTempConv") || layer.is("QuantizedDepthwiseBufferTempConv");
}

keras::Weight* find(keras::Layer& layer, std::string_view variable) {
  const keras::Weight* found = layer.weight(variable);
  return found == nullptr ? nullptr
                          : &layer.weights[static_cast<std::size_t>(found - layer.weights.data())];
}

/// padding_value - offset, in double as numpy has it of a list of Python's floats.
void fold_padding(keras::Value& config, const Array& offset) {
  const keras::Value& given = config["padding_value"];
  if (given.is_null()) return;
  std::vector<double> padding;
  for (const keras::Value& v : given.list()) padding.push_back(v.as_double());
  if (padding.empty()) padding.push_back(given.as_double());
  padding.resize(std::max(padding.size(), offset.size()), padding[0]);
  for (std::size_t i = 0; i < padding.size(); ++i) padding[i] -= double{offset[i]};
  if (std::all_of(padding.begin(), padding.end(), [&](double v) { return v == padding[0]; })) {
    padding.resize(1);
  }
  keras::Value::List list;
  for (const double v : padding) list.emplace_back(v);
  config.set("padding_value", keras::Value(std::move(list)));
}

/// bias + the sum of kernel · offset over everything but the output channels.
void fold_bias(keras::Graph& graph, keras::Layer& layer, const Array& offset) {
  keras::Weight* bias = find(layer, "bias");
  const keras::Weight& kernel = layer.weights[0];
  if (bias == nullptr || kernel.shape.size() < 2) refuse(layer);
  std::vector<float> products = graph.read(kernel);
  const auto columns = static_cast<std::size_t>(kernel.shape.back());
  const auto rows = static_cast<std::size_t>(kernel.shape[kernel.shape.size() - 2]);
  const bool by_column = layer.is("QuantizedDepthwiseBufferTempConv");
  if (products.empty() || (offset.size() != 1 && offset.size() != (by_column ? columns : rows))) {
    refuse(layer);
  }
  for (std::size_t i = 0; i < products.size(); ++i) {
    products[i] *= offset[by_column ? i % columns : i / columns % rows];
  }
  const std::vector<float> sums = sum_rows(products, columns);
  std::vector<float> values = graph.read(*bias);
  if (values.size() != sums.size()) refuse(layer);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += sums[i];
  bias->path.clear();
  bias->values = std::move(values);
}

}  // namespace

void fold_zero_point(keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                     const Array& range_min) {
  Array offset = range_min;
  std::size_t next = i;
  for (keras::Following following(neighbours, i); const auto outbound = following.next();) {
    next = *outbound;
    const keras::Layer& layer = graph.layers[next];
    if (!layer.is("QuantizedRescaling") && !layer.is("Rescaling")) break;
    const auto scale = static_cast<float>(layer.config["scale"].as_double(1.0));
    for (float& v : offset.values) v *= scale;
  }
  keras::Layer& layer = graph.layers[next];
  if (!is_foldable(layer) || layer.weights.empty()) refuse(layer);
  if (layer.is("QuantizedConv2D")) fold_padding(layer.config, offset);
  fold_bias(graph, layer, offset);
}

}  // namespace cnn2snn::quantizeml
