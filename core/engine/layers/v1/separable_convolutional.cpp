// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/kernels/generic.h"
#include "engine/layers/layers.h"
#include "engine/layers/v1/potentials.h"

namespace cnn2snn::engine {

namespace {

/// Depthwise, then pointwise, with nothing between: both are exact modulo 2^32, the width of the
/// result.
class SeparableConvolutional final : public PreparedLayer {
 public:
  explicit SeparableConvolutional(const akida::Layer& layer)
      : windows_(convolution_windows_v1(layer)),
        channels_(layer.input_shape[2]),
        weights_(values(layer, akida::kWeights)),
        pointwise_(values(layer, akida::kWeightsPw)),
        potentials_(layer, windows_) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> x = widen(*inputs[0]);
    const auto depthwise = convolve_depthwise<std::uint32_t>({x, channels_}, weights_, windows_,
                                                             KernelOrder::kFlipped);
    const std::vector<std::int32_t> d(depthwise.begin(), depthwise.end());
    const Windows one_by_one{make_window(akida::kPaddingValid, windows_.x.output, 1, 1),
                             make_window(akida::kPaddingValid, windows_.y.output, 1, 1)};
    const auto sums = convolve<std::uint32_t>({d, channels_}, pointwise_, potentials_.channels(),
                                              one_by_one, KernelOrder::kAsStored);
    potentials_.finish(sums, output);
  }

 private:
  Windows windows_;
  std::size_t channels_;
  std::vector<std::int8_t> weights_;    ///< [i][j][c], flipped.
  std::vector<std::int8_t> pointwise_;  ///< [c][f]
  Potentials potentials_;
};

}  // namespace

LayerPointer prepare_separable_convolutional(const akida::Layer& layer) {
  return std::make_unique<SeparableConvolutional>(layer);
}

}  // namespace cnn2snn::engine
