// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// float32 → integers; integers of the output's type are taken as quantized already.
class Quantizer final : public PreparedLayer {
 public:
  explicit Quantizer(const akida::Layer& layer)
      : channels_first_(parameter(layer, "channels_first") != 0),
        scales_(values(layer, akida::kScales)),
        zero_points_(values(layer, akida::kZeroPoints)) {
    const std::int32_t bits = parameter(layer, "output_bits");
    const bool is_signed = parameter(layer, "output_signed") != 0;
    low_ = is_signed ? -(1 << (bits - 1)) : 0;
    high_ = (is_signed ? 1 << (bits - 1) : 1 << bits) - 1;
  }

  /// With channels_first the input's shape is (c, x, y), the output's (x, y, c).
  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const Tensor& input = *inputs[0];
    const std::size_t channels = output.shape[2];
    const std::size_t positions = count(output.shape) / channels;
    const bool quantized = input.type != akida::DType::kFloat32;
    const std::vector<float> x = quantized ? std::vector<float>{} : floats(input);
    const std::vector<std::int32_t> given = quantized ? widen(input) : std::vector<std::int32_t>{};
    std::vector<std::int32_t> result(count(output.shape));
    for (std::size_t p = 0; p < positions; ++p) {
      for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t from = channels_first_ ? c * positions + p : p * channels + c;
        result[p * channels + c] = quantized ? given[from] : quantize(x[from], c);
      }
    }
    narrow(result, output);
  }

 private:
  [[nodiscard]] std::int32_t quantize(float x, std::size_t c) const {
    const std::int32_t q = round_half_away(x * scales_[c]);
    const auto moved = static_cast<std::uint32_t>(q) + std::uint32_t{zero_points_[c]};
    return std::clamp(wrap32(moved), low_, high_);
  }

  /// NaN and whatever leaves 32 bits give the smallest number, as the x86 conversion does.
  /// Not std::round: that of mingw-w64 (Windows) rounds some numbers otherwise.
  static std::int32_t round_half_away(float product) {
    if (!(product >= -2147483648.F && product < 2147483648.F)) {
      return std::numeric_limits<std::int32_t>::min();
    }
    const auto whole = static_cast<std::int32_t>(product);
    const float rest = product - static_cast<float>(whole);  // Exact.
    return whole + (rest >= 0.5F ? 1 : 0) - (rest <= -0.5F ? 1 : 0);
  }

  bool channels_first_;
  std::vector<float> scales_;
  std::vector<std::uint8_t> zero_points_;
  std::int32_t low_;
  std::int32_t high_;
};

}  // namespace

LayerPointer prepare_quantizer(const akida::Layer& layer) {
  return std::make_unique<Quantizer>(layer);
}

}  // namespace cnn2snn::engine
