// SPDX-License-Identifier: Apache-2.0
#include "engine/window.h"

namespace cnn2snn::engine {

Window make_window(std::int32_t padding, std::int64_t input, std::int64_t size,
                   std::int64_t stride) {
  Window window{input, size, stride, 0, 0};
  if (padding == akida::kPaddingValid) {
    window.output = (input - size) / stride + 1;
    return window;
  }
  window.output = (input + stride - 1) / stride;
  if (padding == akida::kPaddingSameUpper) {
    window.before = size / 2;
  } else {
    // As in TensorFlow: what does not divide evenly comes after.
    window.before = std::max<std::int64_t>((window.output - 1) * stride + size - input, 0) / 2;
  }
  return window;
}

}  // namespace cnn2snn::engine
