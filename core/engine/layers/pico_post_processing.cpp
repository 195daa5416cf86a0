// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// 1 per channel where the prediction is off the truth by more than the threshold on average.
class PicoPostProcessing final : public PreparedLayer {
 public:
  PicoPostProcessing(const akida::Layer& layer, bool recurrent_first)
      : prediction_(recurrent_first ? 0 : 1),
        buffer_bits_(parameter(layer, "buffer_bits")),
        scales_(values(layer, akida::kInputScales)),
        shift_(values(layer, akida::kPicoInputShift)),
        threshold_(values(layer, akida::kPicoThreshold)) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> prediction = widen(*inputs[prediction_]);
    const std::vector<std::int32_t> truth = widen(*inputs[1 - prediction_]);
    const std::size_t channels = scales_.size();
    std::vector<std::int32_t> alarms(channels);
    for (std::size_t c = 0; c < channels; ++c) {
      std::int64_t distance = 0;
      for (std::size_t i = c; i < prediction.size(); i += channels) {
        distance += std::abs(scaled(prediction[i], c) - truth[i]);
      }
      const auto steps = static_cast<std::int64_t>(prediction.size() / channels);
      alarms[c] = distance / steps > threshold_[c] ? 1 : 0;
    }
    narrow(alarms, output);
  }

 private:
  [[nodiscard]] std::int64_t scaled(std::int64_t value, std::size_t c) const {
    constexpr int kBits = 16;
    std::int64_t product = saturate(value * scales_[c], buffer_bits_);
    // Up to 44 bits do not bear a shift to the left; what leaves 32 bits saturates anyway.
    if (shift_[c] >= 0) product = saturate(product, 32);
    return saturate(rounding_shift(product, shift_[c]), kBits);
  }

  std::size_t prediction_;  ///< Which of the inbounds is the StatefulRecurrent.
  int buffer_bits_;
  std::vector<std::uint16_t> scales_;
  std::vector<std::int8_t> shift_;
  std::vector<std::uint16_t> threshold_;
};

}  // namespace

LayerPointer prepare_pico_post_processing(const akida::Layer& layer, bool recurrent_first) {
  return std::make_unique<PicoPostProcessing>(layer, recurrent_first);
}

}  // namespace cnn2snn::engine
