// SPDX-License-Identifier: Apache-2.0
// Conv2D, PaddedConv2D and SeparableConv2D.
#include <algorithm>
#include <cstring>

#include "quantizeml/calibrate/depthwise.h"
#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/window.h"

namespace cnn2snn::quantizeml {
namespace {

// oneDNN's kernels for few input channels start their sums at the bias; others add it at the end.
constexpr std::size_t kFewImageChannels = 3;
constexpr std::size_t kFewPointChannels = 8;
// Matrix products are cut into blocks of this many input channels, and the blocks' sums added.
constexpr std::size_t kPointBlock = 320;

class Convolution {
 public:
  Convolution(const keras::Layer& layer, const Window& window, std::size_t channels,
              std::span<const float> kernel, std::vector<float> bias)
      : layer_(layer), window_(window), channels_(channels), bias_(std::move(bias)) {
    const std::size_t taps = window.kernel[0] * window.kernel[1];
    weights_ = PackedMatrix(kernel, taps * channels, bias_.size());
    pointwise_ = taps == 1;
    starts_at_bias_ = channels <= (pointwise_ ? kFewPointChannels : kFewImageChannels);
  }

  // One value for all channels, or one for each: TensorFlow subtracts those, pads and adds them.
  void pad_with(std::vector<float> values) { padding_ = std::move(values); }

  void run(const Tensor& given, Tensor& out) const {
    check_image(layer_, given, channels_, window_);
    Tensor shifted;
    const bool per_channel = padding_.size() > 1;
    if (per_channel) {
      shifted = given;
      for (std::size_t i = 0; i < shifted.values.size(); ++i) {
        const float value = padding_[i % channels_];
        shifted.values[i] = (shifted.values[i] - value) + value;
      }
    }
    const Tensor& in = per_channel ? shifted : given;
    const WindowAxis rows = window_.axis(0, in.extent(0));
    const WindowAxis columns = window_.axis(1, in.extent(1));
    out.resize({static_cast<std::int64_t>(rows.out), static_cast<std::int64_t>(columns.out),
                static_cast<std::int64_t>(bias_.size())});
    const std::size_t pixels = rows.out * columns.out;
    const std::size_t depth = weights_.depth();
    std::vector<float> patches(pointwise_ ? 0 : std::min(kRows, pixels) * depth);
    std::vector<const float*> from;
    for (std::size_t first = 0; first < pixels; first += kRows) {
      from.clear();
      for (std::size_t i = 0; i < kRows && first + i < pixels; ++i) {
        const std::size_t y = (first + i) / columns.out;
        const std::size_t x = (first + i) % columns.out;
        if (pointwise_) {
          from.push_back(pixel(in, columns, rows.at(y, 0), columns.at(x, 0)));
        } else {
          gather(in, rows, columns, y, x, patches.data() + i * depth);
          from.push_back(patches.data() + i * depth);
        }
      }
      multiply(from, out.values.data() + first * bias_.size());
    }
  }

 private:
  [[nodiscard]] const float* pixel(const Tensor& in, const WindowAxis& columns, std::size_t iy,
                                   std::size_t ix) const {
    return in.values.data() + (iy * columns.in + ix) * channels_;
  }

  void gather(const Tensor& in, const WindowAxis& rows, const WindowAxis& columns, std::size_t y,
              std::size_t x, float* patch) const {
    // A row of the kernel lies in one piece where it lies in the image.
    const std::size_t first = columns.at(x, 0);
    const bool whole = columns.dilation == 1 && first < columns.in &&
                       columns.at(x, columns.kernel - 1) < columns.in;
    for (std::size_t ky = 0; ky < rows.kernel; ++ky) {
      const std::size_t iy = rows.at(y, ky);
      if (whole && iy < rows.in) {
        copy(pixel(in, columns, iy, first), columns.kernel * channels_, patch);
        patch += columns.kernel * channels_;
        continue;
      }
      for (std::size_t kx = 0; kx < columns.kernel; ++kx, patch += channels_) {
        const std::size_t ix = columns.at(x, kx);
        if (iy < rows.in && ix < columns.in) {
          std::copy_n(pixel(in, columns, iy, ix), channels_, patch);
        } else if (padding_.size() > 1) {
          std::copy_n(padding_.data(), channels_, patch);
        } else {
          std::fill_n(patch, channels_, padding_.empty() ? 0.0F : padding_[0]);
        }
      }
    }
  }

