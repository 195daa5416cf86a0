// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {

/// A kernel or pool moving along one axis.
struct WindowAxis {
  std::size_t in = 0;
  std::size_t out = 0;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t dilation = 1;
  std::size_t before = 0;  ///< Padding before the first element.

  /// Input position of tap `k` of output `o`; beyond `in` (also by wrapping) where it is padding.
  [[nodiscard]] std::size_t at(std::size_t o, std::size_t k) const {
    return o * stride + k * dilation - before;
  }
  /// The outputs [first, last) that no tap of takes padding.
  struct Outputs {
    std::size_t first = 0;
    std::size_t last = 0;
  };
  [[nodiscard]] Outputs inner() const;
};

/// What a layer's configuration says of its window along both axes.
struct Window {
  std::size_t kernel[2] = {1, 1};
  std::size_t stride[2] = {1, 1};
  std::size_t dilation[2] = {1, 1};
  bool same = false;

  /// TensorFlow's SAME pads less before than after.
  [[nodiscard]] WindowAxis axis(std::size_t which, std::size_t in) const;
};

/// From `strides`, `dilation_rate` and `padding`; throws fail_operator for other numbers than
/// Keras takes, and for channels first.
Window read_window(const LayerSource& source, std::size_t kernel_height, std::size_t kernel_width);

/// Throws unless `input` is an image of `channels` channels (0: any number) into which the window
/// fits.
void check_image(const keras::Layer& layer, const Tensor& input, std::size_t channels,
                 const Window& window);

}  // namespace cnn2snn::quantizeml
