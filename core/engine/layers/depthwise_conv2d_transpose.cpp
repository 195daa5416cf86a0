// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/transpose.h"

namespace cnn2snn::engine {

namespace {

class DepthwiseConv2DTranspose final : public Transpose {
 public:
  using Transpose::Transpose;

 private:
  void add_products(const std::int32_t* x, std::size_t k, std::uint32_t* sums) const override {
    const std::int8_t* w = &weights()[k * channels()];
    for (std::size_t c = 0; c < channels(); ++c) {
      sums[c] += static_cast<std::uint32_t>(x[c]) * static_cast<std::uint32_t>(w[c]);
    }
  }
};

}  // namespace

LayerPointer prepare_depthwise_conv2d_transpose(const akida::Layer& layer) {
  return std::make_unique<DepthwiseConv2DTranspose>(layer);
}

}  // namespace cnn2snn::engine
