// SPDX-License-Identifier: Apache-2.0
#include "engine/plan.h"

#include <algorithm>
#include <array>

#include "akida/fields.h"
#include "akida/layer_table.h"
#include "base/conversion_error.h"
#include "engine/arithmetic.h"
#include "engine/checks.h"
#include "engine/fast/fast.h"
#include "engine/layers/layers.h"
#include "engine/stages.h"

namespace cnn2snn::engine {

namespace {

using akida::DType;
using akida::LayerType;

bool is_v1(LayerType type) {
  const akida::LayerRule* rule = akida::find_rule(type);
  return rule != nullptr && rule->ip == akida::IpVersion::kV1;
}

/// The range of a signed or unsigned number of `bits`, cut to that of the array's type.
void set_range(InputRule& rule, std::int32_t bits, bool is_signed, std::int32_t most_bits) {
  const std::int32_t width = std::clamp(bits, 1, most_bits);
  rule.low = is_signed ? -(1 << (width - 1)) : 0;
  rule.high = (is_signed ? 1 << (width - 1) : 1 << width) - 1;
}

InputRule input_data_rule(const akida::Model& model) {
  const akida::Layer& first = model.layers[0];
  const std::int32_t bits = parameter(first, "input_bits");
  const LayerType next = model.layers[1].type;
  InputRule rule;
  if (next == LayerType::kStatefulRecurrent || next == LayerType::kPicoPostProcessing) {
    if (bits > 16) {
      fail(ErrorId::kAkidaLayer, Step::kInference, "Unsupported input bits for StatefulRecurrent.",
           "At most 16 bits can be given.", "ValueError");
    }
    rule.type = bits <= 8 ? DType::kInt8 : DType::kInt16;
    set_range(rule, bits, true, 16);
  } else {
    const bool is_signed = parameter(first, "input_signed") != 0;
    rule.type = is_signed ? DType::kInt8 : DType::kUInt8;
    set_range(rule, bits, is_signed, 8);
  }
  return rule;
}

InputRule input_rule(const akida::Model& model) {
  const akida::Layer& first = model.layers[0];
  InputRule rule;
  if (first.type == LayerType::kInputData) {
    rule = input_data_rule(model);
  } else if (first.type == LayerType::kQuantizer) {
    rule.type = first.output_signed ? DType::kInt8 : DType::kUInt8;
    rule.or_float = true;
    set_range(rule, first.output_bits, first.output_signed, 8);
  } else {
    set_range(rule, 8, false, 8);
  }
  rule.shape = first.input_shape;
  return rule;
}

DType type_of(const akida::Layer& layer, const InputRule& input, const std::vector<DType>& types,
              const std::vector<std::size_t>& inbounds) {
  if (is_v1(layer.type)) {
    return parameter(layer, "activation") != 0 ? DType::kUInt8 : DType::kInt32;
  }
  switch (layer.type) {
    case LayerType::kInputData:
    case LayerType::kConcatenate:
      return inbounds.empty() ? input.type : types[inbounds[0]];
    case LayerType::kQuantizer:
      return layer.output_signed ? DType::kInt8 : DType::kUInt8;
    case LayerType::kDequantizer:
      return DType::kFloat32;
    case LayerType::kPicoPostProcessing:
      return DType::kInt8;
    case LayerType::kAdd:
      return layer.output_bits <= 8 ? DType::kInt8 : DType::kInt32;
    default:
      return output_type(layer.output_bits);
  }
}

using Prepare = LayerPointer (*)(const akida::Layer&);
struct PrepareRow {
  LayerType type;
  Prepare prepare;
};
constexpr std::array kPrepare{
    PrepareRow{LayerType::kInputData, prepare_input_data},
    PrepareRow{LayerType::kQuantizer, prepare_quantizer},
    PrepareRow{LayerType::kDequantizer, prepare_dequantizer},
    PrepareRow{LayerType::kInputConv2D, prepare_input_conv2d},
    PrepareRow{LayerType::kConv2D, prepare_conv2d},
    PrepareRow{LayerType::kDepthwiseConv2D, prepare_depthwise_conv2d},
    PrepareRow{LayerType::kConv2DTranspose, prepare_conv2d_transpose},
    PrepareRow{LayerType::kDepthwiseConv2DTranspose, prepare_depthwise_conv2d_transpose},
    PrepareRow{LayerType::kDense1D, prepare_dense1d},
    PrepareRow{LayerType::kBufferTempConv, prepare_buffer_temp_conv},
    PrepareRow{LayerType::kDepthwiseBufferTempConv, prepare_depthwise_buffer_temp_conv},
    PrepareRow{LayerType::kStatefulRecurrent, prepare_stateful_recurrent},
    PrepareRow{LayerType::kAdd, prepare_add},
    PrepareRow{LayerType::kConcatenate, prepare_concatenate},
    PrepareRow{LayerType::kInputConvolutional, prepare_input_convolutional},
    PrepareRow{LayerType::kConvolutional, prepare_convolutional},
    PrepareRow{LayerType::kSeparableConvolutional, prepare_separable_convolutional},
    PrepareRow{LayerType::kFullyConnected, prepare_fully_connected},
};

LayerPointer prepare(const akida::Model& model, const akida::Layer& layer,
                     const std::vector<std::size_t>& inbounds) {
  if (layer.type == LayerType::kPicoPostProcessing) {
    const bool recurrent_first = model.layers[inbounds[0]].type == LayerType::kStatefulRecurrent;
    return prepare_pico_post_processing(layer, recurrent_first);
  }
  for (const PrepareRow& row : kPrepare) {
    if (row.type == layer.type) return row.prepare(layer);
  }
  fail(ErrorId::kInternal, Step::kInference, "no engine for this layer type");
}

Predict predict_rule_of(const akida::Layer& last) {
  if (last.type == LayerType::kDequantizer) return Predict::kOutput;
  if (parameter(last, "activation") != akida::kNoActivation) return Predict::kActivation;
  return is_v1(last.type) ? Predict::kPotentials : Predict::kIntegers;
}

}  // namespace

Plan::Plan(const akida::Model& model, Kernels kernels) {
  check_runnable(model);
  input_ = input_rule(model);
  for (const akida::Layer& layer : model.layers) {
    std::vector<std::size_t> inbounds;
    for (const std::string& name : layer.inbounds) {
      inbounds.push_back(static_cast<std::size_t>(model.find(name) - model.layers.data()));
    }
    types_.push_back(type_of(layer, input_, types_, inbounds));
    shapes_.push_back(layer.output_shape);
    LayerPointer prepared;
    if (kernels == Kernels::kFast) {
      const DType type = inbounds.empty() ? input_.type : types_[inbounds[0]];
      const std::int32_t bits = inbounds.empty() ? 8 : model.layers[inbounds[0]].output_bits;
      prepared = prepare_fast(layer, type, bits);
    }
    layers_.push_back(prepared ? std::move(prepared) : prepare(model, layer, inbounds));
    inbounds_.push_back(std::move(inbounds));
  }
  const akida::Layer& last = model.layers.back();
  predict_ = predict_rule_of(last);
  if (predict_ == Predict::kPotentials) {
    threshold_ = values(last, akida::kThreshold);
    act_step_ = values(last, akida::kActStep);
  }
}

bool Plan::has_state() const {
  return std::any_of(layers_.begin(), layers_.end(),
                     [](const LayerPointer& layer) { return layer->memory_size() > 0; });
}

Session Plan::start() const {
  Session session;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    session.states.emplace_back();
    session.states.back().memory.resize(layers_[i]->memory_size());
    session.outputs.push_back(make_tensor(types_[i], shapes_[i]));
  }
  return session;
}

void Plan::run(const Tensor& input, Session& session) const {
  std::array<const Tensor*, 2> inputs{};
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const std::vector<std::size_t>& inbounds = inbounds_[i];
    inputs[0] = inbounds.empty() ? &input : &session.outputs[inbounds[0]];
    if (inbounds.size() > 1) inputs[1] = &session.outputs[inbounds[1]];
    layers_[i]->run(std::span(inputs).first(std::max<std::size_t>(inbounds.size(), 1)),
                    session.outputs[i], session.states[i]);
  }
}

std::vector<float> Plan::predict(const Tensor& output) const {
  if (predict_ == Predict::kOutput) return floats(output);
  const std::vector<std::int32_t> potentials = widen(output);
  std::vector<float> scores(potentials.size());
  for (std::size_t i = 0; i < scores.size();) {
    for (std::size_t f = 0; f < act_step_.size(); ++f, ++i) {
      const std::int32_t above = wrap32(static_cast<std::uint32_t>(potentials[i]) -
                                        static_cast<std::uint32_t>(threshold_[f]));
      scores[i] = static_cast<float>(above) / act_step_[f];
    }
  }
  return scores;
}

}  // namespace cnn2snn::engine
