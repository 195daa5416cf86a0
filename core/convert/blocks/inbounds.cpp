// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/inbounds.h"

#include <algorithm>
#include <array>

#include "akida/builder.h"
#include "base/conversion_error.h"
#include "convert/blocks/parameters.h"

namespace cnn2snn::blocks {
namespace {

// Keras layers that are merged into the layer before them, or dropped.
bool leaves_no_trace(const keras::Layer& layer) {
  constexpr std::array<std::string_view, 8> kClasses = {"QuantizedDropout",
                                                        "QuantizedFlatten",
                                                        "QuantizedReshape",
                                                        "QuantizedRescaling",
                                                        "QuantizedReLU",
                                                        "QuantizedMaxPool2D",
                                                        "QuantizedGlobalAveragePooling2D",
                                                        "QuantizedActivation"};
  if (layer.package.empty()) return layer.is("InputLayer");
  return std::any_of(kClasses.begin(), kClasses.end(),
                     [&layer](std::string_view cls) { return layer.is(cls); });
}

const akida::Layer* find_input_data(const akida::Model& model) {
  for (const akida::Layer& layer : model.layers) {
    if (layer.type == akida::LayerType::kInputData) return &layer;
  }
  return nullptr;
}

struct Input {
  std::int32_t bits = 8;
  bool is_signed = true;
};

Input input_of(std::string_view dtype, AkidaVersion version) {
  if (dtype.rfind("uint", 0) == 0) {
    fail(ErrorId::kModelStructure, Step::kConversion, "Only signed inputs are supported.",
         "Quantize with input_dtype='int8', or begin the model with a convolution of 1 or 3 "
         "channels.",
         "ValueError");
  }
  Input out;
  if (dtype == "int16") out.bits = 16;
  if (dtype == "int32") out.bits = 32;
  if (dtype == "int64") out.bits = 64;
  if (version == AkidaVersion::v1) out.bits = 4;
  return out;
}

}  // namespace

std::vector<std::string> find_inbounds(const Source& source, std::size_t index,
                                       const akida::Model& model) {
  const keras::Layer& layer = source.graph.layers[index];
  std::vector<std::string> names;
  for (const keras::Inbound& inbound : layer.inbounds()) {
    std::size_t at = inbound.layer;
    bool at_input = false;
    // Each step goes one layer back; a file whose links form a ring would never end.
    for (std::size_t steps = 0; leaves_no_trace(source.graph.layers[at]); ++steps) {
      const auto& before = source.graph.layers[at].inbounds();
      if (before.empty() || steps > source.graph.layers.size()) {
        at_input = true;
        break;
      }
      at = before[0].layer;
    }
    if (at_input) {
      if (const akida::Layer* input = find_input_data(model)) {
        names.push_back(input->name);
      } else if (layer.inbounds().size() > 1) {
        fail(ErrorId::kModelStructure, Step::kConversion,
             "Cannot resolve inbound layers for " + layer.name + ".",
             "The model's input must first go through a convertible layer.", "RuntimeError");
      }
      continue;
    }
    const std::string& name = source.graph.layers[at].name;
    if (model.find(name) == nullptr) {
      fail(ErrorId::kModelStructure, Step::kConversion,
           "the layer '" + name + "' before '" + layer.name + "' is not part of the Akida model",
           "Quantize the layer '" + name + "', or remove it.", "ValueError");
    }
    names.push_back(name);
  }
  return names;
}

bool needs_input_data(const akida::Model& model, const std::vector<std::string>& inbounds) {
  if (model.layers.empty()) return true;
  if (inbounds.size() != 1) return false;
  const akida::Layer* before = model.find(inbounds[0]);
  return before != nullptr && before->type == akida::LayerType::kQuantizer;
}

std::string add_input_data(const Source& source, akida::Model& model,
                           const std::vector<std::string>& inbounds) {
  akida::Layer input;
  input.type = akida::LayerType::kInputData;
  Input type;
  if (!inbounds.empty()) {
    const akida::Layer& before = *model.find(inbounds[0]);
    const akida::Shape3& shape = before.output_shape;
    add_input_shape({shape[0], shape[1], shape[2]}, "input_width", "input_height", input);
    type.bits = before.output_bits;
    input.inbounds = inbounds;
  } else {
    const std::size_t index = source.graph.inputs.at(0).layer;
    const keras::Layer& layer = source.graph.layers[index];
    type = input_of(layer.config["dtype"].as_string("float32"), source.version);
    input.name = layer.name;
    if (!source.shapes[index]) {
      fail(ErrorId::kModelStructure, Step::kConversion, "the input shape is not known",
           "Give the model a fully defined input shape.", "TypeError");
    }
    add_input_shape(*source.shapes[index], "input_width", "input_height", input);
  }
  input.parameters["input_bits"] = type.bits;
  // Made through the API, an InputData of 5 bits and more is signed.
  constexpr std::int32_t kSignedFrom = 5;
  input.parameters["input_signed"] = type.bits >= kSignedFrom ? 1 : 0;
  return akida::add_layer(model, std::move(input)).name;
}

}  // namespace cnn2snn::blocks
