// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/layers.h"
#include "engine/layers/v1/potentials.h"

namespace cnn2snn::engine {

namespace {

/// The input is flattened channel first: k = c (Y X) + y X + x.
class FullyConnected final : public PreparedLayer {
 public:
  explicit FullyConnected(const akida::Layer& layer)
      : weights_(values(layer, akida::kWeights)), potentials_(layer) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> values = widen(*inputs[0]);
    const auto [size_x, size_y, channels] = inputs[0]->shape;
    std::vector<std::int32_t> flat(values.size());
    std::size_t i = 0;
    for (std::size_t x = 0; x < size_x; ++x) {
      for (std::size_t y = 0; y < size_y; ++y) {
        for (std::size_t c = 0; c < channels; ++c)
          flat[(c * size_y + y) * size_x + x] = values[i++];
      }
    }
    potentials_.finish(multiply<std::uint32_t>(flat, weights_, potentials_.channels()), output);
  }

 private:
  std::vector<std::int8_t> weights_;  ///< [k][u]
  Potentials potentials_;
};

}  // namespace

LayerPointer prepare_fully_connected(const akida::Layer& layer) {
  return std::make_unique<FullyConnected>(layer);
}

}  // namespace cnn2snn::engine
