// SPDX-License-Identifier: Apache-2.0
// DepthwiseConv2D.
#include "quantizeml/calibrate/depthwise.h"
#include "quantizeml/calibrate/fma_chains.h"

namespace cnn2snn::quantizeml {
namespace {

class DepthwiseConv2D : public Operator {
 public:
  explicit DepthwiseConv2D(const LayerSource& source) : convolution_(source) {
    convolution_.add(source.bias(convolution_.channels()));
  }
  void run(const Call& call, Tensor& out) const override { convolution_.run(*call.inputs[0], out); }

 private:
  DepthwiseConvolution convolution_;
};

}  // namespace

DepthwiseConvolution::DepthwiseConvolution(const LayerSource& source) : layer_(source.layer) {
  keras::Shape shape;
  kernel_ = source.weight("depthwise_kernel", 4, shape);
  if (shape[3] != 1) {
    fail_operator(layer_, "Depthwise kernels with a multiplier are not run.");
  }
  channels_ = static_cast<std::size_t>(shape[2]);
  window_ =
      read_window(source, static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]));
}

void DepthwiseConvolution::run(const Tensor& in, Tensor& out) const {
  check_image(layer_, in, channels_, window_);
  const WindowAxis rows = window_.axis(0, in.extent(0));
  const WindowAxis columns = window_.axis(1, in.extent(1));
  out.resize({static_cast<std::int64_t>(rows.out), static_cast<std::int64_t>(columns.out),
              static_cast<std::int64_t>(channels_)});
  const WindowAxis::Outputs inner = columns.inner();
  float* sums = out.values.data();
  std::vector<Tap> taps;
  TapRow row;
  row.step = columns.stride * channels_;
  row.channels = channels_;
  row.bias = bias_.empty() ? nullptr : bias_.data();
  for (std::size_t y = 0; y < rows.out; ++y) {
    for (std::size_t x = 0; x < columns.out; x += row.pixels) {
      find_taps(in, rows, columns, y, x, taps);
      row.taps = taps;
      row.pixels = x >= inner.first && x < inner.last ? inner.last - x : 1;
      multiply_taps(row, sums);
      sums += row.pixels * channels_;
    }
  }
}

void DepthwiseConvolution::find_taps(const Tensor& in, const WindowAxis& rows,
                                     const WindowAxis& columns, std::size_t y, std::size_t x,
                                     std::vector<Tap>& taps) const {
  taps.clear();
  for (std::size_t ky = 0; ky < rows.kernel; ++ky) {
    const std::size_t iy = rows.at(y, ky);
    if (iy >= rows.in) continue;
    for (std::size_t kx = 0; kx < columns.kernel; ++kx) {
      const std::size_t ix = columns.at(x, kx);
      if (ix >= columns.in) continue;
      taps.push_back({in.values.data() + (iy * columns.in + ix) * channels_,
                      kernel_.data() + (ky * columns.kernel + kx) * channels_});
    }
  }
}

std::unique_ptr<Operator> make_depthwise_convolution(const LayerSource& source) {
  if (!source.layer.is("DepthwiseConv2D")) return nullptr;
  return std::make_unique<DepthwiseConv2D>(source);
}

}  // namespace cnn2snn::quantizeml
