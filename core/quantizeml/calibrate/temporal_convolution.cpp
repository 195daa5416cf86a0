// SPDX-License-Identifier: Apache-2.0
// QuantizeML's BufferTempConv and DepthwiseBufferTempConv: convolutions along time over the last
// frames, which the layer remembers.
#include <algorithm>

#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {
namespace {

// The frames [time][pixel][channel], oldest first, zeros at the start of a sequence.
const std::vector<float>& remember(const Tensor& frame, std::size_t times,
                                   std::vector<float>& memory) {
  const std::size_t size = frame.values.size();
  if (memory.empty()) memory.assign(times * size, 0.0F);
  std::rotate(memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(size), memory.end());
  std::copy(frame.values.begin(), frame.values.end(),
            memory.end() - static_cast<std::ptrdiff_t>(size));
  return memory;
}

std::size_t kernel_size(const LayerSource& source) {
  const std::int64_t size = source.config("kernel_size").as_int(0);
  if (size < 1) fail_operator(source.layer, "It has no kernel size.");
  return static_cast<std::size_t>(size);
}

class BufferTempConv : public Operator {
 public:
  explicit BufferTempConv(const LayerSource& source)
      : layer_(source.layer), times_(kernel_size(source)) {
    keras::Shape shape;
    const std::vector<float> kernel = source.weight("kernel", 4, shape);
    const auto depth = static_cast<std::size_t>(shape[2]);
    if (shape[0] != 1 || shape[1] != 1 || depth % times_ != 0) {
      fail_operator(layer_, "Its kernel has another shape than its configuration says.");
    }
    bias_ = source.bias(static_cast<std::size_t>(shape[3]));
    weights_ = PackedMatrix(kernel, depth, bias_.size());
  }
  [[nodiscard]] bool has_memory() const override { return true; }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const std::size_t channels = in.channels();
    if (channels * times_ != weights_.depth()) {
      fail_operator(layer_, "Its input has another shape than its weights.");
    }
    const std::vector<float>& frames = remember(in, times_, *call.memory);
    keras::Shape shape = in.shape;
    shape.back() = static_cast<std::int64_t>(bias_.size());
    out.resize(shape);
    std::vector<float> row(weights_.depth());
    float* to = out.values.data();
    for (std::size_t at = 0; at < in.values.size(); at += channels, to += bias_.size()) {
      for (std::size_t t = 0; t < times_; ++t) {
        std::copy_n(frames.data() + t * in.values.size() + at, channels, row.data() + t * channels);
      }
      const float* from = row.data();
      multiply_rows({&from, 1}, weights_, {0, weights_.depth(), nullptr, false, bias_.data()}, to);
    }
  }

 private:
  const keras::Layer& layer_;
  std::size_t times_;
  PackedMatrix weights_;
  std::vector<float> bias_;
};

class DepthwiseBufferTempConv : public Operator {
 public:
  explicit DepthwiseBufferTempConv(const LayerSource& source)
      : layer_(source.layer), times_(kernel_size(source)) {
    keras::Shape shape;
    kernel_ = source.weight("kernel", 2, shape);
    if (static_cast<std::size_t>(shape[0]) != times_) {
      fail_operator(layer_, "Its kernel has another shape than its configuration says.");
    }
    bias_ = source.bias(static_cast<std::size_t>(shape[1]));
  }
  [[nodiscard]] bool has_memory() const override { return true; }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const std::size_t channels = in.channels();
    if (channels != bias_.size()) {
      fail_operator(layer_, "Its input has another shape than its weights.");
    }
    const std::vector<float>& frames = remember(in, times_, *call.memory);
    out.resize(in.shape);
    for (std::size_t i = 0; i < in.values.size(); ++i) {
      const std::size_t c = i % channels;
      float sum = 0.0F;
      for (std::size_t t = 0; t < times_; ++t) {
        const float product = frames[t * in.values.size() + i] * kernel_[t * channels + c];
        sum = sum + product;
      }
      out.values[i] = sum + bias_[c];
    }
  }

 private:
  const keras::Layer& layer_;
  std::size_t times_;
  std::vector<float> kernel_;
  std::vector<float> bias_;
};

}  // namespace

std::unique_ptr<Operator> make_temporal_convolution(const LayerSource& source) {
  if (source.layer.is("BufferTempConv")) return std::make_unique<BufferTempConv>(source);
  if (source.layer.is("DepthwiseBufferTempConv")) {
    return std::make_unique<DepthwiseBufferTempConv>(source);
  }
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
