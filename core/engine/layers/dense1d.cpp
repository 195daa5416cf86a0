// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// The input flattened in the order x, y, c: the order it is in. The sum is exact.
class Dense1D final : public PreparedLayer {
 public:
  explicit Dense1D(const akida::Layer& layer)
      : shift_(layer),
        weights_(values(layer, akida::kWeights)),
        chain_(layer, BiasRule::kSumFirst) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = shift_(*inputs[0]);
    const auto sums = multiply<std::int64_t>(x, weights_, chain_.channels());
    chain_.finish(std::span<const std::int64_t>(sums), output);
  }

 private:
  InputShift shift_;
  std::vector<std::int8_t> weights_;  ///< [k][u]
  Chain chain_;
};

}  // namespace

LayerPointer prepare_dense1d(const akida::Layer& layer) {
  return std::make_unique<Dense1D>(layer);
}

}  // namespace cnn2snn::engine
