// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "keras/value.h"

namespace cnn2snn::legacy {

/// A weight quantizer of the legacy API: integers −kmax…kmax with kmax = 2^(bitwidth−1) − 1.
struct WeightQuantizer {
  enum class Kind { kMax, kMaxPerAxis, kStd, kStdPerAxis };
  Kind kind = Kind::kMaxPerAxis;
  int bitwidth = 4;
  double threshold = 3;  ///< Standard deviations kept (Std quantizers).
  [[nodiscard]] bool per_axis() const {
    return kind == Kind::kMaxPerAxis || kind == Kind::kStdPerAxis;
  }
};

/// Reads the serialized quantizer of a layer. Throws ConversionError (Step::kParse).
WeightQuantizer weight_quantizer_from(const keras::Value& serialized);

/// Integer units per float unit: one for the tensor, or one per element of the last axis, which has
/// `columns` elements.
std::vector<float> scale_factors(const WeightQuantizer& quantizer, std::span<const float> weights,
                                 std::size_t columns);

/// The integers of `weights` for those scale factors; bitwidth at most 8.
std::vector<std::int8_t> quantize(const WeightQuantizer& quantizer, std::span<const float> weights,
                                  std::span<const float> scales);

}  // namespace cnn2snn::legacy
