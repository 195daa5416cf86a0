// SPDX-License-Identifier: Apache-2.0
#include "akida/layer_checks.h"

#include "akida/fields.h"
#include "akida/layer_table.h"
#include "akida/shapes.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

bool accepts(const ParameterRule& rule, std::int32_t value) {
  if (value < rule.min || value > rule.max) return false;
  switch (rule.accepts) {
    case Accepts::kOdd:
      return value % 2 == 1;
    case Accepts::kPowersOfTwo:
      return (value & (value - 1)) == 0;
    case Accepts::kFourOrEight:
      return value == 4 || value == 8;
    case Accepts::kOneOrThree:
      return value == 1 || value == 3;
    default:
      return true;
  }
}

void check_value(const ParameterRule& rule, std::int32_t value) {
  if (accepts(rule, value)) return;
  std::string message(rule.error);
  if (message.empty()) {
    message = "The " + std::string(rule.name) + " parameter must be between " +
              std::to_string(rule.min) + " and " + std::to_string(rule.max) + ".";
  }
  if (const std::size_t at = message.find('%'); at != std::string::npos) {
    message.replace(at, 1, std::to_string(value));
  }
  refuse(std::move(message), rule.broken);
}

void check_keys(const LayerRule& rule, Layer& layer) {
  // The API derives the sign of an InputData from its width; a file states both.
  if (layer.type == LayerType::kInputData && layer.parameters.count("input_signed") == 0) {
    layer.parameters["input_signed"] = parameter(layer, "input_bits") >= 5 ? 1 : 0;
  }
  for (const ParameterRule& known : rule.parameters) {
    const std::string name(known.name);
    if (layer.parameters.count(name) != 0) continue;
    if (!known.default_value) refuse("Key " + name + " not found");
    layer.parameters[name] = *known.default_value;
  }
  if (layer.parameters.size() == rule.parameters.size()) return;
  for (const auto& [name, value] : layer.parameters) {
    bool found = false;
    for (const ParameterRule& known : rule.parameters) found = found || known.name == name;
    if (!found) {
      refuse("unexpected parameter '" + name + "' of a " + std::string(rule.name), "RuntimeError");
    }
  }
}

/// Layers that declare their input compute the size of their output at once: that of the
/// convolution before they look at the pooling, that of the pooling after it.
void check_output_size(const Layer& layer, bool pooled) {
  Layer probe;
  probe.type = layer.type;
  probe.parameters = layer.parameters;
  if (!pooled) {
    probe.parameters["pool_type"] = kNoPooling;
    for (const char* size : {"pool_size", "pooling_width", "pooling_height"}) {
      probe.parameters[size] = -1;
    }
  }
  probe.input_shape = declared_input_shape(layer);
  (void)output_shape(probe, {});
}

void check_max_pooling(std::int32_t size, std::int32_t stride) {
  if (size <= 0) {
    refuse(
        "Incoherent pooling parameters: pool_size should be -1 when pool_type is set to "
        "PoolType.NoPooling or PoolType.Average, or should be > 0 when pool_type is set to "
        "PoolType.Max.");
  }
  if (stride > size)
    refuse("Parameter pool_stride cannot be higher than pool_size.", Rule::kPoolStride);
}

void check_convolution_v2(const Layer& layer) {
  const std::int32_t kernel = parameter(layer, "kernel_size");
  const bool average = parameter(layer, "pool_type") == kPoolAverage;
  if (layer.type == LayerType::kInputConv2D) {
    check_output_size(layer, false);
    if (average) refuse("InputConv2D can't perform a Global Average Pooling.");
  } else if (parameter(layer, "kernel_stride") == 2) {
    const bool depthwise = layer.type == LayerType::kDepthwiseConv2D;
    if (depthwise && kernel != 3)
      refuse("Stride 2 is only supported with kernel size 3.", Rule::kStride2Kernel);
    if (!depthwise && kernel != 1 && kernel != 3) {
      refuse("Stride 2 is only supported with kernel size 1 or 3.", Rule::kStride2Kernel);
    }
  }
  if (parameter(layer, "pool_type") == kPoolMax) {
    check_max_pooling(parameter(layer, "pool_size"), parameter(layer, "pool_stride"));
  }
}

