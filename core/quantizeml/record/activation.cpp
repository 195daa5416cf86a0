// SPDX-License-Identifier: Apache-2.0
// QuantizedReLU and QuantizedActivation (quantizeml.layers.activations).
#include <algorithm>
#include <array>
#include <cmath>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/arithmetic/erfc.h"
#include "quantizeml/arithmetic/exponential.h"
#include "quantizeml/record/layer_recorder.h"

namespace cnn2snn::quantizeml {
namespace {

// The fused kernel of the traced graph has no published last bits; the logistic in double, rounded
// once, gives every entry of its table (measured on 23 × 2048 arguments and all swish models).
float logistic(float x) {
  return static_cast<float>(1.0 / (1.0 + exponential(-static_cast<double>(x))));
}

// The activations in the order of operations of the traced graph, constants folded as it folds
// them.
float evaluate(const std::string& activation, float x, float alpha) {
  if (activation == "gelu") return (0.5F * x) * erfc(-x * 0.70710678F);
  if (activation == "swish") return x * logistic(x);
  if (activation == "leaky_relu") return x > 0.0F ? x : alpha * x;
  const float relu6 = std::min(std::max(x + 3.0F, 0.0F), 6.0F);  // hard_silu
  return x * (relu6 * reciprocal(6.0F));
}

// Fills the table, whose size is set, from the smallest input to the largest; returns its scale.
float tabulate(LayerRecorder& r, const Metadata& x) {
  const auto alpha = static_cast<float>(r.layer.config["alpha"].as_double(0.2));
  const float unit = pow2(x.fp.frac_bits[0]);
  std::vector<float> y;
  y.reserve(r.out.lut_values.size());
  float range = 0.0F;
  const std::int32_t n = 1 << x.fp.value_bits;
  for (std::int32_t v = -n; v < n; ++v) {
    y.push_back(evaluate(r.config().activation, static_cast<float>(v) / unit, alpha));
    range = std::max(range, std::fabs(y.back()));
  }
  const int bits = r.config().lut_bits;
  const float scale = range * reciprocal(pow2(static_cast<float>(bits)) - 1.0F);
  std::transform(y.begin(), y.end(), r.out.lut_values.begin(), [scale, bits](float v) {
    return to_int32(saturate(round_half_even(v / scale), bits));
  });
  return scale;
}

// Wider inputs fit no Akida table; the conversion refuses them, so they are not tabulated.
constexpr int kMaxTableBits = 16;

}  // namespace

void record_relu(LayerRecorder& r) {
  Metadata x = r.prepare(LayerRecorder::kQTensor);
  if (!x.is_qfloat()) x = Metadata::of(QFloat{x.fp, Array::of(1.0F)});
  if (r.config().max_value && x.values_known()) {
    const std::array bound = {*r.config().max_value};
    if (!std::isfinite(bound[0])) {
      fail(ErrorId::kQuantization, Step::kQuantization, "max_value is not a finite number",
           "Give the ReLU a finite max_value, or none at all.", "InvalidArgumentError");
    }
    r.out.max_value = quantize(r.config().max_value_quantizer, bound, true, x.qfloat());
  }
  r.finish(x);
}

void record_activation(LayerRecorder& r) {
  const Metadata x = r.accept(LayerRecorder::kFixedPoint | LayerRecorder::kTensor);
  if (r.inputs[0].is_tensor()) {
    (void)r.accept(LayerRecorder::kFixedPoint);
  }
  if (!x.per_tensor()) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "QuantizedActivation only supports per-tensor inputs.",
         "Quantize the output of the layer before per-tensor.", "TypeError");
  }
  Array scale = Array::of(1.0F);
  if (x.fp.value_bits <= kMaxTableBits) {
    r.out.lut_values.resize(std::size_t{2} << x.fp.value_bits);
    scale = x.values_known() ? Array::of(tabulate(r, x)) : Array::unknown(1, true);
  }
  r.finish(
      Metadata::of(QFloat{FixedPoint{r.config().lut_bits, Array::of(0.0F)}, std::move(scale)}));
}

}  // namespace cnn2snn::quantizeml
