// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/analyze.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "quantizeml/analyze/error_metrics.h"
#include "quantizeml/analyze/integer_model.h"
#include "quantizeml/calibrate/float_model.h"

namespace cnn2snn::quantizeml {
namespace {

bool is_measured(const keras::Layer& layer, const QuantizedLayer& record) {
  static constexpr std::array<std::string_view, 7> kWithoutError = {
      "InputQuantizer",   "QuantizedDropout", "QuantizedFlatten",  "QuantizedReshape",
      "QuantizedPermute", "Dequantizer",      "QuantizedRescaling"};
  if (std::find(kWithoutError.begin(), kWithoutError.end(), layer.class_name) !=
      kWithoutError.end()) {
    return false;
  }
  const bool pooling =
      layer.is("QuantizedMaxPool2D") || layer.is("QuantizedGlobalAveragePooling2D");
  return !pooling || record.output.has_value();
}

/// What the equalization did to a layer's output: it is this many times the float one. Empty: 1.
std::vector<float> rescaling_rate(const keras::Graph& graph, std::size_t layer) {
  const keras::Weight* rate = graph.layers[layer].weight("rescaling_rate", "output_quantizer");
  return rate == nullptr ? std::vector<float>() : graph.read(*rate);
}

void multiply(Tensor& tensor, const std::vector<float>& factors) {
  if (factors.empty()) return;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    tensor.values[i] = tensor.values[i] * factors[i % factors.size()];
  }
}

void divide(Tensor& tensor, const std::vector<float>& divisors) {
  if (divisors.empty()) return;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    tensor.values[i] = tensor.values[i] / divisors[i % divisors.size()];
  }
}

void subtract(Tensor& tensor, const std::vector<float>& values) {
  if (values.empty()) return;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    tensor.values[i] = tensor.values[i] - values[i % values.size()];
  }
}

/// One tensor that a layer takes, on its way back to what the float layer takes.
struct FloatInput {
  std::size_t layer = 0;  ///< Whose integers.
  std::vector<float> rate;
  std::vector<float> zero_points;  ///< As floats; empty: none.
};

struct Measured {
  std::size_t layer = 0;           ///< Of the quantized graph.
  std::size_t sanitized = 0;       ///< Of the float graph.
  std::vector<float> output_rate;  ///< 1 / rescaling rate.
  std::vector<FloatInput> inputs;
  std::unique_ptr<Operator> function;  ///< The float layer.
  ErrorMetrics single;
  ErrorMetrics cumulative;
};

class Analysis {
 public:
  explicit Analysis(const Quantization& quantization)
      : sanitized_(quantization.sanitized),
        quantized_(quantization.quantized),
        integers_(sanitized_, quantized_) {
    for (std::size_t i = 0; i < quantized_.layers.size(); ++i) {
      const keras::Layer& layer = quantized_.layers[i];
      const auto twin = sanitized_.find(layer.name);
      if (!integers_.runs(i) || !twin || !is_measured(layer, integers_.record(i))) continue;
      measured_.push_back(measured(i, *twin));
    }
    std::vector<std::size_t> wanted;
    for (const Measured& m : measured_) wanted.push_back(m.sanitized);
    floats_ = std::make_unique<FloatModel>(sanitized_, wanted);
  }

  void add(const Tensor& sample, BatchPlace place) {
    const std::vector<Tensor> integers = integers_.run(sample, place);
    for (Measured& m : measured_) add_single(m, integers, place);
    FloatModel::Memory memory;
    floats_->run(sample, place, memory, spare_, [&](std::size_t layer, const Tensor& output) {
      for (Measured& m : measured_) {
        if (m.sanitized == layer) compare(m, output, integers[m.layer], m.cumulative);
      }
    });
  }

  [[nodiscard]] std::vector<LayerQuantizationError> errors() const {
    std::vector<LayerQuantizationError> out;
    for (const Measured& m : measured_) {
      const keras::Layer& layer = quantized_.layers[m.layer];
      out.push_back({layer.name,
                     layer.class_name,
                     {m.single.smape(), m.single.saturation()},
                     {m.cumulative.smape(), m.cumulative.saturation()}});
    }
    return out;
  }

 private:
  Measured measured(std::size_t layer, std::size_t twin) const {
    Measured m;
    m.layer = layer;
    m.sanitized = twin;
    for (const float rate : rescaling_rate(quantized_, layer)) m.output_rate.push_back(1.0F / rate);
    for (const keras::Inbound& inbound : quantized_.layers[layer].inbounds()) {
      m.inputs.push_back(float_input(inbound.layer));
    }
    m.function = make_operator(sanitized_, sanitized_.layers[twin]);
    return m;
  }

  // The rate is that of the quantizer the tensor comes from, through layers without one.
  FloatInput float_input(std::size_t layer) const {
    FloatInput input;
    input.layer = layer;
    const QuantizedLayer& record = integers_.record(layer);
    if (quantized_.layers[layer].is("InputQuantizer") && record.zero_points) {
      Tensor zero({static_cast<std::int64_t>(record.zero_points->values.size())});
      zero.values = record.zero_points->values;
      input.zero_points = to_float(zero, record.metadata).values;
    }
    std::size_t at = layer;
    while (true) {
      input.rate = rescaling_rate(quantized_, at);
      const auto& inbounds = quantized_.layers[at].inbounds();
      const bool measured = is_measured(quantized_.layers[at], integers_.record(at));
      if (!input.rate.empty() || measured || inbounds.size() != 1) return input;
      at = inbounds[0].layer;
    }
  }

  void add_single(Measured& m, const std::vector<Tensor>& integers, BatchPlace place) const {
    std::vector<Tensor> floats;
    for (const FloatInput& input : m.inputs) {
      floats.push_back(to_float(integers[input.layer], integers_.record(input.layer).metadata));
      divide(floats.back(), input.rate);
      subtract(floats.back(), input.zero_points);
    }
    std::vector<const Tensor*> inputs;
    inputs.reserve(floats.size());
    for (const Tensor& tensor : floats) inputs.push_back(&tensor);
    std::vector<float> memory;
    Tensor output;
    m.function->run({inputs, place, &memory}, output);
    compare(m, output, integers[m.layer], m.single);
  }

  void compare(const Measured& m, const Tensor& expected, const Tensor& integers,
               ErrorMetrics& metrics) const {
    const Metadata& metadata = integers_.record(m.layer).metadata;
    Tensor quantized = to_float(integers, metadata);
    multiply(quantized, m.output_rate);
    metrics.add(expected, integers, quantized, metadata.fp.value_bits);
  }

  const keras::Graph& sanitized_;
  const keras::Graph& quantized_;
  IntegerModel integers_;
  std::vector<Measured> measured_;
  std::unique_ptr<FloatModel> floats_;
  Spare spare_;
};

}  // namespace

std::vector<LayerQuantizationError> analyze(
    const Quantization& quantization, const Samples& samples, std::size_t count,
    const std::function<void(std::size_t done, std::size_t all)>& progress) {
  Analysis analysis(quantization);
  const std::size_t all = std::min(count, samples.count);
  for (std::size_t i = 0; i < all; ++i) {
    Tensor sample(samples.shape);
    samples.read(i, sample.values);
    analysis.add(sample, {i, all});
    if (progress) progress(i + 1, all);
  }
  return analysis.errors();
}

}  // namespace cnn2snn::quantizeml
