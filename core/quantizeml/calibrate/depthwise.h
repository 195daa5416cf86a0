// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/window.h"

namespace cnn2snn::quantizeml {

/// One kernel a channel, one chain a channel; then the bias, if there is one.
class DepthwiseConvolution {
 public:
  /// Takes `depthwise_kernel` of shape (height, width, channels, 1). Throws for other multipliers.
  explicit DepthwiseConvolution(const LayerSource& source);
  [[nodiscard]] std::size_t channels() const { return channels_; }
  void add(std::vector<float> bias) { bias_ = std::move(bias); }
  void run(const Tensor& in, Tensor& out) const;

 private:
  /// What output (y, x) is the sum of.
  void find_taps(const Tensor& in, const WindowAxis& rows, const WindowAxis& columns, std::size_t y,
                 std::size_t x, std::vector<Tap>& taps) const;

  const keras::Layer& layer_;
  std::size_t channels_ = 0;
  Window window_;
  std::vector<float> kernel_;
  std::vector<float> bias_;
};

}  // namespace cnn2snn::quantizeml
