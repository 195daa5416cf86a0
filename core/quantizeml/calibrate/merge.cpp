// SPDX-License-Identifier: Apache-2.0
// Add and Concatenate.
#include <algorithm>

#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {
namespace {

class Add : public Operator {
 public:
  explicit Add(const LayerSource& source)
      : layer_(source.layer), average_(source.config("average").truthy()) {}

  void run(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    for (std::size_t n = 1; n < call.inputs.size(); ++n) {
      const Tensor& next = *call.inputs[n];
      if (next.shape != out.shape) fail_operator(layer_, "Its inputs have different shapes.");
      for (std::size_t i = 0; i < out.values.size(); ++i) {
        out.values[i] = out.values[i] + next.values[i];
      }
    }
    if (average_) {
      for (float& value : out.values) value = value / 2.0F;
    }
  }

 private:
  const keras::Layer& layer_;
  bool average_;
};

class Concatenate : public Operator {
 public:
  explicit Concatenate(const LayerSource& source)
      : layer_(source.layer), axis_(source.config("axis").as_int(-1)) {}

  void run(const Call& call, Tensor& out) const override {
    const auto rank = static_cast<std::int64_t>(call.inputs[0]->shape.size());
    const std::int64_t axis = axis_ < 0 ? axis_ + rank : axis_ - 1;  // Keras counts the batch.
    if (axis < 0 || axis >= rank)
      fail_operator(layer_, "It joins along an axis that is not there.");
    const auto joined = static_cast<std::size_t>(axis);
    keras::Shape shape = call.inputs[0]->shape;
    shape[joined] = 0;
    std::vector<std::size_t> run_length;  // Elements of each input between two of the next.
    for (const Tensor* input : call.inputs) {
      keras::Shape rest = input->shape;
      if (rest.size() != shape.size()) fail_operator(layer_, "Its inputs have different ranks.");
      const std::int64_t extent = rest[joined];
      rest[joined] = shape[joined];
      if (rest != shape) fail_operator(layer_, "Its inputs have different shapes.");
      shape[joined] += extent;
      run_length.push_back(Tensor::count(
          {input->shape.begin() + static_cast<std::ptrdiff_t>(joined), input->shape.end()}));
    }
    out.reset(shape);
    const std::size_t runs =
        Tensor::count({shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(joined)});
    float* to = out.values.data();
    for (std::size_t run = 0; run < runs; ++run) {
      for (std::size_t n = 0; n < call.inputs.size(); ++n) {
        to = std::copy_n(call.inputs[n]->values.data() + run * run_length[n], run_length[n], to);
      }
    }
  }

 private:
  const keras::Layer& layer_;
  std::int64_t axis_;
};

}  // namespace

std::unique_ptr<Operator> make_merge(const LayerSource& source) {
  if (source.layer.is("Add")) return std::make_unique<Add>(source);
  if (source.layer.is("Concatenate")) return std::make_unique<Concatenate>(source);
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
