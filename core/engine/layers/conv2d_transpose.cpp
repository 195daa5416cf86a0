// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/transpose.h"

namespace cnn2snn::engine {

namespace {

class Conv2DTranspose final : public Transpose {
 public:
  using Transpose::Transpose;

 private:
  void add_products(const std::int32_t* x, std::size_t k, std::uint32_t* sums) const override {
    const std::size_t filters = chain().channels();
    for (std::size_t c = 0; c < channels(); ++c) {
      const std::int8_t* w = &weights()[(k * channels() + c) * filters];
      for (std::size_t f = 0; f < filters; ++f) {
        sums[f] += static_cast<std::uint32_t>(x[c]) * static_cast<std::uint32_t>(w[f]);
      }
    }
  }
};

}  // namespace

LayerPointer prepare_conv2d_transpose(const akida::Layer& layer) {
  return std::make_unique<Conv2DTranspose>(layer);
}

}  // namespace cnn2snn::engine