void check_convolution_v1(const Layer& layer) {
  if (layer.type == LayerType::kInputConvolutional) check_output_size(layer, false);
  const bool max = parameter(layer, "pool_type") == kPoolMax;
  for (const bool x : {true, false}) {
    const std::int32_t size = parameter(layer, x ? "pooling_width" : "pooling_height");
    const std::int32_t stride = parameter(layer, x ? "pooling_stride_x" : "pooling_stride_y");
    if (max) {
      check_max_pooling(size, stride);
    } else if (size != -1) {
      check_max_pooling(0, stride);
    } else if (stride != -1) {
      refuse("Parameter pool_stride cannot be higher than pool_size.", Rule::kPoolStride);
    }
  }
  if (layer.type != LayerType::kInputConvolutional &&
      (parameter(layer, "stride_x") > parameter(layer, "kernel_width") ||
       parameter(layer, "stride_y") > parameter(layer, "kernel_height"))) {
    refuse("Strides > kernel size are not supported", Rule::kStrideAboveKernel);
  }
}

/// What parameters must be together. The runtime looks at it before it looks at the activation.
void check_combination(const Layer& layer) {
  switch (layer.type) {
    case LayerType::kInputConv2D:
      check_convolution_v2(layer);
      check_output_size(layer, true);
      break;
    case LayerType::kConv2D:
    case LayerType::kDepthwiseConv2D:
      check_convolution_v2(layer);
      break;
    case LayerType::kInputConvolutional:
      check_convolution_v1(layer);
      check_output_size(layer, true);
      break;
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
      check_convolution_v1(layer);
      break;
    default:
      break;
  }
}

void check_ip(const Model& model, const LayerRule& rule) {
  if (rule.ip == IpVersion::kNeutral) return;
  for (const Layer& other : model.layers) {
    const LayerRule* other_rule = find_rule(other.type);
    if (other_rule == nullptr || other_rule->ip == IpVersion::kNeutral) continue;
    if (other_rule->ip != rule.ip) {
      refuse("The IP version of the layer does not match those of the other layers of the Model.");
    }
    return;
  }
}

void check_after_quantizer(const Layer& layer, const Layer& before) {
  if (layer.type == LayerType::kInputData) {
    if (before.output_signed != (parameter(layer, "input_signed") != 0)) {
      refuse("InputData sign incompatible with previous layer.", "RuntimeError", Rule::kInputSign);
    }
    if (before.output_bits != parameter(layer, "input_bits")) {
      refuse("InputData bitwidth incompatible with previous layer.", "RuntimeError");
    }
  } else if (before.output_signed || before.output_bits != 8) {
    refuse("The layer preceding " + std::string(to_string(layer.type)) +
               " must output unsigned 8-bit values.",
           "RuntimeError");
  }
}

void check_input(const Layer& layer, const std::vector<const Layer*>& inbounds) {
  if (inbounds.empty()) return;
  if (layer.type == LayerType::kQuantizer) {
    refuse("Quantizer must be first layer.", "RuntimeError");
  }
  const Layer& before = *inbounds.front();
  check_after_quantizer(layer, before);
  for (const Layer* inbound : inbounds) {
    if (inbound->type != LayerType::kQuantizer) {
      refuse("Input layers cannot have inbound layers other than a Quantizer.", "RuntimeError");
    }
  }
  if (before.output_shape != declared_input_shape(layer)) {
    refuse("Input dimensions incompatible with previous layer.", "RuntimeError");
  }
}

void check_v1_inbound(const Layer& layer, const Layer& before) {
  const std::string name(to_string(layer.type));
  const bool convolutional = layer.type == LayerType::kConvolutional;
  if (convolutional && before.output_signed) {
    refuse("Convolutional layer only accepts unsigned inputs.", Rule::kUnsignedInputV1);
  }
  if (before.output_bits > 4) {
    refuse(name + " cannot be added if previous layer's output requires more than 4 bits.",
           "RuntimeError", Rule::kInputBitsV1);
  }
  if (before.output_signed) refuse(name + " inbound layer must output unsigned inputs.");
}

void check_recurrent(const Layer& layer, const Layer& before) {
  if (before.type == LayerType::kInputData || before.type == LayerType::kStatefulRecurrent) return;
  refuse(layer.name +
         " : Inbound must be InputData for the first StatefulRecurrent layer. Otherwise it should "
         "be another StatefulRecurrent layer.");
}

