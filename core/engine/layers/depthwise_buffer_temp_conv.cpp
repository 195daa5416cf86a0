// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/layers/chain.h"
#include "engine/layers/fifo.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// As BufferTempConv for every channel alone; the sum saturates after every product, oldest first.
class DepthwiseBufferTempConv final : public PreparedLayer {
 public:
  explicit DepthwiseBufferTempConv(const akida::Layer& layer)
      : frames_(static_cast<std::size_t>(parameter(layer, "fifo_size"))),
        frame_size_(count(layer.input_shape)),
        shift_(layer),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kSaturated) {}

  [[nodiscard]] std::size_t memory_size() const override { return frames_ * frame_size_; }

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    push_frame(state.memory, shift_(*inputs[0]));
    const std::size_t channels = chain_.channels();
    std::vector<std::int32_t> sums(frame_size_);
    for (std::size_t i = 0; i < frame_size_; ++i) {
      std::int64_t sum = 0;
      for (std::size_t t = 0; t < frames_; ++t) {
        const std::int64_t x = state.memory[t * frame_size_ + i];
        sum = saturate(sum + x * weights_[t * channels + i % channels],
                       chain_.stages().buffer_bits());
      }
      sums[i] = static_cast<std::int32_t>(sum);
    }
    chain_.finish(std::span<const std::int32_t>(sums), output);
  }

 private:
  std::size_t frames_;
  std::size_t frame_size_;
  InputShift shift_;
  std::vector<std::int8_t> weights_;  ///< [t][c]
  Chain chain_;
};

}  // namespace

LayerPointer prepare_depthwise_buffer_temp_conv(const akida::Layer& layer) {
  return std::make_unique<DepthwiseBufferTempConv>(layer);
}

}  // namespace cnn2snn::engine
