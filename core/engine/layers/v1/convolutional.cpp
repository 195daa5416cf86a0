// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/layers.h"
#include "engine/layers/v1/potentials.h"

namespace cnn2snn::engine {

namespace {

class Convolutional final : public PreparedLayer {
 public:
  explicit Convolutional(const akida::Layer& layer)
      : windows_(convolution_windows_v1(layer)),
        channels_(layer.input_shape[2]),
        weights_(values(layer, akida::kWeights)),
        potentials_(layer, windows_) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = widen(*inputs[0]);
    const auto sums = convolve<std::uint32_t>({x, channels_}, weights_, potentials_.channels(),
                                              windows_, KernelOrder::kFlipped);
    potentials_.finish(sums, output);
  }

 private:
  Windows windows_;
  std::size_t channels_;
  std::vector<std::int8_t> weights_;  ///< [i][j][c][f], flipped.
  Potentials potentials_;
};

}  // namespace

LayerPointer prepare_convolutional(const akida::Layer& layer) {
  return std::make_unique<Convolutional>(layer);
}

}  // namespace cnn2snn::engine
