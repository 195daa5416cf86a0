// SPDX-License-Identifier: Apache-2.0
// quantizeml.models.quantize of QuantizeML 1.2.5, without the calibration.
#include "quantizeml/quantize/quantize_structure.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "keras/layer_classes.h"
#include "quantizeml/classes/layer_config.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/classes/quantized_classes.h"
#include "quantizeml/quantize/output_quantizers.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

constexpr int kLutBits = 14;

void add_problem(Report& report, const keras::Layer* layer, std::string reason, std::string remedy,
                 std::string error_class) {
  report.problems.push_back({ErrorId::kQuantization, Step::kQuantization,
                             layer != nullptr ? layer->name : std::string(),
                             layer != nullptr ? layer->class_name : std::string(),
                             std::move(reason), std::move(remedy), std::move(error_class)});
}

keras::Value bitwidth(int bits) {
  keras::Value out;
  out.set("bitwidth", keras::Value(std::int64_t{bits}));
  return out;
}

void add_constant(LayerConfig& layer, const std::string& variable, bool per_tensor,
                  std::int64_t channels, float value) {
  keras::Weight weight;
  weight.name = layer.name + "/" + variable + ":0";
  if (!per_tensor) weight.shape = {channels};
  weight.values.assign(per_tensor ? 1 : static_cast<std::size_t>(channels), value);
  layer.weights.push_back(std::move(weight));
}

class StructureQuantizer {
 public:
  StructureQuantizer(const keras::Graph& graph, const QuantizationParams& params, Report& report)
      : graph_(graph), model_(graph), params_(params), report_(report) {}

  std::optional<keras::Graph> run() {
    output_quantizers_ = place_output_quantizers(model_, params_, report_);
    ModelConfig config = config_of(graph_);
    check_recognized();
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (can_quantize(i)) quantize_layer(i, config.layers[i]);
    }
    if (quantized_.empty()) {
      add_problem(
          report_, nullptr,
          "Impossible to quantize '" + graph_.name + "'. At least one layer should be quantizable.",
          "The first layers must be ones that can be quantized" + first_reason(), "RuntimeError");
      return std::nullopt;
    }
    insert_input_quantizer(config);
    const bool whole = insert_dequantizers(config);
    return functional(std::move(config), whole);
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

