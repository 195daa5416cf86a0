// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/set_ranges.h"

#include <algorithm>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "keras/neighbours.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/classes/layer_config.h"
#include "quantizeml/quantize/equalize.h"
#include "quantizeml/quantize/fold_zero_point.h"

namespace cnn2snn::quantizeml {
namespace {

bool is_input_quantizer(const keras::Layer& layer) {
  return layer.is("InputQuantizer");
}

bool is_per_axis(const keras::Layer& layer) {
  if (is_input_quantizer(layer)) return layer.config["axis"].as_string() == "per-axis";
  const auto output = parse_config(layer).output;
  return output && output->per_axis;
}

[[noreturn]] void refuse(const keras::Layer& layer, std::string reason) {
  try {
    fail(ErrorId::kArgument, Step::kQuantization, std::move(reason),
         "Give ranges that were observed with this model and these parameters.");
  } catch (ConversionError& error) {
    throw error.at_layer(layer.name, layer.class_name);
  }
}

/// The range as it was observed, checked against the layer it is for.
Array checked(const keras::Graph& graph, std::size_t i, const std::vector<float>& values) {
  const keras::Layer& layer = graph.layers[i];
  const bool per_axis = is_per_axis(layer);
  const auto& shape = graph.shapes()[i];
  if (per_axis && (!shape || shape->empty() || shape->back() < 1)) {
    refuse(layer, "The number of channels of '" + layer.name + "' cannot be derived.");
  }
  const std::size_t channels = per_axis ? static_cast<std::size_t>(shape->back()) : 1;
  if (values.size() != channels) {
    refuse(layer, "The ranges have " + std::to_string(values.size()) + " values for '" +
                      layer.name + "', which takes " + std::to_string(channels) + ".");
  }
  return {values, !per_axis};
}

void add_variable(keras::Layer& layer, const std::string& variable, const Array& value) {
  keras::Weight weight;
  weight.name = layer.name + "/" + variable + ":0";
  if (!value.scalar) weight.shape = {static_cast<std::int64_t>(value.size())};
  weight.values = value.values;
  layer.weights.push_back(std::move(weight));
}

void set_input_range(keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                     Array low, const Array& high) {
  const bool is_signed = graph.layers[i].config.flag("signed", true);
  if (!is_signed) {
    for (float& v : low.values) v = v > 0 ? 0.0F : v;
  }
  add_variable(graph.layers[i], "range_min", low);
  add_variable(graph.layers[i], "range_max", high);
  const bool zero =
      std::all_of(low.values.begin(), low.values.end(), [](float v) { return v == 0; });
  if (!is_signed && !zero) fold_zero_point(graph, neighbours, i, low);
}

}  // namespace

std::vector<Observer> observers(const keras::Graph& quantized) {
  std::vector<Observer> out;
  for (const keras::Layer& layer : quantized.layers) {
    const bool input = is_input_quantizer(layer);
    if (!input && !parse_config(layer).output) continue;
    out.push_back({layer.name, input, is_per_axis(layer)});
  }
  return out;
}

void set_ranges(keras::Graph& quantized, const Ranges& ranges) {
  const keras::Neighbours neighbours(quantized);
  for (const Observer& observer : observers(quantized)) {
    const std::size_t i = quantized.find(observer.layer).value_or(0);
    const ObservedRange* range = ranges.find(observer.layer);
    if (range == nullptr) {
      refuse(quantized.layers[i], "There is no range for '" + observer.layer + "'.");
    }
    if (observer.input) {
      set_input_range(quantized, neighbours, i, checked(quantized, i, range->min),
                      checked(quantized, i, range->max));
      continue;
    }
    const EqualizedRange set =
        equalize(quantized, neighbours, i, checked(quantized, i, range->max));
    add_variable(quantized.layers[i], "output_quantizer/range_max", set.range_max);
    add_variable(quantized.layers[i], "output_quantizer/rescaling_rate", set.rescaling_rate);
  }
}

void set_full_input_range(keras::Graph& quantized) {
  const keras::Neighbours neighbours(quantized);
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    if (!is_input_quantizer(layer)) continue;
    const float half = pow2(static_cast<float>(layer.config["bitwidth"].as_int(8) - 1));
    const bool is_signed = layer.config.flag("signed", true);
    const keras::Value& shape = layer.config["batch_input_shape"];
    const auto channels = static_cast<std::size_t>(
        shape.list().empty() ? 1 : std::max<std::int64_t>(shape.list().back().as_int(1), 1));
    const auto filled = [&](float value) {
      return is_per_axis(layer) ? Array::filled(channels, value) : Array::of(value);
    };
    set_input_range(quantized, neighbours, i, filled(is_signed ? -half : 0.0F),
                    filled(is_signed ? half - 1 : 2 * half - 1));
  }
}

}  // namespace cnn2snn::quantizeml
