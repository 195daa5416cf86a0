// SPDX-License-Identifier: Apache-2.0
// Conv2DTranspose and QuantizeML's DepthwiseConv2DTranspose.
#include <algorithm>

#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/window.h"

namespace cnn2snn::quantizeml {
namespace {

// The window of the convolution whose gradient this is: it moves over the output.
struct TransposedAxis {
  std::size_t in = 0;
  std::size_t out = 0;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t before = 0;

  /// The input that tap `k` takes to output `o`; `in` or more: none.
  [[nodiscard]] std::size_t at(std::size_t o, std::size_t k) const {
    const std::size_t position = o + before - k;  // Wraps where negative.
    return o + before < k || position % stride != 0 ? in : position / stride;
  }
};

TransposedAxis transposed_axis(const Window& window, std::size_t which, std::size_t in) {
  TransposedAxis axis;
  axis.in = in;
  axis.kernel = window.kernel[which];
  axis.stride = window.stride[which];
  const std::size_t full = (in - 1) * axis.stride + axis.kernel;
  axis.out = window.same ? in * axis.stride : std::max(full, in * axis.stride);
  axis.before = full > axis.out ? (full - axis.out) / 2 : 0;
  return axis;
}

Window read_transposed(const LayerSource& source, const keras::Shape& kernel) {
  const Window window =
      read_window(source, static_cast<std::size_t>(kernel[0]), static_cast<std::size_t>(kernel[1]));
  if (window.dilation[0] != 1 || window.dilation[1] != 1 ||
      !source.config("output_padding").is_null()) {
    fail_operator(source.layer,
                  "Transposed convolutions are run without dilation and output padding.");
  }
  return window;
}

struct TransposedAxes {
  TransposedAxis rows;
  TransposedAxis columns;
};

TransposedAxes axes_of(const keras::Layer& layer, const Window& window, const Tensor& in,
                       std::size_t channels) {
  if (in.shape.size() != 3 || in.values.empty() || in.channels() != channels) {
    fail_operator(layer, "Its input has another shape than its weights.");
  }
  return {transposed_axis(window, 0, in.extent(0)), transposed_axis(window, 1, in.extent(1))};
}

class Conv2DTranspose : public Operator {
 public:
  explicit Conv2DTranspose(const LayerSource& source) : layer_(source.layer) {
    keras::Shape shape;
    const std::vector<float> kernel = source.weight("kernel", 4, shape);
    window_ = read_transposed(source, shape);
    const auto filters = static_cast<std::size_t>(shape[2]);
    channels_ = static_cast<std::size_t>(shape[3]);
    const std::size_t taps = window_.kernel[0] * window_.kernel[1];
    std::vector<float> turned(
        kernel.size());  // (taps, filters, channels) to channels before filters
    for (std::size_t t = 0; t < taps; ++t) {
      for (std::size_t f = 0; f < filters; ++f) {
        for (std::size_t c = 0; c < channels_; ++c) {
          turned[(t * channels_ + c) * filters + f] = kernel[(t * filters + f) * channels_ + c];
        }
      }
    }
    weights_ = PackedMatrix(turned, taps * channels_, filters);
    bias_ = source.bias(filters);
  }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const auto [rows, columns] = axes_of(layer_, window_, in, channels_);
    out.resize({static_cast<std::int64_t>(rows.out), static_cast<std::int64_t>(columns.out),
                static_cast<std::int64_t>(bias_.size())});
    std::vector<float> patch(weights_.depth());
    float* to = out.values.data();
    for (std::size_t y = 0; y < rows.out; ++y) {
      for (std::size_t x = 0; x < columns.out; ++x, to += bias_.size()) {
        std::fill(patch.begin(), patch.end(), 0.0F);
        float* tap = patch.data();
        for (std::size_t ky = 0; ky < rows.kernel; ++ky) {
          const std::size_t iy = rows.at(y, ky);
          for (std::size_t kx = 0; kx < columns.kernel; ++kx, tap += channels_) {
            const std::size_t ix = columns.at(x, kx);
            if (iy >= rows.in || ix >= columns.in) continue;
            std::copy_n(in.values.data() + (iy * columns.in + ix) * channels_, channels_, tap);
          }
        }
        const float* from = patch.data();
        multiply_rows({&from, 1}, weights_, {0, weights_.depth(), nullptr, false, bias_.data()},
                      to);
      }
    }
  }

 private:
  const keras::Layer& layer_;
  Window window_;
  std::size_t channels_ = 0;
  PackedMatrix weights_;
  std::vector<float> bias_;
};

class DepthwiseConv2DTranspose : public Operator {
 public:
  explicit DepthwiseConv2DTranspose(const LayerSource& source) : layer_(source.layer) {
    keras::Shape shape;
    kernel_ = source.weight("depthwise_kernel", 4, shape);
    if (shape[3] != 1) fail_operator(layer_, "Depthwise kernels with a multiplier are not run.");
    window_ = read_transposed(source, shape);
    channels_ = static_cast<std::size_t>(shape[2]);
    bias_ = source.bias(channels_);
  }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const auto [rows, columns] = axes_of(layer_, window_, in, channels_);
    out.resize({static_cast<std::int64_t>(rows.out), static_cast<std::int64_t>(columns.out),
                static_cast<std::int64_t>(channels_)});
    float* to = out.values.data();
    std::vector<Tap> taps;
    for (std::size_t y = 0; y < rows.out; ++y) {
      for (std::size_t x = 0; x < columns.out; ++x, to += channels_) {
        taps.clear();
        for (std::size_t ky = 0; ky < rows.kernel; ++ky) {
          const std::size_t iy = rows.at(y, ky);
          for (std::size_t kx = 0; kx < columns.kernel; ++kx) {
            const std::size_t ix = columns.at(x, kx);
            if (iy >= rows.in || ix >= columns.in) continue;
            taps.push_back({in.values.data() + (iy * columns.in + ix) * channels_,
                            kernel_.data() + (ky * columns.kernel + kx) * channels_});
          }
        }
        multiply_taps({taps, 0, 1, channels_, bias_.data()}, to);
      }
    }
  }

 private:
  const keras::Layer& layer_;
  Window window_;
  std::size_t channels_ = 0;
  std::vector<float> kernel_;
  std::vector<float> bias_;
};

}  // namespace

std::unique_ptr<Operator> make_transposed_convolution(const LayerSource& source) {
  const keras::Layer& layer = source.layer;
  if (layer.is("Conv2DTranspose") || layer.is("Convolution2DTranspose")) {
    return std::make_unique<Conv2DTranspose>(source);
  }
  if (layer.is("DepthwiseConv2DTranspose")) {
    return std::make_unique<DepthwiseConv2DTranspose>(source);
  }
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