void check_add(const Layer& layer, const Layer& a, const Layer& b) {
  if (!a.output_signed && !b.output_signed && parameter(layer, "output_bits") > 31) {
    refuse(
        "when incoming layers' outputs are both unsigned, Add layer's maximum output_bits is 31.");
  }
  if (a.output_bits > 8 || b.output_bits > 8) {
    refuse("Add layer cannot be added if incoming layers' outputs requires more than 8 bits.",
           "RuntimeError");
  }
  if (a.output_shape != b.output_shape) {
    refuse("All Add inputs should have the same output_size.", Rule::kSameOutputSize);
  }
}

void check_concatenate(const Layer& a, const Layer& b) {
  if (a.output_shape[0] != b.output_shape[0] || a.output_shape[1] != b.output_shape[1]) {
    refuse(
        "All Concatenate inbound layers should produce output shapes with the same first two "
        "dimensions",
        Rule::kConcatenateAxis);
  }
  if (a.output_signed != b.output_signed) {
    refuse("All Concatenate inbound layers should produce the same signs");
  }
  if (a.output_bits != b.output_bits) {
    refuse("All Concatenate inbound layers should have the same output_bits");
  }
}

void check_pico(const Layer& a, const Layer& b) {
  const bool recurrent_first = a.type == LayerType::kStatefulRecurrent;
  const Layer& recurrent = recurrent_first ? a : b;
  const Layer& input = recurrent_first ? b : a;
  if (recurrent.type != LayerType::kStatefulRecurrent || input.type != LayerType::kInputData) {
    refuse(
        "PicoPostProcessing requires two inbounds layers of type StatefulRecurrent and InputData.",
        "RuntimeError");
  }
  if (recurrent.output_bits <= 16) {
    refuse("The StatefulRecurrent inbound layer ('" + recurrent.name +
               "') of a PicoPostProcessing must have output bits > 16.",
           "RuntimeError");
  }
  if (!input.output_signed || input.output_bits != 16) {
    refuse("The InputData inbound layer ('" + input.name +
               "') of a PicoPostProcessing must be signed 16-bit.",
           "RuntimeError");
  }
  if (recurrent.output_shape != input.output_shape) {
    refuse("All PicoPostProcessing inputs should have the same output_size.",
           Rule::kSameOutputSize);
  }
}

}  // namespace

void refuse(std::string message, std::string_view error_class, Rule rule) {
  fail(ErrorId::kAkidaLayer, Step::kConversion, std::move(message), {}, std::string(error_class),
       rule);
}

void refuse(std::string message, Rule rule) {
  refuse(std::move(message), "ValueError", rule);
}

void check_parameters(Layer& layer) {
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) refuse("Invalid layer type.");
  check_keys(*rule, layer);
  for (const ParameterRule& known : rule->parameters) {
    if (known.name == "activation") check_combination(layer);
    const bool unused = layer.type == LayerType::kInputConvolutional && known.name == "act_bits" &&
                        parameter(layer, "activation") == 0;
    if (!unused) check_value(known, parameter(layer, known.name));
  }
}

void check_graph(const Model& model, const Layer& layer,
                 const std::vector<const Layer*>& inbounds) {
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) refuse("Invalid layer type.");
  check_ip(model, *rule);
  if (rule->arity == Arity::kInput || rule->arity == Arity::kInputOrQuantizer) {
    check_input(layer, inbounds);
  }
  const bool input = rule->arity == Arity::kInput || rule->arity == Arity::kInputOrQuantizer;
  const std::size_t wanted = rule->arity == Arity::kTwo ? 2 : 1;
  if (input ? inbounds.size() > 1 : inbounds.size() != wanted) {
    refuse(layer.name + " must have exactly " + std::to_string(wanted) + " inbound layer" +
           (wanted == 2 ? "s" : ""));
  }
  if (input) return;
  const Layer& first = *inbounds.front();
  switch (layer.type) {
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
    case LayerType::kFullyConnected:
      check_v1_inbound(layer, first);
      break;
    case LayerType::kStatefulRecurrent:
      check_recurrent(layer, first);
      break;
    case LayerType::kAdd:
      check_add(layer, first, *inbounds.back());
      break;
    case LayerType::kConcatenate:
      check_concatenate(first, *inbounds.back());
      break;
    case LayerType::kPicoPostProcessing:
      check_pico(first, *inbounds.back());
      break;
    default:
      break;
  }
}

}  // namespace cnn2snn::akida
