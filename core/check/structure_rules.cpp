// SPDX-License-Identifier: Apache-2.0
#include "check/structure_rules.h"

#include <algorithm>

#include "keras/neighbours.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/record/record.h"

namespace cnn2snn::check {
namespace {

constexpr int kLargestBlockBits = 8;

const keras::Value& output_quantizer(const keras::Layer& layer) {
  return layer.config["quant_config"]["output_quantizer"];
}

std::int64_t last_size(const keras::Graph& graph, std::size_t i) {
  const auto& shape = graph.shapes()[i];
  return shape && !shape->empty() ? shape->back() : 1;
}

bool quantizes_weights(const keras::Layer& layer) {
  const keras::Value& config = layer.config["quant_config"];
  return config["weight_quantizer"].is_dict() || config["pw_weight_quantizer"].is_dict();
}

/// The type of a layer's variables: of a name, or of a policy by name ("mixed_float16" has
/// float32).
std::string variable_dtype(const keras::Layer& layer) {
  const keras::Value& dtype = layer.config["dtype"];
  const std::string name =
      dtype.is_dict() ? dtype["config"]["name"].as_string("float32") : dtype.as_string("float32");
  return name.rfind("mixed_", 0) == 0 ? "float32" : name;
}

std::string pair_text(const keras::Shape& shape) {
  return "(" + std::to_string(shape[0]) + ", " + std::to_string(shape[1]) + ")";
}

std::string mismatch(const std::string& layer, const keras::Shape& variable,
                     const keras::Shape& value) {
  return "Cannot assign value to variable ' " + layer +
         "/kernel:0': Shape mismatch.The variable shape " + pair_text(variable) +
         ", and the assigned value shape " + pair_text(value) + " are incompatible.";
}

}  // namespace

void check_dtypes(const keras::Graph& quantized, Report& report) {
  for (const keras::Layer& layer : quantized.layers) {
    const std::string dtype = variable_dtype(layer);
    if (layer.inbounds().empty() || !quantizes_weights(layer) || dtype == "float32") continue;
    report.problems.push_back(
        {ErrorId::kQuantization, Step::kQuantization, layer.name, layer.class_name,
         "Exception encountered when calling layer 'weight_quantizer' (type WeightQuantizer). `x` "
         "and `y` must have the same dtype, got tf." +
             dtype + " != tf.float32.",
         "Build the model with layers of dtype float32.", "TypeError"});
  }
}

void check_calibration(const keras::Graph& sanitized, Report& report) {
  for (const keras::Layer& layer : sanitized.layers) {
    if (!quantizeml::is_buffer_temp_conv(layer) &&
        !quantizeml::is_depthwise_buffer_temp_conv(layer))
      continue;
    report.problems.push_back(
        {ErrorId::kQuantization, Step::kQuantization, layer.name, layer.class_name,
         "batch_size not specified. With spatiotemporal TENN models batch_size must be given for "
         "the calibration, otherwise the result is unpredictable. Refer to 'calibrate' function "
         "docstring for more details.",
         "This stops the check alone: quantize the model with samples and a batch_size, then "
         "convert it.",
         "ValueError", Rule::kBatchSize});
    return;
  }
}

void check_weights(const keras::Graph& quantized, Report& report) {
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    const bool dense = layer.is("QuantizedDense") || layer.is("Dense");
    const keras::Weight* kernel = layer.weight("kernel");
    if (!dense || layer.inbounds().empty() || kernel == nullptr || kernel->shape.size() != 2) {
      continue;
    }
    const std::int64_t taken = last_size(quantized, layer.inbounds()[0].layer);
    const bool known = quantized.shapes()[layer.inbounds()[0].layer].has_value() && taken >= 0;
    if (!known || taken == kernel->shape[0]) continue;
    // A quantized layer is called with the weights it had; a float one is built anew.
    const bool anew = layer.is("Dense");
    std::string reason = anew ? mismatch(layer.name, {taken, kernel->shape[1]}, kernel->shape)
                              : quantizeml::unequal_dimensions(taken, kernel->shape[0]);
    report.problems.push_back({ErrorId::kQuantization, Step::kQuantization, layer.name,
                               layer.class_name, std::move(reason),
                               "A quantized layer before it has another output size than the "
                               "float one: use no dilation in the first convolution.",
                               "ValueError", anew ? Rule::kWeightShape : Rule::kEqualDimensions});
    return;
  }
}

std::optional<std::size_t> first_layer(const keras::Graph& graph, const Problem& problem) {
  return problem.layers.empty() ? std::nullopt : graph.find(problem.layers[0].name);
}

bool is_after_build(const Problem& problem) {
  return problem.rule == Rule::kBatchSize || problem.rule == Rule::kWeightShape ||
         problem.rule == Rule::kObservedTensor;
}

void check_bounds_v1(const keras::Graph& quantized, Report& report) {
  for (const keras::Layer& layer : quantized.layers) {
    if (layer.is("Dequantizer")) return;
    if (!layer.is("QuantizedReLU") || !layer.config["max_value"].is_null()) continue;
    const std::string reason =
        layer.name + ": in AkidaVersion.v1, unbounded QuantizedReLU is not supported.";
    const bool told = std::any_of(
        report.problems.begin(), report.problems.end(),
        [&reason](const Problem& p) { return p.reason.find(reason) != std::string::npos; });
    if (told) continue;
    report.problems.push_back({ErrorId::kBlockParameter, Step::kConversion, layer.name,
                               layer.class_name, reason,
                               "Bounded ReLU needed on Akida 1.0: set `max_value`.", "ValueError"});
  }
}

void note_output(const keras::Graph& quantized, AkidaVersion version,
                 std::vector<std::string>& undecided) {
  if (version == AkidaVersion::v1) return;
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    if (!layer.is("Dequantizer") || layer.inbounds().empty()) continue;
    const keras::Layer& last = quantized.layers[layer.inbounds()[0].layer];
    const bool activation = last.is("QuantizedReLU") || last.is("QuantizedActivation");
    if (activation && output_quantizer(last)["bitwidth"].as_int(0) > kLargestBlockBits) return;
    if (activation && !output_quantizer(last).is_dict()) {
      undecided.push_back("'" + last.name +
                          "' ends the model without an output quantizer: a device takes "
                          "activations of 4 or 8 bits only and will refuse it at mapping.");
    }
    return;
  }
}

void name_failing_call(const keras::Graph& quantized, Problem& problem) {
  const auto found = first_layer(quantized, problem);
  if (!found || problem.rule == Rule::kTwoInputs || problem.rule == Rule::kActivityRegularizer ||
      is_after_build(problem)) {
    return;
  }
  std::size_t failing = *found;
  const bool passes = quantized.layers[failing].is("QuantizedReshape") ||
                      quantized.layers[failing].is("QuantizedMaxPool2D");
  if (passes && problem.rule == Rule::kEqualDimensions) {
    // The layer itself goes through: the next one that uses the scales per channel fails.
    const keras::Neighbours neighbours(quantized);
    for (keras::Following following(neighbours, failing); const auto next = following.next();) {
      failing = *next;
      const keras::Layer& layer = quantized.layers[failing];
      if (!layer.is("QuantizedReshape") && !layer.is("QuantizedMaxPool2D") &&
          !layer.is("QuantizedDropout")) {
        break;
      }
    }
  }
  const keras::Layer& layer = quantized.layers[failing];
  problem.layers = {{layer.name, layer.class_name}};
  problem.reason = "Exception encountered when calling layer \"" + layer.name + "\" (type " +
                   layer.class_name + "). " + problem.reason;
}

}  // namespace cnn2snn::check
