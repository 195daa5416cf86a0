// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/equalize.h"

#include <optional>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/classes/layer_config.h"

namespace cnn2snn::quantizeml {
namespace {

/// The class without "Quantized": quantized layers derive from the float ones, and float layers
/// behind a Dequantizer are equalized too.
std::string_view base_class(const keras::Layer& layer) {
  constexpr std::string_view kPrefix = "Quantized";
  std::string_view name = layer.class_name;
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return name;
}

bool is_temporal(std::string_view cls) {
  return cls == "BufferTempConv" || cls == "DepthwiseBufferTempConv";
}

bool takes_rate(std::string_view cls) {
  return cls == "Conv2D" || cls == "PaddedConv2D" || cls == "Conv2DTranspose" ||
         cls == "SeparableConv2D" || cls == "DepthwiseConv2D" || cls == "Dense" ||
         cls == "StatefulProjection" || cls == "DepthwiseConv2DTranspose" || is_temporal(cls);
}

bool passes_rate(std::string_view cls) {
  return cls == "Dropout" || cls == "MaxPool2D" || cls == "MaxPooling2D" ||
         cls == "GlobalAveragePooling2D" || cls == "Dequantizer";
}

struct Target {
  std::size_t layer = 0;
  bool reshaped = false;  ///< A Reshape or Flatten is between: input channels repeat in the rows.
};

std::optional<Target> find_target(const keras::Graph& graph, const keras::Neighbours& neighbours,
                                  std::size_t i, bool per_tensor) {
  Target target;
  for (keras::Following following(neighbours, i); const auto next = following.next();) {
    const keras::Layer& layer = graph.layers[*next];
    const std::string_view cls = base_class(layer);
    if (takes_rate(cls)) {
      if ((is_temporal(cls) && !per_tensor) || layer.config["groups"].as_int(1) != 1 ||
          layer.config["data_format"].as_string() == "channels_first") {
        return std::nullopt;
      }
      target.layer = *next;
      return target;
    }
    if (passes_rate(cls)) continue;
    if (cls != "Reshape" && cls != "Flatten") return std::nullopt;
    if (per_tensor) continue;
    if (target.reshaped) return std::nullopt;
    target.reshaped = true;
  }
  return std::nullopt;
}

/// (2^bits - 1) over 2^(bits - floor_log2(range)): just below the power of two under the range.
Array ideal_range(const Array& range, int bits) {
  Array out = floor_log2(range);
  const float int_max = pow2(static_cast<float>(bits)) - 1.0F;
  for (float& v : out.values) v = int_max / pow2(static_cast<float>(bits) - v);
  return out;
}

void divide(keras::Graph& graph, const Target& target, const Array& rate) {
  keras::Layer& layer = graph.layers[target.layer];
  if (layer.weights.empty() || layer.weights[0].shape.size() < 2) {
    fail(ErrorId::kMissingWeight, Step::kQuantization, "the layer has no kernel",
         "Save the whole model again (model.save).", "ValueError");
  }
  keras::Weight& kernel = layer.weights[0];
  std::vector<float> values = graph.read(kernel);
  // The channels of the input: the last axis but one; of a transposed convolution the last.
  const auto last = static_cast<std::size_t>(kernel.shape.back());
  const bool on_last = base_class(layer) == "Conv2DTranspose" && !target.reshaped;
  const std::size_t inner = on_last ? 1 : last;
  const std::size_t rows = inner == 0 ? 0 : values.size() / inner;
  if (rows == 0 || rows % rate.size() != 0) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "the kernel does not fit the " + std::to_string(rate.size()) + " channels of its input",
         "Save the model again (model.save).", "ValueError");
  }
  for (std::size_t i = 0; i < values.size(); ++i) values[i] /= rate[i / inner % rate.size()];
  kernel.path.clear();
  kernel.values = std::move(values);
}

}  // namespace

EqualizedRange equalize(keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                        const Array& range) {
  EqualizedRange out{range, Array{std::vector<float>(range.size(), 1.0F), range.scalar}};
  const keras::Layer& layer = graph.layers[i];
  // Outputs that are only shifted have no scale to change.
  if (layer.is("QuantizedAdd") || layer.is("QuantizedStatefulRecurrent")) return out;
  const auto target = find_target(graph, neighbours, i, range.scalar);
  if (!target) return out;
  const int bits = parse_config(layer).output.value_or(OutputQuantizer{}).bitwidth;
  const Array ideal = ideal_range(range, bits);
  if (ideal.values == range.values) return out;
  out.range_max = ideal;
  for (std::size_t k = 0; k < range.size(); ++k) {
    const bool dead = !range.scalar && ideal.values[k] == 0;
    out.rescaling_rate.values[k] = dead ? 1.0F : ideal.values[k] / range.values[k];
  }
  try {
    divide(graph, *target, out.rescaling_rate);
  } catch (ConversionError& error) {
    throw error.at_layer(graph.layers[target->layer].name, graph.layers[target->layer].class_name);
  }
  return out;
}

}  // namespace cnn2snn::quantizeml
