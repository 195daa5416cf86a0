// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/quantizers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::quantizeml {
namespace {

// Weights below this scale count as zero.
constexpr float kMinScale = 1e-6F;

// Adding and subtracting 1.5·2^23 rounds |x| < 2^22 to the nearest integer, ties to even, with two
// additions that every target vectorizes. Quantized weights stay far below (at most 16 bits).
constexpr float kRoundingShift = 12582912.0F;

// A kernel seen as (outer, channels, inner): one range for each channel.
struct Channels {
  std::size_t outer = 1;
  std::size_t count = 1;
  std::size_t inner = 1;
};

bool has_one_range(const WeightQuantizer& quantizer, const keras::Shape& shape) {
  return !quantizer.axis || shape.size() <= 1;
}

Channels channels_of(const WeightQuantizer& quantizer, const keras::Shape& shape,
                     std::size_t elements) {
  if (has_one_range(quantizer, shape)) return {1, 1, elements};
  const auto rank = static_cast<std::int64_t>(shape.size());
  const std::int64_t axis = *quantizer.axis < 0 ? *quantizer.axis + rank : *quantizer.axis;
  if (axis < 0 || axis >= rank) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "Axis " + std::to_string(*quantizer.axis) + " is not valid in weight_quantizer.",
         "Quantize the model again.", "ValueError");
  }
  Channels out;
  for (std::int64_t i = 0; i < rank; ++i) {
    const auto size = static_cast<std::size_t>(shape[static_cast<std::size_t>(i)]);
    (i < axis ? out.outer : i == axis ? out.count : out.inner) *= size;
  }
  return out;
}

// Both loops over all weights of a model are element-wise, so that wider vectors give the same
// bits.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CNN2SNN_WIDE_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define CNN2SNN_WIDE_VECTORS
#endif

// range[i] = max(range[i], |row[i]|); returns whether all elements are finite (NaN and infinity
// both fail `<= max`).
CNN2SNN_WIDE_VECTORS
bool widen_ranges(const float* row, float* range, std::size_t count) {
  int bad = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float a = std::fabs(row[i]);
    bad |= static_cast<int>(!(a <= std::numeric_limits<float>::max()));
    range[i] = range[i] < a ? a : range[i];
  }
  return bad == 0;
}

// to[i] = row[i] / scale[i], rounded half to even and clipped to [low, high].
CNN2SNN_WIDE_VECTORS
void round_row(const float* row, const float* scale, float low, float high, std::uint8_t* to,
               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float rounded = (row[i] / scale[i] + kRoundingShift) - kRoundingShift;
    const float above = rounded < low ? low : rounded;
    const float clipped = above > high ? high : above;
    to[i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(clipped));
  }
}

// max |w| per channel.
std::vector<float> ranges_of(std::span<const float> w, const Channels& c) {
  std::vector<float> ranges(c.count, 0.0F);
  const float* row = w.data();
  bool finite = true;
  for (std::size_t o = 0; o < c.outer; ++o) {
    if (c.inner == 1) {
      finite = widen_ranges(row, ranges.data(), c.count) && finite;
      row += c.count;
      continue;
    }
    for (std::size_t i = 0; i < c.count; ++i) {
      for (std::size_t k = 0; k < c.inner; ++k) {
        finite = widen_ranges(row + k, &ranges[i], 1) && finite;
      }
      row += c.inner;
    }
  }
  if (!finite) {
    fail(ErrorId::kQuantization, Step::kQuantization, "the weights hold NaN or infinity",
         "Train again: such weights have no quantized value.", "InvalidArgumentError");
  }
  return ranges;
}

template <class Int>
std::vector<Int> round_weights(std::span<const float> w, const Channels& c, const Array& scales,
                               const Array& factors, int value_bits) {
  const float limit = pow2(static_cast<float>(value_bits));
  const float high = limit - 1.0F;
  std::vector<Int> out(w.size());
  const float* in = w.data();
  Int* to = out.data();
  const auto one = [&](float x, float scale, float factor) {
    const float q = (x / scale) * factor;
    const float r = (q + kRoundingShift) - kRoundingShift;
    const float low = r < -limit ? -limit : r;
    return static_cast<Int>(static_cast<std::int32_t>(low > high ? high : low));
  };
  for (std::size_t o = 0; o < c.outer; ++o) {
    if (c.inner == 1) {
      const bool scalar = scales.size() == 1;
      const float* scale = scales.values.data();
      const float* factor = factors.values.data();
      for (std::size_t i = 0; i < c.count; ++i) {
        to[i] =
            one(in[i], scalar ? scale[0] : scale[i], factors.size() == 1 ? factor[0] : factor[i]);
      }
      in += c.count;
      to += c.count;
      continue;
    }
    for (std::size_t i = 0; i < c.count; ++i) {
      for (std::size_t k = 0; k < c.inner; ++k) to[k] = one(in[k], scales[i], factors[i]);
      in += c.inner;
      to += c.inner;
    }
  }
  return out;
}

// The common case: 8-bit integers, per-channel scales on the last axis.
std::vector<std::uint8_t> round_rows(std::span<const float> w, std::size_t columns,
                                     const float* scales, int value_bits) {
  const float limit = pow2(static_cast<float>(value_bits));
  std::vector<std::uint8_t> out(w.size());
  for (std::size_t row = 0; row + columns <= w.size(); row += columns) {
    round_row(w.data() + row, scales, -limit, limit - 1.0F, out.data() + row, columns);
  }
  return out;
}

}  // namespace

