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
    out.resize(shape);
    const std::size_t whole = depth / 8 * 8;
    const bool rest = whole < depth;
    std::vector<const float*> rows;
    for (std::size_t at = 0; at < in.values.size(); at += depth) {
      rows.push_back(in.values.data() + at);
    }
    const float* bias = bias_.data();
    multiply_rows(rows, weights_, {0, whole, nullptr, false, rest ? nullptr : bias},
                  out.values.data());
    if (rest) {
      multiply_rows(rows, weights_, {whole, depth, nullptr, true, bias}, out.values.data());
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
