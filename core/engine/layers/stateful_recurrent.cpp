// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/kernels/generic.h"
#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// A complex state per channel, turned and damped at every time step y; every `subsample`-th step
/// gives an output.
class StatefulRecurrent final : public PreparedLayer {
 public:
  explicit StatefulRecurrent(const akida::Layer& layer)
      : channels_(layer.input_shape[2]),
        states_(static_cast<std::size_t>(parameter(layer, "stateful_channels"))),
        subsample_(static_cast<std::size_t>(parameter(layer, "subsample"))),
        state_bits_(parameter(layer, "internal_state_bits")),
        shift_(layer),
        in_proj_(values(layer, akida::kInProj)),
        out_proj_(values(layer, akida::kOutProj)),
        real_(values(layer, akida::kAReal)),
        imag_(values(layer, akida::kAImag)),
        scale_(values(layer, akida::kNewStateScale)),
        scale_shift_(values(layer, akida::kNewStateShift)),
        state_shift_(values(layer, akida::kInternalStateOutputsShift)),
        chain_(layer, BiasRule::kBuffer) {}

  /// The real parts, then the imaginary ones.
  [[nodiscard]] std::size_t memory_size() const override { return 2 * states_; }

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    const std::vector<std::int32_t> x = shift_(*inputs[0]);
    std::vector<std::int64_t> all;
    for (std::size_t step = 0; step * channels_ < x.size(); ++step) {
      advance(std::span(x).subspan(step * channels_, channels_), state.memory);
      if ((step + 1) % subsample_ != 0) continue;
      const auto sums = multiply<std::int64_t>(std::span(state.memory).first(states_), out_proj_,
                                               chain_.channels());
      all.insert(all.end(), sums.begin(), sums.end());
    }
    chain_.finish(std::span<const std::int64_t>(all), output);
  }

 private:
  void advance(std::span<const std::int32_t> x, std::vector<std::int32_t>& memory) const {
    const int post = chain_.stages().post_bits();
    const auto projected = multiply<std::int64_t>(x, in_proj_, states_);
    for (std::size_t s = 0; s < states_; ++s) {
      std::int64_t u = saturate(projected[s], chain_.stages().buffer_bits());
      u = saturate(u * scale_[s], post);
      u = saturate(rounding_shift(u, scale_shift_[s]), post);
      const std::int64_t r = memory[s];
      const std::int64_t i = memory[states_ + s];
      const std::int64_t turned_real =
          saturate(saturate(r * real_[s], post) - saturate(i * imag_[s], post), post);
      const std::int64_t new_real = saturate(turned_real + u, post);
      const std::int64_t new_imag =
          saturate(saturate(r * imag_[s], post) + saturate(i * real_[s], post), post);
      memory[s] = stored(new_real, s);
      memory[states_ + s] = stored(new_imag, s);
    }
  }

  [[nodiscard]] std::int32_t stored(std::int64_t value, std::size_t s) const {
    return static_cast<std::int32_t>(saturate(rounding_shift(value, state_shift_[s]), state_bits_));
  }

  std::size_t channels_;
  std::size_t states_;
  std::size_t subsample_;
  int state_bits_;
  InputShift shift_;
  std::vector<std::int8_t> in_proj_;   ///< [c][s]
  std::vector<std::int8_t> out_proj_;  ///< [s][o]
  std::vector<std::int16_t> real_;
  std::vector<std::int16_t> imag_;
  std::vector<std::uint8_t> scale_;
  std::vector<std::int8_t> scale_shift_;
  std::vector<std::int8_t> state_shift_;
  Chain chain_;
};

}  // namespace

LayerPointer prepare_stateful_recurrent(const akida::Layer& layer) {
  return std::make_unique<StatefulRecurrent>(layer);
}

}  // namespace cnn2snn::engine
