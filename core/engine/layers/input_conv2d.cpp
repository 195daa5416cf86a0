// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// Unlike Conv2D: the kernel is not flipped, the padding has a value, the sum is exact and takes
/// the bias before it saturates.
class InputConv2D final : public PreparedLayer {
 public:
  explicit InputConv2D(const akida::Layer& layer)
      : windows_(convolution_windows(layer)),
        padding_value_(values(layer, akida::kPaddingValue)),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kBiasFirst, windows_),
        channels_(layer.input_shape[2]) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = widen(*inputs[0]);
    const auto sums = convolve<std::int64_t>({x, channels_, padding_value_}, weights_,
                                             chain_.channels(), windows_, KernelOrder::kAsStored);
    chain_.finish(std::span<const std::int64_t>(sums), output);
  }

 private:
  Windows windows_;
  std::vector<std::uint8_t> padding_value_;
  std::vector<std::int8_t> weights_;  ///< [i][j][c][f]
  Chain chain_;
  std::size_t channels_;
};

}  // namespace

LayerPointer prepare_input_conv2d(const akida::Layer& layer) {
  return std::make_unique<InputConv2D>(layer);
}

}  // namespace cnn2snn::engine