  [[nodiscard]] std::string first_reason() const {
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (is_input(graph_.layers[i])) continue;
      const std::string reason = why_float(graph_.layers[i]);
      const std::string& name = graph_.layers[i].name;
      return ": '" + name + "' is not (" + (reason.empty() ? "it feeds itself" : reason) + ").";
    }
    return ".";
  }

  [[nodiscard]] bool can_quantize(std::size_t i) const {
    const keras::Layer& layer = graph_.layers[i];
    if (is_input(layer) || !why_float(layer).empty()) return false;
    for (const auto& node : layer.inbound_nodes) {
      for (const keras::Inbound& in : node) {
        if (!is_input(graph_.layers[in.layer]) && quantized_.count(in.layer) == 0) return false;
      }
    }
    return true;
  }

  void quantize_layer(std::size_t i, LayerConfig& layer) {
    const QuantizedClass& cls = *quantized_class(graph_.layers[i]);
    const bool keeps_config = cls.buffer_limit < 0 && cls.quantized_class != "QuantizedActivation";
    keras::Value quant_config;
    if (cls.weights != QuantizedClass::kNone) {
      const int bits = weighted_before_ ? params_.weight_bits : params_.input_weight_bits;
      weighted_before_ = true;
      add_weight_quantizers(cls, bits, quant_config);
    }
    const auto output = output_quantizers_.find(layer.name);
    if (output != output_quantizers_.end()) {
      quant_config.set("output_quantizer", output_quantizer(output->second));
    }
    if (cls.buffer_limit >= 0) {
      const int limit = cls.buffer_limit == 0 ? params_.buffer_bits : cls.buffer_limit;
      quant_config.set("buffer_bitwidth",
                       keras::Value(std::int64_t{std::min(limit, params_.buffer_bits)}));
    }
    if (cls.quantized_class == "QuantizedActivation") {
      quant_config.set("lut_bitwidth", keras::Value(std::int64_t{kLutBits}));
    }
    if (!keeps_config) {
      if (quant_config.is_null()) quant_config = keras::Value(keras::Value::Dict{});
      layer.config.set("quant_config", std::move(quant_config));
    }
    if (cls.quantized_class == "QuantizedReLU") {
      layer.config.erase("negative_slope");
      layer.config.erase("threshold");
    }
    layer.class_name = cls.quantized_class;
    layer.package = "Custom";
    quantized_.insert(i);
  }

  static void add_weight_quantizers(const QuantizedClass& cls, int bits, keras::Value& config) {
    keras::Value one = bitwidth(bits);
    if (cls.weights == QuantizedClass::kSeparable) {
      one.set("axis", keras::Value());
      config.set("dw_weight_quantizer", one);
      config.set("pw_weight_quantizer", bitwidth(bits));
      return;
    }
    if (cls.quantized_class == "QuantizedDepthwiseConv2D") {
      one.set("axis", keras::Value(std::int64_t{-2}));
    } else if (cls.quantized_class == "QuantizedDepthwiseConv2DTranspose") {
      one.set("axis", keras::Value());
    }
    config.set("weight_quantizer", one);
  }

  [[nodiscard]] keras::Value output_quantizer(const OutputQuantizerConfig& output) const {
    keras::Value out = bitwidth(output.bitwidth);
    if (output.has_signed) out.set("signed", keras::Value(output.is_signed));
    out.set("axis", keras::Value(std::string(output.per_tensor ? "per-tensor" : "per-axis")));
    out.set("buffer_bitwidth", keras::Value(std::int64_t{params_.buffer_bits}));
    return out;
  }

  // --- inputs ------------------------------------------------------------------------------------

  void insert_input_quantizer(ModelConfig& config) {
    const std::size_t input = graph_.inputs[0].layer;
    const keras::Layer& layer = graph_.layers[input];
    const std::string dtype = layer.config["dtype"].as_string("float32");
    if (dtype.find("float") == std::string::npos) return;  // An integer input stays as it is.
    const bool is_signed = params_.input_signed || !unsigned_is_possible(config);
    const keras::Value& batch_shape = layer.config["batch_input_shape"];
    const auto rank = static_cast<std::int64_t>(batch_shape.list().size()) - 1;
    const bool per_tensor = params_.per_tensor_activations || rank < 2;
    LayerConfig quantizer =
        new_layer("InputQuantizer", unique_name(config, "input_quantizer"), "Custom");
    quantizer.config.set("batch_input_shape", batch_shape);
    quantizer.config.set("quant_config", keras::Value(keras::Value::Dict{}));
    quantizer.config.set("bitwidth", keras::Value(std::int64_t{params_.input_bits}));
    quantizer.config.set("signed", keras::Value(is_signed));
    quantizer.config.set("axis", keras::Value(std::string(per_tensor ? "per-tensor" : "per-axis")));
    // Calibration takes random inputs over the whole range of the input type.
    const float half = static_cast<float>(std::int64_t{1} << (params_.input_bits - 1));
    const std::int64_t channels = rank > 0 ? batch_shape.list().back().as_int(1) : 1;
    add_constant(quantizer, "range_min", per_tensor, channels, is_signed ? -half : 0.0F);
    add_constant(quantizer, "range_max", per_tensor, channels, is_signed ? half - 1 : 2 * half - 1);
    insert_after(config, layer.name, std::move(quantizer), model_.outbound_names(input));
  }

  /// Unsigned inputs have a zero point, which the first layer must be able to take into its bias.
  bool unsigned_is_possible(ModelConfig& config) {
    std::size_t next = model_.first_layer();
    while (model_.only_outbound(next) &&
           (is_input(graph_.layers[next]) || is_rescaling(graph_.layers[next]))) {
      next = *model_.only_outbound(next);
    }
    const keras::Layer& layer = graph_.layers[next];
    if (!is_conv2d(layer) && !is_buffer_temp_conv(layer) && !is_dense(layer)) {
      add_problem(report_, &layer,
                  "Impossible to quantize inputs: unsigned quantization (input_dtype = " +
                      params_.input_dtype + ") is only possible if first layer (" + layer.name +
                      ") was one of (Conv2D, BufferTempConv, Dense, StatefulProjection).",
                  "Pass input_dtype int8, or begin the model with a Conv2D.", "ValueError");
      return false;
    }
    LayerConfig& adapted = config.at(layer.name);
    if (!adapted.config["use_bias"].as_bool(!is_buffer_temp_conv(layer))) {
      const auto& shape = model_.shape(next);
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
  /// none, that is, whether the model was wholly quantized.
  bool insert_dequantizers(ModelConfig& config) {
    std::vector<std::pair<std::size_t, std::vector<std::string>>> links;
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (is_input(graph_.layers[i]) || quantized_.count(i) != 0) continue;
      for (const auto& node : graph_.layers[i].inbound_nodes) {
        for (const keras::Inbound& in : node) {
          if (quantized_.count(in.layer) == 0) continue;
          auto found = std::find_if(links.begin(), links.end(),
                                    [&in](const auto& l) { return l.first == in.layer; });
          if (found == links.end()) found = links.insert(links.end(), {in.layer, {}});
          found->second.push_back(graph_.layers[i].name);
        }
      }
    }
    for (const auto& [quantized, outbounds] : links) {
      const std::string& name = graph_.layers[quantized].name;
      insert_after(config, name, new_layer("Dequantizer", name + "/dequantizer", "Custom"),
                   outbounds);
    }
    return links.empty();
  }

  keras::Graph functional(ModelConfig config, bool whole) const {
    if (config.sequential) {
      for (std::size_t i = 1; i < config.layers.size(); ++i) {
        config.layers[i].inbound_nodes.assign(1, {Link{config.layers[i - 1].name, 0, 0}});
      }
      config.outputs.assign(1, Link{config.layers.back().name, 0, 0});
      config.sequential = false;
    }
    config.class_name = "Functional";
    if (whole) {
      LayerConfig last = new_layer("Dequantizer", unique_name(config, "dequantizer"), "Custom");
      last.inbound_nodes.assign(1, config.outputs);
      const std::size_t outputs = config.outputs.size();
      for (std::size_t i = 0; i < outputs; ++i) {
        config.outputs[i] = {last.name, 0, static_cast<std::int64_t>(i)};
      }
      config.layers.push_back(std::move(last));
    }
    return order_layers(std::move(config));
  }

  const keras::Graph& graph_;
  Model model_;
  const QuantizationParams& params_;
  Report& report_;
  std::map<std::string, OutputQuantizerConfig> output_quantizers_;
  std::set<std::size_t> quantized_;
  bool weighted_before_ = false;
};

