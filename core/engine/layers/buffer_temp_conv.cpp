// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/layers/chain.h"
#include "engine/layers/fifo.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// Remembers the last T frames; every position sums over all of them.
class BufferTempConv final : public PreparedLayer {
 public:
  explicit BufferTempConv(const akida::Layer& layer)
      : frames_(static_cast<std::size_t>(parameter(layer, "fifo_size"))),
        channels_(layer.input_shape[2]),
        frame_size_(count(layer.input_shape)),
        shift_(layer),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kSumFirst) {}

  [[nodiscard]] std::size_t memory_size() const override { return frames_ * frame_size_; }

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    push_frame(state.memory, shift_(*inputs[0]));
    const std::size_t filters = chain_.channels();
    const std::size_t positions = frame_size_ / channels_;
    std::vector<std::uint32_t> sums(positions * filters);
    for (std::size_t t = 0; t < frames_; ++t) {
      for (std::size_t i = 0; i < frame_size_; ++i) {
        const auto x = static_cast<std::uint32_t>(state.memory[t * frame_size_ + i]);
        const std::int8_t* w = &weights_[(t * channels_ + i % channels_) * filters];
        std::uint32_t* here = &sums[i / channels_ * filters];
        for (std::size_t f = 0; f < filters; ++f) here[f] += x * static_cast<std::uint32_t>(w[f]);
      }
    }
    chain_.finish(std::span<const std::uint32_t>(sums), output);
  }

 private:
  std::size_t frames_;
  std::size_t channels_;
  std::size_t frame_size_;
  InputShift shift_;
  std::vector<std::int8_t> weights_;  ///< [t][c][f], the oldest frame first.
  Chain chain_;
};

}  // namespace

LayerPointer prepare_buffer_temp_conv(const akida::Layer& layer) {
  return std::make_unique<BufferTempConv>(layer);
}

}  // namespace cnn2snn::engine
