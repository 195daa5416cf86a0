// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

class Conv2D final : public PreparedLayer {
 public:
  explicit Conv2D(const akida::Layer& layer)
      : windows_(convolution_windows(layer)),
        shift_(layer),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kSumFirst, windows_),
        channels_(layer.input_shape[2]) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = shift_(*inputs[0]);
    const auto sums = convolve<std::uint32_t>({x, channels_}, weights_, chain_.channels(), windows_,
                                              KernelOrder::kFlipped);
    chain_.finish(std::span<const std::uint32_t>(sums), output);
  }

 private:
  Windows windows_;
  InputShift shift_;
  std::vector<std::int8_t> weights_;  ///< [i][j][c][f], flipped.
  Chain chain_;
  std::size_t channels_;
};

}  // namespace

LayerPointer prepare_conv2d(const akida::Layer& layer) {
  return std::make_unique<Conv2D>(layer);
}

}  // namespace cnn2snn::engine