bool is_number_or_absent(const keras::Value& value) {
  return value.is_null() || value.is_number();
}

std::string why_float_rescaling(const keras::Value& config) {
  if (!is_number_or_absent(config["scale"])) return "a Rescaling with a scale per channel";
  const keras::Value& offset = config["offset"];
  const auto& list = offset.list();
  const bool zero = offset.is_list()
                        ? std::all_of(list.begin(), list.end(),
                                      [](const keras::Value& v) { return v.as_double() == 0; })
                        : offset.as_double(0) == 0;
  return zero ? std::string() : "a Rescaling with an offset";
}

}  // namespace

QuantizationParams QuantizationParams::of(AkidaVersion version, InputDType input_dtype) {
  QuantizationParams out;
  if (version == AkidaVersion::v1) {
    out.activation_bits = out.weight_bits = out.input_weight_bits = 4;
    out.per_tensor_activations = true;
  }
  out.input_bits = input_dtype == InputDType::kInt16 ? 16 : 8;
  out.input_signed = input_dtype != InputDType::kUInt8;
  out.input_dtype = input_dtype == InputDType::kUInt8  ? "uint8"
                    : input_dtype == InputDType::kInt8 ? "int8"
                                                       : "int16";
  return out;
}

std::string why_float(const keras::Layer& layer) {
  const QuantizedClass* cls = quantized_class(layer);
  if (cls == nullptr) {
    return layer.is("Activation") ? "the function " + layer.config["activation"].as_string()
                                  : layer.class_name + " has no quantized form";
  }
  const keras::Value& config = layer.config;
  const std::string activation = activation_name(config["activation"].as_string("linear"));
  if (cls->weights != QuantizedClass::kNone) {
    if (activation != "linear" || config["activation"].is_dict()) return "an activation of its own";
    if (config["data_format"].as_string() == "channels_first") return "channels_first";
  }
  if (cls->quantized_class == "QuantizedConv2D" && config["groups"].as_int(1) != 1) return "groups";
  if (layer.is("SeparableConv2D") && config["depth_multiplier"].as_int(1) != 1) {
    return "a depth multiplier";
  }
  if (layer.is("ReLU")) {
    if (config["negative_slope"].as_double(0) != 0) return "a ReLU with a negative slope";
    if (config["threshold"].as_double(0) != 0) return "a ReLU with a threshold";
  }
  if (layer.is("Activation")) {
    const std::array<std::string_view, 4> known = {"gelu", "swish", "hard_silu", "leaky_relu"};
    if (std::find(known.begin(), known.end(), activation) == known.end()) return "its function";
  }
  if (layer.is("Rescaling")) return why_float_rescaling(config);
  return {};
}

std::optional<keras::Graph> quantize_structure(const keras::Graph& graph,
                                               const QuantizationParams& params, Report& report) {
  return StructureQuantizer(graph, params, report).run();
}

}  // namespace cnn2snn::compatibility
