// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {
namespace {

class Dense : public Operator {
 public:
  explicit Dense(const LayerSource& source) : layer_(source.layer) {
    keras::Shape shape;
    const std::vector<float> kernel = source.weight("kernel", 2, shape);
    bias_ = source.bias(static_cast<std::size_t>(shape[1]));
    weights_ = PackedMatrix(kernel, static_cast<std::size_t>(shape[0]), bias_.size());
  }

  // One chain over whole packets of 8 inputs, another over the rest.
  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const std::size_t depth = weights_.depth();
    if (in.shape.empty() || in.channels() != depth) {
      fail_operator(layer_, "Its input has another shape than its weights.");
    }
    keras::Shape shape = in.shape;
    shape.back() = static_cast<std::int64_t>(bias_.size());
    out.reset(shape);
    std::vector<float> rest(bias_.size());
    const std::size_t whole = depth / 8 * 8;
    float* to = out.values.data();
    for (std::size_t at = 0; at < in.values.size(); at += depth, to += bias_.size()) {
      const float* from = in.values.data() + at;
      float* remainder = rest.data();
      multiply_rows({&from, 1}, weights_, 0, whole, nullptr, &to);
      if (whole < depth) multiply_rows({&from, 1}, weights_, whole, depth, nullptr, &remainder);
      for (std::size_t n = 0; n < bias_.size(); ++n) to[n] = (to[n] + rest[n]) + bias_[n];
    }
  }

 private:
  const keras::Layer& layer_;
  PackedMatrix weights_;
  std::vector<float> bias_;
};

}  // namespace

std::unique_ptr<Operator> make_dense(const LayerSource& source) {
  if (!source.layer.is("Dense")) return nullptr;
  return std::make_unique<Dense>(source);
}

}  // namespace cnn2snn::quantizeml
