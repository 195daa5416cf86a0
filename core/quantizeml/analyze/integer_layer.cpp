// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/integer_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "quantizeml/analyze/integer_weights.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::quantizeml {
namespace {

// Value of the last axis' channel; a scalar is the same for all.
float of_channel(const Array& array, std::size_t element) {
  return array.values[element % array.values.size()];
}

// FixedPoint.rescale: shifts left, or right with rounding, and clips.
void rescale(Tensor& x, const Array& shift, int value_bits) {
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const float scaled = x.values[i] * pow2(of_channel(shift, i));
    x.values[i] = saturate(std::floor(scaled + 0.5F), value_bits);
  }
}

void clip(Tensor& x, int value_bits) {
  for (float& value : x.values) value = saturate(value, value_bits);
}

/// What all layers do: align the inputs, compute, add the bias, quantize the output.
class Layer : public IntegerLayer {
 public:
  explicit Layer(const QuantizedLayer& record) : record_(record) {}

  void run(const Call& call, Tensor& out) const final {
    std::vector<Tensor> aligned;
    std::vector<const Tensor*> inputs(call.inputs.begin(), call.inputs.end());
    if (record_.input_shift) {
      aligned.push_back(*inputs[0]);
      // A Flatten has no accumulator: it aligns within the bits of its input.
      rescale(aligned[0], *record_.input_shift,
              record_.config.buffer_bitwidth.value_or(record_.metadata.fp.value_bits));
      inputs[0] = aligned.data();
    }
    compute({inputs, call.place, call.memory}, out);
    if (record_.config.buffer_bitwidth) clip(out, accumulator_bits());
    if (record_.bias) add_bias(out);
    if (record_.output) quantize_output(*record_.output, out);
  }

 protected:
  virtual void compute(const Call& call, Tensor& out) const = 0;
  [[nodiscard]] int accumulator_bits() const { return *record_.config.buffer_bitwidth; }
  [[nodiscard]] const QuantizedLayer& record() const { return record_; }

 private:
  void add_bias(Tensor& out) const {
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      out.values[i] = out.values[i] + record_.bias->values[i % record_.bias->values.size()];
    }
    clip(out, accumulator_bits());
  }

  void quantize_output(const QuantizedOutput& output, Tensor& out) const {
    if (output.qscales) {
      for (std::size_t i = 0; i < out.values.size(); ++i) {
        out.values[i] = saturate(out.values[i] * of_channel(*output.qscales, i),
                                 record_.config.output->buffer_bitwidth);
      }
    }
    rescale(out, output.shift, output.fp.value_bits);
  }

  const QuantizedLayer& record_;
};

/// Layers whose integers are computed as the float layer computes floats.
class AsFloat : public Layer {
 public:
  AsFloat(const QuantizedLayer& record, keras::Graph weights)
      : Layer(record), weights_(std::make_unique<const keras::Graph>(std::move(weights))) {
    function_ = make_operator(*weights_, weights_->layers[0]);
  }

 protected:
  void compute(const Call& call, Tensor& out) const override { function_->run(call, out); }

 private:
  std::unique_ptr<const keras::Graph> weights_;  ///< The function refers to it.
  std::unique_ptr<Operator> function_;
};

class ReLU : public Layer {
 public:
  using Layer::Layer;

 protected:
  void compute(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      float value = std::max(out.values[i], 0.0F);
      if (record().max_value) {
        const std::vector<float>& most = record().max_value->values;
        value = std::min(value, most[i % most.size()]);
      }
      out.values[i] = value;
    }
  }
};

class Activation : public Layer {
 public:
  using Layer::Layer;

 protected:
  void compute(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    const std::vector<std::int32_t>& table = record().lut_values;
    const auto zero = static_cast<std::int64_t>(table.size() / 2);
    for (float& value : out.values) {
      const std::int64_t entry = static_cast<std::int64_t>(value) + zero;
      value = static_cast<float>(table.at(static_cast<std::size_t>(entry)));
    }
  }
};

/// The sum over all positions; the division is in the scales.
class GlobalAveragePooling2D : public Layer {
 public:
  using Layer::Layer;

 protected:
  void compute(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    const std::size_t channels = in.channels();
    out = Tensor({in.shape.back()});
    for (std::size_t i = 0; i < in.values.size(); ++i) {
      out.values[i % channels] = out.values[i % channels] + in.values[i];
    }
  }
};

class Add : public Layer {
 public:
  using Layer::Layer;

 protected:
  void compute(const Call& call, Tensor& out) const override {
    out = *call.inputs[0];
    Tensor other = *call.inputs[1];
    rescale(out, record().a_shift, accumulator_bits());
    rescale(other, record().b_shift, accumulator_bits());
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      out.values[i] = out.values[i] + other.values.at(i);
    }
  }
};

/// Rescaling: the scale is in the metadata alone.
class Identity : public Layer {
 public:
  using Layer::Layer;

 protected:
  void compute(const Call& call, Tensor& out) const override { out = *call.inputs[0]; }
};

class InputQuantizer : public IntegerLayer {
 public:
  explicit InputQuantizer(const QuantizedLayer& record) : record_(record) {}

  void run(const Call& call, Tensor& out) const override {
    const FixedPoint& fp = record_.metadata.fp;
    out = *call.inputs[0];
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      const float scaled = out.values[i] * pow2(of_channel(fp.frac_bits, i));
      float value = saturate(round_half_even(scaled), fp.value_bits);
      if (record_.zero_points) {
        value = saturate(value + of_channel(*record_.zero_points, i), fp.value_bits);
      }
      out.values[i] = value;
    }
  }

 private:
  const QuantizedLayer& record_;
};

}  // namespace

std::unique_ptr<IntegerLayer> make_integer_layer(const keras::Graph& sanitized,
                                                 const keras::Layer& layer,
                                                 const QuantizedLayer& record) {
  if (!record.recorded) return nullptr;
  if (layer.is("InputQuantizer")) return std::make_unique<InputQuantizer>(record);
  if (layer.is("QuantizedReLU")) return std::make_unique<ReLU>(record);
  if (layer.is("QuantizedActivation")) return std::make_unique<Activation>(record);
  if (layer.is("QuantizedAdd")) return std::make_unique<Add>(record);
  if (layer.is("QuantizedRescaling")) return std::make_unique<Identity>(record);
  if (layer.is("QuantizedGlobalAveragePooling2D")) {
    return std::make_unique<GlobalAveragePooling2D>(record);
  }
  auto weights = integer_weights(sanitized, layer, record);
  if (!weights) return nullptr;
  return std::make_unique<AsFloat>(record, *std::move(weights));
}

Tensor to_float(const Tensor& integers, const Metadata& metadata) {
  Tensor out = integers;
  if (metadata.is_tensor()) return out;
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    float value = out.values[i] / pow2(of_channel(metadata.fp.frac_bits, i));
    if (metadata.is_qfloat()) value = value * of_channel(metadata.scales, i);
    out.values[i] = value;
  }
  return out;
}

}  // namespace cnn2snn::quantizeml
