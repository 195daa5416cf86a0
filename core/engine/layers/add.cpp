// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// No scale, and the output is signed whatever its width.
class Add final : public PreparedLayer {
 public:
  explicit Add(const akida::Layer& layer)
      : buffer_bits_(parameter(layer, "buffer_bits")),
        output_bits_(parameter(layer, "output_bits")),
        a_shift_(values(layer, akida::kAShift)),
        b_shift_(values(layer, akida::kBShift)),
        output_shift_(values(layer, akida::kOutputShift)) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    std::vector<std::int32_t> a = widen(*inputs[0]);
    const std::vector<std::int32_t> b = widen(*inputs[1]);
    for (std::size_t i = 0; i < a.size();) {
      for (std::size_t c = 0; c < output_shift_.size(); ++c, ++i) {
        const std::int64_t sum = saturate(saturate(shift_left(a[i], a_shift_[c]), buffer_bits_) +
                                              saturate(shift_left(b[i], b_shift_[c]), buffer_bits_),
                                          buffer_bits_);
        a[i] = static_cast<std::int32_t>(
            saturate(rounding_shift(sum, output_shift_[c]), output_bits_));
      }
    }
    narrow(a, output);
  }

 private:
  int buffer_bits_;
  int output_bits_;
  std::vector<std::uint8_t> a_shift_;
  std::vector<std::uint8_t> b_shift_;
  std::vector<std::int8_t> output_shift_;
};

}  // namespace

LayerPointer prepare_add(const akida::Layer& layer) {
  return std::make_unique<Add>(layer);
}

}  // namespace cnn2snn::engine
