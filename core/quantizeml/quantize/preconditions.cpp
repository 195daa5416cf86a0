// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/preconditions.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/conversion_error.h"
#include "keras/layer_classes.h"
#include "quantizeml/classes/layer_classes.h"
#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr std::array kAliases = {
    std::pair{"Convolution1D", "Conv1D"},
    std::pair{"Convolution2D", "Conv2D"},
    std::pair{"Convolution3D", "Conv3D"},
    std::pair{"Convolution2DTranspose", "Conv2DTranspose"},
    std::pair{"SeparableConvolution2D", "SeparableConv2D"},
    std::pair{"MaxPool2D", "MaxPooling2D"},
    std::pair{"AvgPool2D", "AveragePooling2D"},
    std::pair{"GlobalAvgPool2D", "GlobalAveragePooling2D"},
    std::pair{"GlobalMaxPool2D", "GlobalMaxPooling2D"},
    std::pair{"AvgPool3D", "AveragePooling3D"},
    std::pair{"BatchNormalizationV1", "BatchNormalization"},
    std::pair{"BatchNormalizationV2", "BatchNormalization"},
};

void refuse(Report& report, ErrorId id, Step step, const keras::Layer* layer, std::string reason,
            std::string remedy, std::string error_class) {
  report.problems.push_back({id, step, layer != nullptr ? layer->name : std::string(),
                             layer != nullptr ? layer->class_name : std::string(),
                             std::move(reason), std::move(remedy), std::move(error_class)});
}

// Layers of the model zoo (akida_models): they load, and none has a quantized form.
constexpr std::array<std::string_view, 3> kZooClasses = {"Kernelized", "PleiadesLayer", "Stride"};

bool is_known(const keras::Layer& layer) {
  return layer.package == "Custom"
             ? quantizeml::is_known_class(layer.class_name) ||
                   std::find(kZooClasses.begin(), kZooClasses.end(), layer.class_name) !=
                       kZooClasses.end()
             : layer.package.empty() && (keras::is_keras_layer_class(layer.class_name) ||
                                         layer.is("Functional") || layer.is("Sequential"));
}

void check_classes(const keras::Graph& graph, Report& report) {
  for (const keras::Layer& layer : graph.layers) {
    if (is_known(layer)) continue;
    refuse(report, ErrorId::kUnknownLayer, Step::kParse, &layer,
           "Unknown layer: '" + (layer.package.empty() ? "" : layer.package + ">") +
               layer.class_name + "'.",
           "Replace it by layers of Keras or QuantizeML.", "ValueError");
  }
}

void check_lambdas(const keras::Graph& graph, Report& report) {
  // QuantizeML meets them once the model is loaded; Keras 3 itself does not load one (safe_mode).
  const Step step = keras::is_keras3(graph.keras_version) ? Step::kParse : Step::kQuantization;
  for (const keras::Layer& layer : graph.layers) {
    if (!layer.is("Lambda")) continue;
    refuse(report, ErrorId::kQuantization, step, &layer,
           "Unserializable layers were found in the model.",
           "Write the function of '" + layer.name +
               "' with Keras layers: a Lambda holds Python "
               "code.",
           "ValueError");
  }
}

/// Bounds with which Keras makes no ReLU. NaN is below nothing.
void check_relus(const keras::Graph& graph, Report& report) {
  for (const keras::Layer& layer : graph.layers) {
    if (!layer.is("ReLU") || !layer.package.empty()) continue;
    for (const char* name : {"max_value", "negative_slope", "threshold"}) {
      const keras::Value& value = layer.config[name];
      const bool none =
          layer.config.has(name) && value.is_null() && std::string_view(name) != "max_value";
      if (!none && !(value.as_double() < 0)) continue;
      refuse(report, ErrorId::kLayerConfig, Step::kParse, &layer,
             std::string(name) +
                 " of a ReLU layer cannot be a negative value. Received: " + value.repr(),
             "Give '" + layer.name + "' a " + name + " of 0 or more.", "TypeError");
      break;
    }
  }
}

