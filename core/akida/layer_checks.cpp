// SPDX-License-Identifier: Apache-2.0
#include "akida/layer_checks.h"

#include "akida/layer_table.h"
#include "akida/shapes.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

std::int32_t parameter(const Layer& layer, const char* name) {
  const auto found = layer.parameters.find(name);
  return found == layer.parameters.end() ? 0 : found->second;
}

void check_range(const ParameterRule& rule, std::int32_t value) {
  if (value >= rule.min && value <= rule.max) return;
  if (!rule.error.empty()) refuse(std::string(rule.error));
  refuse("The " + std::string(rule.name) + " parameter must be between " +
         std::to_string(rule.min) + " and " + std::to_string(rule.max) + ".");
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

void check_max_pooling(std::int32_t size, std::int32_t stride) {
  if (size <= 0) {
    refuse(
        "Incoherent pooling parameters: pool_size should be -1 when pool_type is set to "
        "PoolType.NoPooling or PoolType.Average, or should be > 0 when pool_type is set to "
        "PoolType.Max.");
  }
  if (stride > size) refuse("Parameter pool_stride cannot be higher than pool_size.");
  // The runtime takes 0 and -1 here and then computes with them.
  if (stride <= 0) refuse("Parameter pool_stride must be strictly positive.");
}

void check_convolution_v2(const Layer& layer) {
  const std::int32_t kernel = parameter(layer, "kernel_size");
  if (layer.type == LayerType::kInputConv2D) {
    const std::int32_t channels = parameter(layer, "input_channels");
    if (channels != 1 && channels != 3) refuse("InputConv2D input must have 1 or 3 channels.");
    if (parameter(layer, "pool_type") == kPoolAverage) {
      refuse("InputConv2D can't perform a Global Average Pooling.");
    }
  } else {
    if (kernel % 2 == 0) refuse("Kernel size must be odd.");
    if (parameter(layer, "kernel_stride") == 2) {
      const bool depthwise = layer.type == LayerType::kDepthwiseConv2D;
      if (depthwise && kernel != 3) refuse("Stride 2 is only supported with kernel size 3.");
      if (!depthwise && kernel != 1 && kernel != 3) {
        refuse("Stride 2 is only supported with kernel size 1 or 3.");
      }
    }
  }
  if (parameter(layer, "pool_type") == kPoolMax) {
    check_max_pooling(parameter(layer, "pool_size"), parameter(layer, "pool_stride"));
  }
}

void check_convolution_v1(const Layer& layer) {
  const std::int32_t width = parameter(layer, "kernel_width");
  const std::int32_t height = parameter(layer, "kernel_height");
  if (width % 2 == 0) refuse("Parameter kernel_width must be strictly positive and odd.");
  if (height % 2 == 0) refuse("Parameter kernel_height must be strictly positive and odd.");
  if (layer.type != LayerType::kInputConvolutional &&
      (parameter(layer, "stride_x") > width || parameter(layer, "stride_y") > height)) {
    refuse("Strides > kernel size are not supported");
  }
  const bool max = parameter(layer, "pool_type") == kPoolMax;
  for (const bool x : {true, false}) {
    const std::int32_t size = parameter(layer, x ? "pooling_width" : "pooling_height");
    const std::int32_t stride = parameter(layer, x ? "pooling_stride_x" : "pooling_stride_y");
    if (max) {
      check_max_pooling(size, stride);
    } else if (size != -1) {
      check_max_pooling(0, stride);
    } else if (stride != -1) {
      refuse("Parameter pool_stride cannot be higher than pool_size.");
    }
  }
}

void check_bits_v1(const Layer& layer) {
  const std::int32_t weights = parameter(layer, "weights_bits");
  if (weights != 1 && weights != 2 && weights != 4 && weights != 8) {
    refuse("The weight bitwidth must be 1, 2, 4 or 8. Receives weights_bits=" +
           std::to_string(weights) + ".");
  }
  const std::int32_t act = parameter(layer, "act_bits");
  if (act != 1 && act != 2 && act != 4) {
    refuse("act_bits must be 1, 2 or 4. Receives act_bits=" + std::to_string(act) + ".");
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

void check_input(const Layer& layer, const Layer* before) {
  if (before == nullptr) return;
  if (layer.type == LayerType::kQuantizer) {
    refuse("Quantizer must be first layer.", "RuntimeError");
  }
  const bool after_input_data =
      layer.type == LayerType::kInputConv2D && before->type == LayerType::kInputData;
  if (before->type != LayerType::kQuantizer && !after_input_data) {
    refuse("Input layers cannot have inbound layers other than a Quantizer.", "RuntimeError");
  }
  if (layer.type == LayerType::kInputConv2D &&
      (before->output_signed || before->output_bits != 8)) {
    refuse("The layer preceding InputConv2D must output unsigned 8-bit values.", "RuntimeError");
  }
  if (layer.type == LayerType::kInputData &&
      before->output_signed != (parameter(layer, "input_signed") != 0)) {
    refuse("InputData sign incompatible with previous layer.", "RuntimeError");
  }
  if (before->output_shape != declared_input_shape(layer)) {
    refuse("Input dimensions incompatible with previous layer.", "RuntimeError");
  }
}

void check_add(const Layer& layer, const Layer& a, const Layer& b) {
  if (a.output_shape != b.output_shape) {
    refuse("All Add inputs should have the same output_size.");
  }
  if (a.output_bits > 8 || b.output_bits > 8) {
    refuse("Add layer cannot be added if incoming layers' outputs requires more than 8 bits.",
           "RuntimeError");
  }
  if (!a.output_signed && !b.output_signed && parameter(layer, "output_bits") > 31) {
    refuse(
        "when incoming layers' outputs are both unsigned, Add layer's maximum output_bits is 31.");
  }
}

void check_concatenate(const Layer& a, const Layer& b) {
  if (a.output_shape[0] != b.output_shape[0] || a.output_shape[1] != b.output_shape[1]) {
    refuse(
        "All Concatenate inbound layers should produce output shapes with the same first two "
        "dimensions");
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
  if (recurrent.output_shape[2] != input.output_shape[2]) {
    refuse("All PicoPostProcessing inputs should have the same output_size.");
  }
}

}  // namespace

void refuse(std::string message, std::string_view error_class) {
  fail(ErrorId::kAkidaLayer, Step::kConversion, std::move(message), {}, std::string(error_class));
}

void check_parameters(Layer& layer) {
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) refuse("Invalid layer type.");
  check_keys(*rule, layer);
  for (const ParameterRule& known : rule->parameters) {
    check_range(known, layer.parameters.find(std::string(known.name))->second);
  }
  switch (layer.type) {
    case LayerType::kQuantizer:
      if (const std::int32_t width = parameter(layer, "output_bits"); width != 4 && width != 8) {
        refuse("The parameter bitwidth should be 4 or 8.");
      }
      break;
    case LayerType::kInputConv2D:
    case LayerType::kConv2D:
    case LayerType::kDepthwiseConv2D:
      check_convolution_v2(layer);
      break;
    case LayerType::kInputConvolutional:
      check_convolution_v1(layer);
      break;
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
      check_convolution_v1(layer);
      check_bits_v1(layer);
      break;
    case LayerType::kFullyConnected:
      check_bits_v1(layer);
      break;
    default:
      break;
  }
}

void check_graph(const Model& model, const Layer& layer,
                 const std::vector<const Layer*>& inbounds) {
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) refuse("Invalid layer type.");
  const bool input = rule->arity == Arity::kInput || rule->arity == Arity::kInputOrQuantizer;
  const std::size_t wanted = rule->arity == Arity::kTwo ? 2 : 1;
  if (input ? inbounds.size() > 1 : inbounds.size() != wanted) {
    refuse(layer.name + " must have exactly " + std::to_string(wanted) + " inbound layer" +
           (wanted == 2 ? "s" : ""));
  }
  check_ip(model, *rule);
  if (input) {
    check_input(layer, inbounds.empty() ? nullptr : inbounds.front());
    return;
  }
  const Layer& first = *inbounds.front();
  switch (layer.type) {
    case LayerType::kConvolutional:
      if (first.output_signed) refuse("Convolutional layer only accepts unsigned inputs.");
      [[fallthrough]];
    case LayerType::kSeparableConvolutional:
    case LayerType::kFullyConnected:
      if (first.output_bits > 4) {
        refuse(
            layer.name + " cannot be added if previous layer's output requires more than 4 bits.",
            "RuntimeError");
      }
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
