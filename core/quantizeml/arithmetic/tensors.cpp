// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/tensors.h"

#include <algorithm>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::quantizeml {

Array broadcast(const Array& a, const Array& b) {
  const std::size_t n = std::max(a.size(), b.size());
  if ((a.size() != n && a.size() != 1) || (b.size() != n && b.size() != 1)) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "per-channel values of " + std::to_string(a.size()) + " and " + std::to_string(b.size()) +
             " channels meet: incompatible shapes",
         "Check that the recorded ranges belong to these layers; quantize the model again.",
         "ValueError");
  }
  return {std::vector<float>(n), a.scalar && b.scalar, a.known && b.known};
}

void assert_recorded(std::optional<bool> condition, const std::string& message) {
  if (condition.value_or(true)) return;
  fail(ErrorId::kQuantization, Step::kQuantization, message,
       "The recorded ranges do not fit the bit widths: calibrate with more samples or quantize "
       "again with other bit widths.",
       "InvalidArgumentError", Rule::kRecordedValues);
}

FixedPoint promote(const FixedPoint& x, int bits) {
  if (bits < x.value_bits) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "Cannot reduce value bits from " + std::to_string(x.value_bits) + " to " +
             std::to_string(bits) + ": use a quantizer instead",
         "Quantize with a larger buffer_bitwidth, or add an output quantizer before this layer.",
         "ValueError");
  }
  return {bits, x.frac_bits};
}

Rescaled rescale(const FixedPoint& x, const Array& frac_bits, int value_bits) {
  Array shift = combine(frac_bits, x.frac_bits, [](float to, float from) { return to - from; });
  assert_recorded(holds(shift, [&](float s) { return s < static_cast<float>(value_bits); }),
                  "Cannot rescale to the target fractional bits as it will saturate the " +
                      std::to_string(value_bits) + "-bit buffer");
  return {{value_bits, frac_bits}, std::move(shift)};
}

Rescaled upscale(const FixedPoint& x, const Array& frac_bits, int value_bits) {
  const Array left =
      combine(frac_bits, x.frac_bits, [](float to, float from) { return to - from; });
  assert_recorded(
      holds(left, [](float s) { return s >= 0; }),
      "Cannot increase precision because the target precision is lower than the current one");
  return rescale(x, frac_bits, value_bits);
}

Rescaled expand(const FixedPoint& x, int bits) {
  if (bits < x.value_bits) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "Cannot reduce bitwidth from " + std::to_string(x.value_bits) + " to " +
             std::to_string(bits) + ": use a quantizer instead.",
         "Quantize with a larger buffer_bitwidth.", "ValueError");
  }
  const auto& fb = x.frac_bits.values;
  const float largest = *std::max_element(fb.begin(), fb.end());
  return upscale(x, {{largest}, true, x.frac_bits.known}, bits);
}

}  // namespace cnn2snn::quantizeml