/// Rates with which Keras makes no layer of these; NaN is between nothing.
void check_dropouts(const keras::Graph& graph, Report& report) {
  for (const keras::Layer& layer : graph.layers) {
    const bool dropout = layer.is("Dropout") || layer.is("SpatialDropout1D") ||
                         layer.is("SpatialDropout2D") || layer.is("SpatialDropout3D");
    const keras::Value& rate = layer.config["rate"];
    if (!dropout || !layer.package.empty() || !rate.is_number()) continue;
    if (rate.as_double() >= 0 && rate.as_double() <= 1) continue;
    refuse(
        report, ErrorId::kLayerConfig, Step::kParse, &layer,
        "Invalid value " + rate.repr() + " received for `rate`, expected a value between 0 and 1.",
        "Give '" + layer.name + "' a rate from 0 to 1.", "TypeError");
  }
}

void check_input(const keras::Graph& graph, Report& report) {
  if (graph.inputs.size() != 1) {
    refuse(report, ErrorId::kModelStructure, Step::kQuantization, nullptr,
           "Only single input models are supported.", "Give the model one input.", "RuntimeError");
    return;
  }
  const keras::Layer& input = graph.layers[graph.inputs[0].layer];
  const auto& shape = input.config["batch_input_shape"].list();
  const bool dynamic =
      shape.empty() || std::any_of(shape.begin() + 1, shape.end(),
                                   [](const keras::Value& n) { return !n.int_or_none(); });
  if (!dynamic) return;
  refuse(report, ErrorId::kModelStructure, Step::kQuantization, &input,
         "The model has a dynamic input shape, expecting 'samples' or a fully defined "
         "'input_shape' to be provided.",
         "Build the model with fixed input sizes (all but the batch).", "RuntimeError");
}

}  // namespace

void check_limits(const keras::Graph& graph) {
  constexpr std::size_t kMaxLayers = 10'000;
  constexpr std::int64_t kMaxChannels = std::int64_t{1} << 26;  // over all layers
  if (graph.layers.size() > kMaxLayers) {
    fail(ErrorId::kLimit, Step::kQuantization,
         "The model has more than " + std::to_string(kMaxLayers) + " layers.");
  }
  for (const keras::Layer& layer : graph.layers) {
    if (layer.config["filters"].as_int() > kMaxChannels ||
        layer.config["units"].as_int() > kMaxChannels) {
      fail(ErrorId::kLimit, Step::kQuantization, "'" + layer.name + "' has too many channels.");
    }
    // The shape of such an input counts as unknown, and would be passed over below.
    const auto& input = layer.config["batch_input_shape"].list();
    if (std::any_of(input.begin(), input.end(),
                    [](const keras::Value& n) { return n.as_int() > kMaxChannels; })) {
      fail(ErrorId::kLimit, Step::kQuantization, "The input '" + layer.name + "' is too large.");
    }
  }
  std::int64_t channels = 0;
  for (const auto& shape : graph.shapes()) {
    if (!shape || shape->empty()) continue;
    if (shape->back() > kMaxChannels) channels = kMaxChannels;
    channels += std::max<std::int64_t>(shape->back(), 0);
    if (channels > kMaxChannels) {
      fail(ErrorId::kLimit, Step::kQuantization, "The layers have too many channels.");
    }
  }
}

bool check_preconditions(const keras::Graph& graph, Report& report) {
  check_classes(graph, report);
  check_lambdas(graph, report);
  check_relus(graph, report);
  check_dropouts(graph, report);
  if (!graph.built || graph.layers.empty()) {
    refuse(report, ErrorId::kModelStructure, Step::kQuantization, nullptr,
           "Expecting a built model or input_shape/samples to set the model shape.",
           "Declare the input shape: add an InputLayer, or give the first layer an input_shape.",
           "RuntimeError");
    return false;
  }
  if (graph.outputs.empty()) {
    refuse(report, ErrorId::kModelStructure, Step::kQuantization, nullptr,
           "The model has no outputs.", "Name them: Model(inputs, outputs).", "");
    return false;
  }
  check_input(graph, report);
  return report.ok();
}

void normalize(keras::Graph& graph) {
  for (keras::Layer& layer : graph.layers) {
    if (layer.package.empty()) {
      for (const auto& [alias, name] : kAliases) {
        if (layer.class_name == alias) layer.class_name = name;
      }
    }
    const std::string activation = layer.config["activation"].as_string();
    if (activation == "silu") layer.config.set("activation", keras::Value(std::string("swish")));
  }
}

}  // namespace cnn2snn::quantizeml
