// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

class DepthwiseConv2D final : public PreparedLayer {
 public:
  explicit DepthwiseConv2D(const akida::Layer& layer)
      : windows_(convolution_windows(layer)),
        shift_(layer),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kSumFirst, windows_) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = shift_(*inputs[0]);
    const auto sums = convolve_depthwise<std::uint32_t>({x, chain_.channels()}, weights_, windows_,
                                                        KernelOrder::kFlipped);
    chain_.finish(std::span<const std::uint32_t>(sums), output);
  }

 private:
  Windows windows_;
  InputShift shift_;
  std::vector<std::int8_t> weights_;  ///< [i][j][c], flipped.
  Chain chain_;
};

}  // namespace

LayerPointer prepare_depthwise_conv2d(const akida::Layer& layer) {
  return std::make_unique<DepthwiseConv2D>(layer);
}

}  // namespace cnn2snn::engine
