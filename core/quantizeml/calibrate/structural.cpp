// SPDX-License-Identifier: Apache-2.0
// Flatten, Reshape, Permute, Dropout and QuantizeML's ExtractToken: layers that move values.
#include <algorithm>

#include "base/conversion_error.h"
#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {
namespace {

class Dropout : public Operator {
 public:
  void run(const Call& call, Tensor& out) const override { out = *call.inputs[0]; }
};

class Flatten : public Operator {
 public:
  void run(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    out.shape = {static_cast<std::int64_t>(out.values.size())};
  }
};

class Reshape : public Operator {
 public:
  explicit Reshape(const LayerSource& source)
      : layer_(source.layer), target_(source.config("target_shape").as_ints()) {}

  void run(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    keras::Shape shape = target_;
    std::int64_t known = 1;
    std::int64_t* unknown = nullptr;
    for (std::int64_t& extent : shape) {
      if (extent == -1) unknown = &extent;
      if (extent <= 0) continue;
      if (extent > static_cast<std::int64_t>(out.values.size()) / known) fail();
      known *= extent;
    }
    if (unknown != nullptr) *unknown = static_cast<std::int64_t>(out.values.size()) / known;
    const bool whole = std::all_of(shape.begin(), shape.end(), [](auto e) { return e > 0; });
    if (!whole || Tensor::count(shape) != out.values.size()) fail();
    out.shape = shape;
  }

 private:
  [[noreturn]] void fail() const {
    fail_operator(layer_, "Its input does not have as many values as its target shape.");
  }

  const keras::Layer& layer_;
  keras::Shape target_;
};

class Permute : public Operator {
 public:
  explicit Permute(const LayerSource& source) : layer_(source.layer) {
    for (const std::int64_t dim : source.config("dims").as_ints()) {
      order_.push_back(static_cast<std::size_t>(dim - 1));  // Keras counts from 1.
    }
  }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const std::size_t rank = in.shape.size();
    std::vector<std::size_t> sorted = order_;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (sorted[i] != i) fail_operator(layer_, "'dims' is no permutation.");
    }
    if (order_.size() != rank) fail_operator(layer_, "'dims' is no permutation of its input.");
    std::vector<std::size_t> stride(rank, 1);
    for (std::size_t i = rank; i-- > 1;) stride[i - 1] = stride[i] * in.extent(i);
    keras::Shape shape(rank);
    for (std::size_t i = 0; i < rank; ++i) shape[i] = in.shape[order_[i]];
    out.reset(shape);
    std::vector<std::size_t> index(rank, 0);
    for (float& value : out.values) {
      std::size_t from = 0;
      for (std::size_t i = 0; i < rank; ++i) from += index[i] * stride[order_[i]];
      value = in.values[from];
      for (std::size_t i = rank; i-- > 0;) {
        if (++index[i] < out.extent(i)) break;
        index[i] = 0;
      }
    }
  }

 private:
  const keras::Layer& layer_;
  std::vector<std::size_t> order_;
};

class ExtractToken : public Operator {
 public:
  explicit ExtractToken(const LayerSource& source)
      : layer_(source.layer),
        token_(source.config("token").as_int(0)),
        axis_(source.config("axis").as_int(1)) {}

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const auto rank = static_cast<std::int64_t>(in.shape.size());
    const std::int64_t place = axis_ < 0 ? axis_ + rank : axis_ - 1;  // Keras counts the batch.
    if (place < 0 || place >= rank || token_ < 0 ||
        token_ >= in.shape[static_cast<std::size_t>(place)]) {
      fail_operator(layer_, "Its token is not there.");
    }
    const auto axis = static_cast<std::ptrdiff_t>(place);
    const std::size_t inner = Tensor::count({in.shape.begin() + axis + 1, in.shape.end()});
    const std::size_t outer = Tensor::count({in.shape.begin(), in.shape.begin() + axis});
    const std::size_t extent = in.extent(static_cast<std::size_t>(place));
    keras::Shape shape = in.shape;
    shape.erase(shape.begin() + axis);
    out.reset(shape);
    for (std::size_t i = 0; i < outer; ++i) {
      std::copy_n(in.values.data() + (i * extent + static_cast<std::size_t>(token_)) * inner, inner,
                  out.values.data() + i * inner);
    }
  }

 private:
  const keras::Layer& layer_;
  std::int64_t token_;
  std::int64_t axis_;
};

}  // namespace

std::unique_ptr<Operator> make_structural(const LayerSource& source) {
  const keras::Layer& layer = source.layer;
  if (layer.is("Dropout")) return std::make_unique<Dropout>();
  if (layer.is("Flatten")) return std::make_unique<Flatten>();
  if (layer.is("Reshape")) return std::make_unique<Reshape>(source);
  if (layer.is("Permute")) return std::make_unique<Permute>(source);
  if (layer.is("ExtractToken")) return std::make_unique<ExtractToken>(source);
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
