// SPDX-License-Identifier: Apache-2.0
// Where floats enter and leave the quantized part, and the recurrent layers
// (quantizeml.layers.quantizer_layers, stateful_recurrent).
#include <algorithm>
#include <cmath>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/record/layer_recorder.h"

namespace cnn2snn::quantizeml {

void record_input_quantizer(LayerRecorder& r) {
  const keras::Value& config = r.layer.config;
  const bool is_signed = config.flag("signed", true);
  const auto bitwidth = config["bitwidth"].as_int(8);
  const Metadata& x = r.inputs.at(0);
  const bool integer =
      x.is_tensor() && (x.dtype.rfind("int", 0) == 0 || x.dtype.rfind("uint", 0) == 0);
  if (!x.is_tensor() || integer) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "InputQuantizer only accepts float inputs." +
             (integer ? " Receives " + x.dtype + " inputs." : std::string()),
         "Quantize the model again.", "TypeError");
  }
  if (bitwidth < 1 || bitwidth > 32) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "an InputQuantizer of " + std::to_string(bitwidth) + " bits is not supported",
         "Use 4 or 8 bits.", "TypeError");
  }
  const bool per_axis = config["axis"].as_string("per-tensor") == "per-axis";
  if (per_axis && (!r.output_shape || r.output_shape->size() < 2)) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "'" + r.layer.name +
             "' (InputQuantizer) cannot quantize per-axis tensors with 2 dimensions or less.",
         "Quantize the inputs per-tensor.", "ValueError");
  }
  const int bits = static_cast<int>(bitwidth) - (is_signed ? 1 : 0);
  const std::size_t channels = per_axis ? r.output_channels() : 1;
  const Array low = r.read_range("range_min", "", per_axis, channels);
  const Array high = r.read_range("range_max", "", per_axis, channels);
  const auto not_above = [](const Array& a, const Array& b) {
    const Array above = combine(a, b, [](float u, float v) { return u <= v ? 0.0F : 1.0F; });
    return holds(above, [](float yes) { return yes == 0.0F; });
  };
  assert_recorded(not_above(low, high), "range_max must be higher or equal than range_min.");
  if (is_signed) {
    const Array range =
        combine(high, low, [](float u, float v) { return std::max(std::fabs(u), std::fabs(v)); });
    r.finish(Metadata::of(FixedPoint{bits, max_frac_bits(bits, range)}));
    return;
  }
  assert_recorded(not_above(low, Array::of(0.0F)), "range_min > 0 is not allowed (HW constraint).");
  const Array range = combine(high, low, [](float u, float v) { return u - v; });
  Array frac_bits = max_frac_bits(bits, range);
  r.out.zero_points = combine(low, frac_bits, [bits](float v, float fb) {
    return saturate(round_half_even(-v * pow2(fb)), bits);
  });
  r.finish(Metadata::of(QFloat{FixedPoint{bits, std::move(frac_bits)}, Array::of(1.0F)}));
}

void record_dequantizer(LayerRecorder& r) {
  // Only what it receives is needed: its output is a float tensor.
  r.out.metadata = r.inputs.empty() ? Metadata{} : r.inputs[0];
  r.out.recorded = r.out.metadata.known();
}

void record_stateful_recurrent(LayerRecorder& r) {
  Metadata x = r.prepare(LayerRecorder::kQTensor);
  r.out.input_shift.reset();  // not exported: the projection before it has its own
  if (x.is_qfloat()) {
    QuantizedScales scales = to_fixed_point(x.scales, 8);
    x.fp.frac_bits =
        combine(x.fp.frac_bits, scales.frac_bits, [](float u, float v) { return u + v; });
    r.out.new_state_scale = std::move(scales.values);
  }
  const auto n = static_cast<std::int64_t>(r.input_channels());
  r.out.weights = r.quantize_weight(r.config().weight, "A_real", {n});
  r.out.pointwise = r.quantize_weight(r.config().weight, "A_imag", {n});
  const Array& real = r.out.weights.frac_bits;
  if (real.known) {
    assert_recorded(real[0] == r.out.pointwise.frac_bits[0],
                    "the real and imaginary parts of A are not aligned");
  }
  const OutputQuantizer& quantizer = *r.config().output;
  const Array range_max = r.read_range("range_max", "output_quantizer", quantizer.per_axis,
                                       static_cast<std::size_t>(n));
  const Array state = max_frac_bits(quantizer.value_bits(), range_max);
  const Array update =
      combine(state, r.out.weights.frac_bits, [](float u, float v) { return u + v; });
  r.out.new_state_shift = rescale(x.fp, update, x.fp.value_bits).shift;
  const int bits = r.config().buffer_bitwidth.value_or(31);
  const Metadata updated = Metadata::of(FixedPoint{bits, update});
  r.out.output = quantize(quantizer, updated, range_max, Array::of(1.0F));
  // Real and imaginary parts are stacked on a new last axis.
  r.out.metadata =
      Metadata::of(FixedPoint{quantizer.value_bits(), {{state[0], state[0]}, false, state.known}});
  r.out.recorded = true;
}

void record_pico_post_processing(LayerRecorder& r) {
  if (r.inputs.size() != 2) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "QuantizedPicoPostProcessing takes predictions and targets", "Quantize the model again.",
         "TypeError");
  }
  const Metadata& predictions = r.inputs[0];
  const Metadata& targets = r.inputs[1];
  if (predictions.is_tensor() || !targets.is_tensor() ||
      (targets.dtype.rfind("int", 0) != 0 && targets.dtype.rfind("uint", 0) != 0)) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "QuantizedPicoPostProcessing only accepts quantized predictions and integer targets.",
         "Quantize the model with 16-bit integer inputs.", "TypeError");
  }
  OutputQuantizer quantizer;
  quantizer.bitwidth = 16;
  quantizer.per_axis = true;
  quantizer.scale_bits = 16;
  quantizer.buffer_bitwidth = r.config().buffer_bitwidth.value_or(43) + 1;
  const std::size_t channels = r.input_channels(0);
  // The recorded range is overwritten so that predictions have no fractional bits, as the targets.
  const Array range = Array::filled(channels, pow2(15.0F));
  const Array rate = r.layer.weight("rescaling_rate", "prediction_quantizer") != nullptr ||
                             r.layer.weight("rescaling_rate") != nullptr
                         ? r.read_range("rescaling_rate", "prediction_quantizer", true, channels)
                         : Array::filled(channels, 1.0F);
  r.out.output = quantize(quantizer, predictions, range, rate);
  r.out.metadata = Metadata::of(FixedPoint{1, Array::of(0.0F)});
  r.out.recorded = true;
}

}  // namespace cnn2snn::quantizeml
