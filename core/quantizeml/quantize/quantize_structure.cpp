// SPDX-License-Identifier: Apache-2.0
// quantizeml.models.quantize of QuantizeML 1.2.5, without the calibration.
#include "quantizeml/quantize/quantize_structure.h"

#include <algorithm>
#include <set>

#include "base/conversion_error.h"
#include "quantizeml/classes/layer_classes.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/quantize/output_quantizers.h"
#include "quantizeml/quantize/quantized_config.h"
#include "quantizeml/sanitize/rewrite.h"

namespace cnn2snn::quantizeml {
namespace {

void add_problem(Report& report, const keras::Layer* layer, std::string reason, std::string remedy,
                 std::string error_class) {
  report.problems.push_back({ErrorId::kQuantization, Step::kQuantization,
                             layer != nullptr ? layer->name : std::string(),
                             layer != nullptr ? layer->class_name : std::string(),
                             std::move(reason), std::move(remedy), std::move(error_class)});
}

void add_constant(keras::Layer& layer, const std::string& variable, bool per_tensor,
                  std::int64_t channels, float value) {
  keras::Weight weight;
  weight.name = layer.name + "/" + variable + ":0";
  if (!per_tensor) weight.shape = {channels};
  weight.values = std::vector<float>(per_tensor ? 1 : static_cast<std::size_t>(channels), value);
  layer.weights.push_back(std::move(weight));
}

class StructureQuantizer {
 public:
  StructureQuantizer(const keras::Graph& graph, const QuantizationRequest& request, Report& report)
      : graph_(graph),
        neighbours_(graph),
        request_(request),
        params_(request.params),
        report_(report) {}

  std::optional<keras::Graph> run() {
    output_quantizers_ = place_output_quantizers(graph_, params_, report_);
    keras::Graph quantized = graph_;
    quantized.class_name = "Functional";
    quantized.sequential = false;
    keras::Edit edit(quantized);
    check_recognized();
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (can_quantize(i)) quantize_layer(i, edit.layer(i));
    }
    if (quantized_.empty()) {
      refuse_float();
      return std::nullopt;
    }
    insert_input_quantizer(edit);
    if (!insert_dequantizers(edit)) finish_whole(edit);
    edit.finish_unbuilt();
    return quantized;
  }

 private:
  /// Keras has no name for the class of a nested functional model.
  void check_recognized() {
    for (const keras::Layer& layer : graph_.layers) {
      if (!layer.is("Functional")) continue;
      add_problem(report_, &layer,
                  "Impossible to recognize layer with configuration {'module': "
                  "'tf_keras.src.engine.functional', 'class_name': 'Functional', 'name': '" +
                      layer.name + "'}.",
                  "Put the layers of the nested model into the model itself.", "ValueError");
    }
  }

  void refuse_float() {
    std::string first = ".";
    const auto layer = std::find_if_not(graph_.layers.begin(), graph_.layers.end(), is_input);
    if (layer != graph_.layers.end()) {
      if (layer->is("Functional")) return;  // Told by check_recognized.
      const std::string reason = why_float(*layer);
      first = ": '" + layer->name + "' is not (" +
              (reason.empty() ? "it is called on its own output" : reason) + ").";
    }
    add_problem(
        report_, nullptr,
        "Impossible to quantize '" + graph_.name + "'. At least one layer should be quantizable.",
        "The first layers must be ones that can be quantized" + first, "RuntimeError");
  }

  [[nodiscard]] bool can_quantize(std::size_t i) const {
    const keras::Layer& layer = graph_.layers[i];
    if (is_input(layer) || !why_float(layer).empty()) return false;
    for (const auto& node : layer.inbound_nodes) {
      for (const keras::Inbound& in : node) {
        if (!is_input(graph_.layers[in.layer]) && open_.count(in.layer) == 0) return false;
      }
    }
    return true;
  }

