// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// Along the channels, the first inbound first. Both have the output's type.
class Concatenate final : public PreparedLayer {
 public:
  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::size_t positions = std::size_t{output.shape[0]} * output.shape[1];
    auto to = output.bytes.begin();
    for (std::size_t p = 0; p < positions; ++p) {
      for (const Tensor* input : inputs) {
        const auto size = static_cast<std::ptrdiff_t>(input->bytes.size() / positions);
        to = std::copy_n(input->bytes.begin() + static_cast<std::ptrdiff_t>(p) * size, size, to);
      }
    }
  }
};

}  // namespace

LayerPointer prepare_concatenate(const akida::Layer& /*layer*/) {
  return std::make_unique<Concatenate>();
}

}  // namespace cnn2snn::engine
