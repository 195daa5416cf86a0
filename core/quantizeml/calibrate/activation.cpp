// SPDX-License-Identifier: Apache-2.0
// ReLU, QuantizeML's Activation, and Rescaling: one value to one value.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "quantizeml/arithmetic/exponential.h"
#include "quantizeml/calibrate/operator.h"

namespace cnn2snn::quantizeml {
namespace {

class ReLU : public Operator {
 public:
  explicit ReLU(const LayerSource& source) {
    const keras::Value& bound = source.config("max_value");
    if (bound.is_number()) max_value_ = static_cast<float>(bound.as_double());
    if (bound.is_dict()) {  // A NumPy scalar, as Keras serializes it.
      max_value_ = static_cast<float>(bound["config"]["value"].as_double());
    }
  }
  [[nodiscard]] bool in_place() const override { return true; }
  void run(const Call& call, Tensor& out) const override {
    if (call.inputs[0] != &out) out = *call.inputs[0];
    const float most = max_value_.value_or(std::numeric_limits<float>::infinity());
    for (float& value : out.values) value = std::min(std::max(value, 0.0F), most);
  }

 private:
  std::optional<float> max_value_;
};

// TensorFlow approximates erf and the logistic by polynomials of its own; rounding the exact value
// once comes nearest.
float gelu(float x, float /*alpha*/) {
  const double exact = x;
  constexpr double kRootHalf = 0.7071067811865476;
  return static_cast<float>(0.5 * exact * (1.0 + error_function(exact * kRootHalf)));
}
float swish(float x, float /*alpha*/) {
  const double exact = x;
  return static_cast<float>(exact / (1.0 + exponential(-exact)));
}
float hard_silu(float x, float /*alpha*/) {
  return x * std::min(std::max(x + 3.0F, 0.0F), 6.0F) / 6.0F;
}
float leaky_relu(float x, float alpha) {
  return x > 0.0F ? x : alpha * x;
}

class Activation : public Operator {
 public:
  explicit Activation(const LayerSource& source)
      : alpha_(static_cast<float>(source.config("alpha").as_double(0.2))) {
    const std::string name = source.config("activation").as_string();
    if (name == "gelu") function_ = gelu;
    if (name == "swish" || name == "silu") function_ = swish;
    if (name == "hard_silu") function_ = hard_silu;
    if (name == "leaky_relu") function_ = leaky_relu;
    if (function_ == nullptr) {
      fail_operator(source.layer, "The activation '" + name + "' is not run.");
    }
  }
  [[nodiscard]] bool in_place() const override { return true; }
  void run(const Call& call, Tensor& out) const override {
    if (call.inputs[0] != &out) out = *call.inputs[0];
    for (float& value : out.values) value = function_(value, alpha_);
  }

 private:
  float alpha_;
  float (*function_)(float, float) = nullptr;
};

class Rescaling : public Operator {
 public:
  explicit Rescaling(const LayerSource& source)
      : layer_(source.layer),
        scale_(numbers(source, "scale")),
        offset_(numbers(source, "offset")) {}

  [[nodiscard]] bool in_place() const override { return true; }
  void run(const Call& call, Tensor& out) const override {
    if (call.inputs[0] != &out) out = *call.inputs[0];
    const std::size_t channels = out.channels();
    for (const auto* values : {&scale_, &offset_}) {
      if (values->size() != 1 && values->size() != channels) {
        fail_operator(layer_, "It has another number of scales or offsets than of channels.");
      }
    }
    if (scale_.size() == 1 && offset_.size() == 1) {
      const float scale = scale_[0];
      const float offset = offset_[0];
      for (float& value : out.values) {
        const float scaled = value * scale;
        value = scaled + offset;
      }
      return;
    }
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      const float scaled = out.values[i] * scale_[i % channels % scale_.size()];
      out.values[i] = scaled + offset_[i % channels % offset_.size()];
    }
  }

 private:
  static std::vector<float> numbers(const LayerSource& source, std::string_view key) {
    const keras::Value& value = source.config(key);
    std::vector<float> out;
    if (!value.is_list()) out.push_back(static_cast<float>(value.as_double(0.0)));
    for (const keras::Value& item : value.list()) {
      out.push_back(static_cast<float>(item.as_double()));
    }
    return out;
  }

  const keras::Layer& layer_;
  std::vector<float> scale_;
  std::vector<float> offset_;
};

}  // namespace

std::unique_ptr<Operator> make_activation(const LayerSource& source) {
  const keras::Layer& layer = source.layer;
  if (layer.is("ReLU")) return std::make_unique<ReLU>(source);
  if (layer.is("Activation")) return std::make_unique<Activation>(source);
  if (layer.is("Rescaling")) return std::make_unique<Rescaling>(source);
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
