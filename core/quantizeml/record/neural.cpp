// SPDX-License-Identifier: Apache-2.0
// Layers with weights: accumulators are the inputs' fixed point with the weights' scales
// (quantizeml.layers.convolution, depthwise_convolution, separable_convolution, dense,
// buffer_temp_conv).
#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/record/layer_recorder.h"

namespace cnn2snn::quantizeml {
namespace {

std::vector<std::int64_t> kernel_size(const LayerRecorder& r) {
  auto size = r.layer.config["kernel_size"].as_ints(2);
  if (size.size() != 2 || size[0] < 1 || size[1] < 1) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "kernel_size " + r.layer.config["kernel_size"].repr() + " is not a pair of sizes",
         "Save the model again.", "TypeError");
  }
  return size;
}

std::int64_t positive(const LayerRecorder& r, std::string_view key) {
  const auto value = r.layer.config[key].int_or_none();
  if (!value || *value < 1) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         std::string(key) + " must be a positive integer, not " + r.layer.config[key].repr(),
         "Save the model again.", "TypeError");
  }
  return *value;
}

std::int64_t channels(const LayerRecorder& r) {
  return static_cast<std::int64_t>(r.input_channels());
}

// inputs · weights: fractional bits and value bits of the inputs, product of the scales.
Metadata product(const Metadata& x, const Array& scales) {
  if (!x.is_qfloat()) return Metadata::of(QFloat{x.fp, scales});
  return Metadata::of(
      QFloat{x.fp, combine(x.scales, scales, [](float a, float b) { return a * b; })});
}

void end_neural(LayerRecorder& r, const Metadata& outputs) {
  r.record_bias(outputs);
  r.finish(outputs);
}

// The input as a fifo holds it: always aligned, so that an input_shift is always recorded.
Metadata in_fifo(LayerRecorder& r, unsigned accepted) {
  Metadata x = r.accept(accepted);
  Rescaled aligned = expand(x.fp, r.config().buffer_bitwidth.value_or(31));
  x.fp = std::move(aligned.fp);
  r.out.input_shift = std::move(aligned.shift);
  return x;
}

// The padding value is quantized against the prepared inputs.
void record_padding(LayerRecorder& r, const Metadata& x) {
  const auto& padding = r.config().padding_value;
  if (padding.empty()) return;
  if (!x.is_qfloat()) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "When using a non-zero padding value, the inputs must be QFloat.",
         "Put a Rescaling or an unsigned input quantizer before this layer.", "ValueError");
  }
  if (padding.size() != 1 && padding.size() != r.input_channels()) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "The padding value must be a scalar or a list of values, for a value per input channel.",
         "Give one padding value, or one per input channel.", "ValueError");
  }
  if (!x.values_known()) return;
  const AlignedWeightQuantizer quantizer{r.config().weight.bitwidth, true};
  r.out.padding_value = quantize(quantizer, padding, padding.size() == 1, x.qfloat());
}

}  // namespace

void record_convolution(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kAny);
  const auto k = kernel_size(r);
  r.out.weights = r.quantize_weight(r.config().weight, "kernel",
                                    {k[0], k[1], channels(r), positive(r, "filters")});
  record_padding(r, x);
  assert_per_tensor(x);
  end_neural(r, product(x, r.out.weights.scales));
}

void record_depthwise_convolution(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kTensor | LayerRecorder::kFixedPoint);
  const auto k = kernel_size(r);
  const std::int64_t multiplier = r.layer.config["depth_multiplier"].as_int(1);
  if (multiplier > 1 && channels(r) > 1) {
    // The kernel is divided by scales per channel, which meet its last axis.
    fail_unequal(multiplier, channels(r), "Use a depth_multiplier of 1.");
  }
  r.out.weights = r.quantize_weight(r.config().weight, "depthwise_kernel",
                                    {k[0], k[1], channels(r), multiplier});
  end_neural(r, product(x, r.out.weights.scales));
}

void record_convolution_transpose(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kFixedPoint);
  const auto k = kernel_size(r);
  // Keras stores (kh, kw, filters, inputs); QuantizeML transposes before it quantizes per filter.
  r.out.weights = r.quantize_weight(r.config().weight, "kernel",
                                    {k[0], k[1], channels(r), positive(r, "filters")},
                                    LayerRecorder::Stored::kSwapped);
  assert_per_tensor(x);
  end_neural(r, product(x, r.out.weights.scales));
}

void record_depthwise_convolution_transpose(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kFixedPoint);
  const auto k = kernel_size(r);
  r.out.weights =
      r.quantize_weight(r.config().weight, "depthwise_kernel", {k[0], k[1], channels(r), 1});
  assert_per_tensor(x);
  end_neural(r, product(x, r.out.weights.scales));
}

void record_separable_convolution(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kTensor | LayerRecorder::kFixedPoint);
  assert_per_tensor(x);
  const auto k = kernel_size(r);
  const std::int64_t inputs = channels(r);
  r.out.weights = r.quantize_weight(r.config().weight, "depthwise_kernel", {k[0], k[1], inputs, 1});
  r.out.pointwise = r.quantize_weight(r.config().pointwise, "pointwise_kernel",
                                      {1, 1, inputs, positive(r, "filters")});
  end_neural(r, product(product(x, r.out.weights.scales), r.out.pointwise.scales));
}

void record_dense(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kAny);
  r.out.weights =
      r.quantize_weight(r.config().weight, "kernel", {channels(r), positive(r, "units")});
  assert_per_tensor(x);
  end_neural(r, product(x, r.out.weights.scales));
}

void record_buffer_temp_conv(LayerRecorder& r) {
  const Metadata x = in_fifo(r, LayerRecorder::kAny);
  r.out.weights =
      r.quantize_weight(r.config().weight, "kernel",
                        {1, 1, positive(r, "kernel_size") * channels(r), positive(r, "filters")});
  assert_per_tensor(x);
  end_neural(r, product(x, r.out.weights.scales));
}

void record_depthwise_buffer_temp_conv(LayerRecorder& r) {
  const Metadata x = in_fifo(r, LayerRecorder::kFixedPoint);
  r.out.weights =
      r.quantize_weight(r.config().weight, "kernel", {positive(r, "kernel_size"), channels(r)});
  end_neural(r, product(x, r.out.weights.scales));
}

}  // namespace cnn2snn::quantizeml