QuantizedWeights quantize(const WeightQuantizer& quantizer, std::span<const float> kernel,
                          const keras::Shape& shape) {
  const Channels c = channels_of(quantizer, shape, kernel.size());
  const int bits = quantizer.value_bits();
  Array ranges{ranges_of(kernel, c), has_one_range(quantizer, shape)};
  QuantizedWeights out;
  Array factors = Array::of(1.0F);
  if (quantizer.fp_quantizer) {
    out.frac_bits = max_frac_bits(bits, ranges);
    out.scales = Array::of(1.0F);
    factors = out.frac_bits;
    for (float& f : factors.values) f = pow2(f);
  } else {
    const float per_max = reciprocal(pow2(static_cast<float>(bits)) - 1.0F);
    out.scales = ranges;
    for (float& s : out.scales.values) s = std::max(s * per_max, kMinScale);
  }
  if (quantizer.bitwidth > 8) {
    out.wide = round_weights<std::int16_t>(kernel, c, out.scales, factors, std::min(bits, 15));
  } else if (!quantizer.fp_quantizer && c.inner == 1 && c.count > 1) {
    out.values = round_rows(kernel, c.count, out.scales.values.data(), bits);
  } else {
    out.values = round_weights<std::uint8_t>(kernel, c, out.scales, factors, bits);
  }
  return out;
}

QuantizedWeights quantize_unknown(const WeightQuantizer& quantizer, const keras::Shape& shape) {
  const std::size_t count = channels_of(quantizer, shape, 0).count;
  QuantizedWeights out;
  out.scales = Array::of(1.0F);
  (quantizer.fp_quantizer ? out.frac_bits : out.scales) =
      Array::unknown(count, has_one_range(quantizer, shape));
  return out;
}

AlignedValues quantize(const AlignedWeightQuantizer& quantizer, std::span<const float> x,
                       bool x_is_scalar, const QFloat& other) {
  const int bits = quantizer.value_bits();
  Array inputs{std::vector<float>(x.begin(), x.end()), x_is_scalar};
  for (const float v : inputs.values) {
    if (!std::isfinite(v)) {
      fail(ErrorId::kQuantization, Step::kQuantization, "a bias or bound holds NaN or infinity",
           "Train again: such values have no quantized form.", "InvalidArgumentError");
    }
  }
  Array ranges = inputs;
  for (float& r : ranges.values) r = std::fabs(r);
  if (quantizer.bitwidth <= 4) {
    ranges = Array::of(*std::max_element(ranges.values.begin(), ranges.values.end()));
  }
  const Array ratio =
      combine(ranges, other.scales, [](float range, float scale) { return range / scale; });
  Array frac_bits = combine(max_frac_bits(bits, ratio), other.fp.frac_bits,
                            [](float a, float b) { return std::min(a, b); });
  const Array scaled =
      combine(inputs, other.scales, [](float value, float scale) { return value / scale; });
  const Array q = combine(scaled, frac_bits, [bits](float v, float fb) {
    return saturate(round_half_even(v * pow2(fb)), bits);
  });
  const Rescaled up = upscale({bits, frac_bits}, other.fp.frac_bits, other.fp.value_bits);
  const Array shifted = combine(q, up.shift, [&other](float v, float shift) {
    return saturate(v * pow2(shift), other.fp.value_bits);
  });
  return {shifted.values, up.shift};
}

std::vector<std::int32_t> unshifted(const AlignedValues& aligned) {
  std::vector<std::int32_t> out(aligned.values.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    // Only shifts below 32 are recorded; the mask keeps a hostile one defined.
    const auto shift = static_cast<std::uint32_t>(to_int32(aligned.shift[i])) & 31U;
    out[i] = to_int32(aligned.values[i]) >> shift;
  }
  return out;
}

QuantizedScales to_fixed_point(const Array& scales, int scale_bits) {
  QuantizedScales out;
  out.frac_bits = max_frac_bits(scale_bits, scales, false);
  out.values = combine(scales, out.frac_bits, [scale_bits](float s, float fb) {
    return saturate(round_half_even(s * pow2(fb)), scale_bits);
  });
  return out;
}

QuantizedOutput quantize(const OutputQuantizer& quantizer, const Metadata& x,
                         const Array& range_max, const Array& rescaling_rate) {
  QuantizedOutput out;
  FixedPoint fp = x.fp;
  const int before = fp.value_bits;
  if (x.is_qfloat()) {
    if (!quantizer.scale_bits) {
      fail(ErrorId::kQuantization, Step::kQuantization,
           "the output quantizer receives QFloat inputs: the scale_bits parameter needs to be "
           "specified.",
           "Quantize the model again.", "ValueError");
    }
    const Array scales =
        combine(x.scales, rescaling_rate, [](float scale, float rate) { return scale * rate; });
    fp = promote(fp, quantizer.buffer_bitwidth);
    QuantizedScales qscales = to_fixed_point(scales, *quantizer.scale_bits);
    fp.frac_bits = combine(fp.frac_bits, qscales.frac_bits, [](float a, float b) { return a + b; });
    out.qscales = std::move(qscales.values);
  }
  if (before <= quantizer.value_bits()) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "Quantizing a " + std::to_string(before) + "-bit QTensor to " +
             std::to_string(quantizer.value_bits()) + "-bit is pointless.",
         "Remove this output quantizer, or give it a smaller bitwidth.", "ValueError");
  }
  const Array target = max_frac_bits(quantizer.value_bits(), range_max);
  Rescaled scaled = rescale(fp, target, quantizer.value_bits());
  out.fp = std::move(scaled.fp);
  out.shift = std::move(scaled.shift);
  return out;
}

}  // namespace cnn2snn::quantizeml
