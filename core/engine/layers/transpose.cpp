// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/transpose.h"

#include "akida/fields.h"

namespace cnn2snn::engine {

Transpose::Transpose(const akida::Layer& layer)
    : input_(layer.input_shape),
      kernel_(parameter(layer, "kernel_size")),
      shift_(layer),
      weights_(values(layer, akida::kWeights)),
      chain_(layer, BiasRule::kSumFirst) {}

void Transpose::run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const {
  const std::vector<std::int32_t> x = shift_(*inputs[0]);
  const std::int64_t size_x = 2 * std::int64_t{input_[0]};
  const std::int64_t size_y = 2 * std::int64_t{input_[1]};
  const std::int64_t before = std::max<std::int64_t>(kernel_ - 2, 0) / 2;
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(size_x * size_y) * chain_.channels());
  for (std::int64_t i = 0; i < input_[0]; ++i) {
    for (std::int64_t j = 0; j < input_[1]; ++j) {
      const std::int32_t* here = &x[static_cast<std::size_t>(i * input_[1] + j) * channels()];
      for (std::int64_t u = 0; u < kernel_; ++u) {
        const std::int64_t ox = 2 * i + u - before;
        if (ox < 0 || ox >= size_x) continue;
        for (std::int64_t v = 0; v < kernel_; ++v) {
          const std::int64_t oy = 2 * j + v - before;
          if (oy < 0 || oy >= size_y) continue;
          add_products(here, static_cast<std::size_t>(u * kernel_ + v),
                       &sums[static_cast<std::size_t>(ox * size_y + oy) * chain_.channels()]);
        }
      }
    }
  }
  chain_.finish(std::span<const std::uint32_t>(sums), output);
}

}  // namespace cnn2snn::engine
