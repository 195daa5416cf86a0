// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/weight_quantizers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "base/conversion_error.h"
#include "convert/legacy/reductions.h"

namespace cnn2snn::legacy {
namespace {

using Kind = WeightQuantizer::Kind;

constexpr float kMaxScaleFactor = 1000.F;
constexpr float kMinRange = 1e-10F;  // MaxPerAxisQuantizer only

std::optional<Kind> kind_of(std::string_view class_name) {
  if (class_name == "MaxQuantizer") return Kind::kMax;
  if (class_name == "MaxPerAxisQuantizer") return Kind::kMaxPerAxis;
  if (class_name == "StdWeightQuantizer") return Kind::kStd;
  if (class_name == "StdPerAxisQuantizer") return Kind::kStdPerAxis;
  return std::nullopt;
}

float kmax(const WeightQuantizer& quantizer) {
  return std::ldexp(1.F, quantizer.bitwidth - 1) - 1.F;
}

std::vector<float> ranges(std::span<const float> weights, std::size_t columns) {
  std::vector<float> result(columns, 0.F);
  for (std::size_t i = 0; i < weights.size(); i += columns) {
    for (std::size_t column = 0; column < columns; ++column) {
      result[column] = std::max(result[column], std::fabs(weights[i + column]));
    }
  }
  return result;
}

// Rounds half to even, exact for |x| < 2^22.
float round_half_even(float x) {
  constexpr float kShift = 12582912.F;  // 1.5 * 2^23
  return (x + kShift) - kShift;
}

}  // namespace

WeightQuantizer weight_quantizer_from(const keras::Value& serialized) {
  const std::string class_name = serialized["class_name"].as_string();
  if (!serialized.is_dict() || class_name.empty()) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "Could not interpret identifier " + serialized.repr() + " for a weight quantizer object.",
         "Save the model again with the tool that quantized it.", "ValueError");
  }
  const std::optional<Kind> kind = kind_of(class_name);
  if (!kind) {
    fail(ErrorId::kUnknownLayer, Step::kParse,
         "Unknown weight quantizer: '" + class_name + "' (Unknown object).",
         "Quantize the model again: CNN2SNN 2 knows StdWeightQuantizer, StdPerAxisQuantizer, "
         "MaxQuantizer and MaxPerAxisQuantizer only.",
         serialized.has("module") ? "TypeError" : "ValueError");
  }
  WeightQuantizer quantizer;
  quantizer.kind = *kind;
  const keras::Value& config = serialized["config"];
  if (config.has("bitwidth")) {
    const keras::Value& bitwidth = config["bitwidth"];
    if (!bitwidth.is_number()) {
      fail(ErrorId::kLayerConfig, Step::kParse,
           "The quantization bitwidth should be a number. Receives bitwidth " + bitwidth.repr(),
           "Quantize the model again.", "TypeError");
    }
    if (bitwidth.as_double() <= 1) {
      fail(
          ErrorId::kLayerConfig, Step::kParse,
          "The quantization bitwidth should be higher than 1. Receives bitwidth " + bitwidth.repr(),
          "Quantize the model again with 2, 4 or 8 bits.", "ValueError");
    }
    // Anything above 32 is refused later like 32; no need to hold more.
    quantizer.bitwidth = static_cast<int>(std::min(bitwidth.as_double(), 32.));
  }
  if (config.has("threshold")) {
    if (!config["threshold"].is_number()) {
      fail(ErrorId::kLayerConfig, Step::kParse,
           "The threshold of " + class_name + " should be a number. Receives " +
               config["threshold"].repr(),
           "Quantize the model again.", "TypeError");
    }
    quantizer.threshold = config["threshold"].as_double();
  }
  return quantizer;
}

std::vector<float> scale_factors(const WeightQuantizer& quantizer, std::span<const float> weights,
                                 std::size_t columns) {
  if (!quantizer.per_axis()) columns = 1;
  const bool deviation = quantizer.kind == Kind::kStd || quantizer.kind == Kind::kStdPerAxis;
  std::vector<float> scales =
      deviation ? standard_deviations(weights, columns) : ranges(weights, columns);
  for (float& scale : scales) {
    if (deviation) scale *= static_cast<float>(quantizer.threshold);
    if (quantizer.kind == Kind::kMaxPerAxis) scale = std::max(scale, kMinRange);
    // Division by a null range gives infinity, which the limit catches.
    scale = scale == 0 ? kMaxScaleFactor : kmax(quantizer) / scale;
    scale = std::max(std::min(scale, kMaxScaleFactor), 0.F);
    if (std::isnan(scale)) {
      fail(ErrorId::kQuantization, Step::kConversion,
           "The range of the weights cannot be computed in float32.",
           "Train or quantize the model again.");
    }
  }
  return scales;
}

std::vector<std::int8_t> quantize(const WeightQuantizer& quantizer, std::span<const float> weights,
                                  std::span<const float> scales) {
  // The official converter divides the integers by the scale factor, multiplies them back and
  // rounds, which gives the same integers again.
  const float limit = kmax(quantizer);
  std::vector<std::int8_t> integers(weights.size());
  for (std::size_t i = 0; i < weights.size(); i += scales.size()) {
    for (std::size_t column = 0; column < scales.size(); ++column) {
      const float scaled = weights[i + column] * scales[column];
      const float clipped = std::max(std::min(scaled, limit), -limit);
      integers[i + column] = static_cast<std::int8_t>(round_half_even(clipped));
    }
  }
  return integers;
}

}  // namespace cnn2snn::legacy