  void quantize_layer(std::size_t i, keras::Layer& layer) {
    const LayerClass& cls = *class_of_float(graph_.layers[i]);
    const int bits = weighted_before_ ? params_.weight_bits : params_.input_weight_bits;
    auto config = quantizeml::quantized_config(graph_.layers[i], cls, asked_config(layer.name),
                                               {bits, params_.buffer_bits});
    if (!config) return;
    if (cls.weights != LayerClass::kNoWeights) weighted_before_ = true;
    layer.config = std::move(*config);
    layer.class_name = cls.quantized_class;
    layer.package = "Custom";
    quantized_.insert(i);
    if (layer.name != request_.quantize_until) open_.insert(i);
  }

  /// The "quant_config" to begin with: the user's, or the output quantizer placed here.
  [[nodiscard]] keras::Value asked_config(const std::string& layer) const {
    if (request_.q_config[layer].truthy()) return request_.q_config[layer];
    keras::Value out;
    const auto placed = output_quantizers_.find(layer);
    if (placed != output_quantizers_.end()) {
      out.set("output_quantizer", output_quantizer(placed->second));
    }
    return out;
  }

  [[nodiscard]] keras::Value output_quantizer(const OutputQuantizerConfig& output) const {
    keras::Value out;
    out.set("bitwidth", keras::Value(std::int64_t{output.bitwidth}));
    if (output.has_signed) out.set("signed", keras::Value(output.is_signed));
    out.set("axis", keras::Value(std::string(output.per_tensor ? "per-tensor" : "per-axis")));
    out.set("buffer_bitwidth", keras::Value(std::int64_t{params_.buffer_bits}));
    return out;
  }

  // --- inputs ------------------------------------------------------------------------------------

  void insert_input_quantizer(keras::Edit& edit) {
    const std::size_t input = graph_.inputs[0].layer;
    const keras::Layer& layer = graph_.layers[input];
    const std::string dtype = layer.config["dtype"].as_string("float32");
    if (dtype.find("float") == std::string::npos) return;  // An integer input stays as it is.
    const quantizeml::IntegerType type = quantizeml::integer_type(params_.input_dtype);
    const bool is_signed = type.is_signed || !unsigned_is_possible(edit);
    const keras::Value& batch_shape = layer.config["batch_input_shape"];
    const auto rank = static_cast<std::int64_t>(batch_shape.list().size()) - 1;
    const bool per_tensor = params_.per_tensor_activations || rank < 2;
    keras::Layer quantizer =
        new_layer("InputQuantizer", edit.unique_name("input_quantizer"), "Custom");
    quantizer.config.set("batch_input_shape", batch_shape);
    quantizer.config.set("quant_config", keras::Value(keras::Value::Dict{}));
    quantizer.config.set("bitwidth", keras::Value(std::int64_t{type.bits}));
    quantizer.config.set("signed", keras::Value(is_signed));
    quantizer.config.set("axis", keras::Value(std::string(per_tensor ? "per-tensor" : "per-axis")));
    edit.insert_after(input, std::move(quantizer), neighbours_.outbounds(input));
  }

  /// Unsigned inputs have a zero point, which the first layer must be able to take into its bias.
  bool unsigned_is_possible(keras::Edit& edit) {
    const std::size_t next = behind_rescaling(graph_, neighbours_);
    const keras::Layer& layer = graph_.layers[next];
    if (!is_conv2d(layer) && !is_buffer_temp_conv(layer) && !is_dense(layer)) {
      add_problem(report_, &layer,
                  "Impossible to quantize inputs: unsigned quantization (input_dtype = " +
                      params_.input_dtype + ") is only possible if first layer (" + layer.name +
                      ") was one of (Conv2D, BufferTempConv, Dense, StatefulProjection).",
                  "Pass input_dtype int8, or begin the model with a Conv2D.", "ValueError");
      return false;
    }
    keras::Layer& adapted = edit.layer(next);
    if (!adapted.config.flag("use_bias", !is_buffer_temp_conv(layer))) {
      const auto& shape = graph_.shapes()[next];
      const std::int64_t channels = shape && !shape->empty() ? shape->back() : 1;
      add_constant(adapted, "bias", false, std::max<std::int64_t>(channels, 1), 0.0F);
    }
    adapted.config.set("use_bias", keras::Value(true));
    if (is_conv2d(layer) && adapted.config["padding"].as_string() == "same" &&
        adapted.config["padding_value"].is_null()) {
      adapted.config.set("padding_value", keras::Value(keras::Value::List{keras::Value(0.0)}));
      // A quantized convolution with padding values pads explicitly.
      if (adapted.class_name == "QuantizedConv2D") {
        adapted.config.set("padding", keras::Value(std::string("valid")));
      }
    }
    return true;
  }