  // In pieces of a known size, the last of which overlaps: most are too short for a call.
  static void copy(const float* from, std::size_t count, float* to) {
    constexpr std::size_t kPiece = 4;
    if (count < kPiece || count > 16 * kPiece) {
      std::copy_n(from, count, to);
      return;
    }
    std::size_t i = 0;
    for (; i + kPiece <= count; i += kPiece) std::memcpy(to + i, from + i, sizeof(float) * kPiece);
    std::memcpy(to + count - kPiece, from + count - kPiece, sizeof(float) * kPiece);
  }

  void multiply(std::span<const float* const> from, float* out) const {
    const std::size_t depth = weights_.depth();
    if (starts_at_bias_) {
      multiply_rows(from, weights_, {0, depth, bias_.data()}, out);
      return;
    }
    const std::size_t block = pointwise_ ? kPointBlock : depth;
    std::size_t k = 0;
    do {
      const std::size_t last = std::min(k + block, depth);
      const float* bias = last == depth ? bias_.data() : nullptr;
      multiply_rows(from, weights_, {k, last, nullptr, k > 0, bias}, out);
      k = last;
    } while (k < depth);
  }

  const keras::Layer& layer_;
  Window window_;
  std::size_t channels_;
  std::vector<float> bias_;
  PackedMatrix weights_;
  std::vector<float> padding_;
  bool pointwise_ = false;
  bool starts_at_bias_ = false;
};

void append_numbers(const keras::Value& value, std::vector<float>& out) {
  if (value.is_number()) out.push_back(static_cast<float>(value.as_double()));
  for (const keras::Value& item : value.list()) append_numbers(item, out);
}

class Conv2D : public Operator {
 public:
  explicit Conv2D(const LayerSource& source) : convolution_(make(source)) {}
  void run(const Call& call, Tensor& out) const override { convolution_.run(*call.inputs[0], out); }

 private:
  static Convolution make(const LayerSource& source) {
    keras::Shape shape;
    const std::vector<float> kernel = source.weight("kernel", 4, shape);
    if (source.config("groups").as_int(1) != 1) {
      fail_operator(source.layer, "Convolutions in groups are not run.");
    }
    const auto extent = [&](std::size_t i) { return static_cast<std::size_t>(shape[i]); };
    Window window = read_window(source, extent(0), extent(1));
    std::vector<float> padding;
    if (source.layer.is("PaddedConv2D")) append_numbers(source.config("padding_value"), padding);
    if (!padding.empty()) window.same = true;
    if (padding.size() > 1 && padding.size() != extent(2)) {
      fail_operator(source.layer, "It has another number of padding values than of channels.");
    }
    Convolution made(source.layer, window, extent(2), kernel, source.bias(extent(3)));
    made.pad_with(std::move(padding));
    return made;
  }

  Convolution convolution_;
};

class SeparableConv2D : public Operator {
 public:
  explicit SeparableConv2D(const LayerSource& source)
      : depthwise_(source), pointwise_(make(source, depthwise_.channels())) {}
  void run(const Call& call, Tensor& out) const override {
    Tensor between;
    depthwise_.run(*call.inputs[0], between);
    pointwise_.run(between, out);
  }

 private:
  static Convolution make(const LayerSource& source, std::size_t channels) {
    keras::Shape shape;
    const std::vector<float> kernel = source.weight("pointwise_kernel", 4, shape);
    if (static_cast<std::size_t>(shape[2]) != channels) {
      fail_operator(source.layer, "Its two kernels do not fit together.");
    }
    return {source.layer, {}, channels, kernel, source.bias(static_cast<std::size_t>(shape[3]))};
  }

  DepthwiseConvolution depthwise_;
  Convolution pointwise_;
};

}  // namespace

std::unique_ptr<Operator> make_convolution(const LayerSource& source) {
  const keras::Layer& layer = source.layer;
  if (layer.is("Conv2D") || layer.is("Convolution2D") || layer.is("PaddedConv2D")) {
    return std::make_unique<Conv2D>(source);
  }
  if (layer.is("SeparableConv2D") || layer.is("SeparableConvolution2D")) {
    return std::make_unique<SeparableConv2D>(source);
  }
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
