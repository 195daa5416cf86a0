// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/window.h"

#include <algorithm>

namespace cnn2snn::quantizeml {
namespace {

constexpr std::int64_t kMostStep = 1 << 20;

void read_pair(const LayerSource& source, std::string_view key, std::size_t (&pair)[2]) {
  if (source.config(key).is_null()) return;
  const std::vector<std::int64_t> values = source.config(key).as_ints(2);
  if (values.size() != 2 || values[0] < 1 || values[1] < 1 || values[0] > kMostStep ||
      values[1] > kMostStep) {
    fail_operator(source.layer, "'" + std::string(key) + "' is no pair of positive numbers.");
  }
  for (std::size_t i = 0; i < 2; ++i) pair[i] = static_cast<std::size_t>(values[i]);
}

}  // namespace

WindowAxis::Outputs WindowAxis::inner() const {
  const std::size_t reach = (kernel - 1) * dilation + 1;
  Outputs outputs;
  outputs.first = std::min(out, (before + stride - 1) / stride);
  const std::size_t last = before + in < reach ? 0 : (before + in - reach) / stride + 1;
  outputs.last = std::clamp(last, outputs.first, out);
  return outputs;
}

WindowAxis Window::axis(std::size_t which, std::size_t in) const {
  WindowAxis axis;
  axis.in = in;
  axis.kernel = kernel[which];
  axis.stride = stride[which];
  axis.dilation = dilation[which];
  const std::size_t reach = (axis.kernel - 1) * axis.dilation + 1;
  if (same) {
    axis.out = (in + axis.stride - 1) / axis.stride;
    const std::size_t needed = (axis.out - 1) * axis.stride + reach;
    axis.before = needed > in ? (needed - in) / 2 : 0;
  } else {
    axis.out = in < reach ? 0 : (in - reach) / axis.stride + 1;
  }
  return axis;
}

Window read_window(const LayerSource& source, std::size_t kernel_height, std::size_t kernel_width) {
  Window window;
  window.kernel[0] = kernel_height;
  window.kernel[1] = kernel_width;
  read_pair(source, "strides", window.stride);
  read_pair(source, "dilation_rate", window.dilation);
  const std::string padding = source.config("padding").as_string("valid");
  if (padding != "same" && padding != "valid") {
    fail_operator(source.layer, "The padding '" + padding + "' is not known.");
  }
  window.same = padding == "same";
  if (source.config("data_format").as_string("channels_last") != "channels_last") {
    fail_operator(source.layer, "Only channels-last layers are run.");
  }
  return window;
}

void check_image(const keras::Layer& layer, const Tensor& input, std::size_t channels,
                 const Window& window) {
  if (input.shape.size() != 3 || input.values.empty() ||
      (channels != 0 && input.channels() != channels)) {
    fail_operator(layer, "Its input has another shape than its weights.");
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (window.axis(i, input.extent(i)).out == 0) {
      fail_operator(layer, "Its input is smaller than its kernel.");
    }
  }
}

}  // namespace cnn2snn::quantizeml