  // --- outputs -----------------------------------------------------------------------------------

  /// A Dequantizer before each float layer that takes a quantized tensor. Returns whether there is
  /// one; if not, the model was wholly quantized.
  bool insert_dequantizers(keras::Edit& edit) const {
    std::vector<std::pair<std::size_t, std::vector<std::size_t>>> links;
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (is_input(graph_.layers[i]) || quantized_.count(i) != 0) continue;
      for (const auto& node : graph_.layers[i].inbound_nodes) {
        for (const keras::Inbound& in : node) {
          if (quantized_.count(in.layer) == 0) continue;
          auto found = std::find_if(links.begin(), links.end(),
                                    [&in](const auto& l) { return l.first == in.layer; });
          if (found == links.end()) found = links.insert(links.end(), {in.layer, {}});
          found->second.push_back(i);
        }
      }
    }
    for (const auto& [quantized, outbounds] : links) {
      const std::string name = graph_.layers[quantized].name + "/dequantizer";
      edit.insert_after(quantized, new_layer("Dequantizer", name, "Custom"), outbounds);
    }
    return !links.empty();
  }

  /// last_output_bits: the outputs of a model that is quantized to its end.
  void quantize_outputs(int bits, keras::Edit& edit) const {
    for (const keras::Inbound& output : graph_.outputs) {
      const keras::Layer& original = graph_.layers[output.layer];
      const LayerClass* cls = class_of_float(original);
      if (cls == nullptr || !cls->output_quantizer) {
        fail(ErrorId::kArgument, Step::kQuantization,
             "Cannot apply last_output_bits on " + original.name + ".",
             "Leave last_output_bits out, or end the model with a layer that has weights.",
             "RuntimeError");
      }
      keras::Value quantizer;
      quantizer.set("bitwidth", keras::Value(std::int64_t{bits}));
      quantizer.set("buffer_bitwidth", keras::Value(std::int64_t{params_.buffer_bits}));
      quantizer.set("scale_bits", keras::Value(std::int64_t{bits >= 16 ? 16 : 8}));
      keras::Value& config = edit.layer(output.layer).config;
      keras::Value quant_config = config["quant_config"];
      quant_config.set("output_quantizer", std::move(quantizer));
      config.set("quant_config", std::move(quant_config));
    }
  }

  /// A model that is quantized to its end gets one Dequantizer for all outputs.
  void finish_whole(keras::Edit& edit) const {
    if (params_.last_output_bits) quantize_outputs(*params_.last_output_bits, edit);
    keras::Layer last = new_layer("Dequantizer", edit.unique_name("dequantizer"), "Custom");
    last.inbound_nodes = {edit.outputs()};
    const std::size_t index = edit.add(std::move(last));
    std::int64_t tensor = 0;
    for (keras::Inbound& output : edit.outputs()) output = {index, 0, tensor++};
  }

  const keras::Graph& graph_;
  keras::Neighbours neighbours_;
  const QuantizationRequest& request_;
  const QuantizationParams& params_;
  Report& report_;
  std::map<std::string, OutputQuantizerConfig> output_quantizers_;
  std::set<std::size_t> quantized_;
  std::set<std::size_t> open_;  ///< Quantized, and what takes their output may be.
  bool weighted_before_ = false;
};

}  // namespace

std::optional<keras::Graph> quantize_structure(const keras::Graph& graph,
                                               const QuantizationRequest& request, Report& report) {
  return StructureQuantizer(graph, request, report).run();
}

}  // namespace cnn2snn::quantizeml
