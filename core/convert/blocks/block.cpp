// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/block.h"

#include <algorithm>
#include <utility>

#include "base/conversion_error.h"
#include "quantizeml/record/reported_shape.h"

namespace cnn2snn::blocks {

const keras::Layer& BlockView::layer(std::size_t i) const {
  return source_.graph.layers[block_.converted.at(i)];
}

const quantizeml::QuantizedLayer& BlockView::quantized(std::size_t i) const {
  return source_.recording.layers[block_.converted.at(i)];
}

std::vector<std::uint8_t> BlockView::take_kernel(std::size_t i) const {
  return std::move(source_.recording.layers[block_.converted.at(i)].weights.values);
}

std::optional<std::size_t> BlockView::find(std::initializer_list<std::string_view> classes) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (std::any_of(classes.begin(), classes.end(),
                    [&](std::string_view cls) { return layer(i).is(cls); })) {
      return i;
    }
  }
  return std::nullopt;
}

const std::optional<quantizeml::OutputQuantizer>& BlockView::out_quantizer() const {
  return quantized(size() - 1).config.output;
}

const quantizeml::QuantizedOutput* BlockView::output() const {
  const auto& output = quantized(size() - 1).output;
  return out_quantizer() && output ? &*output : nullptr;
}

const keras::Shape& BlockView::input_shape(std::size_t i) const {
  const auto& inbounds = layer(i).inbounds();
  if (!inbounds.empty() && source_.shapes[inbounds[0].layer]) {
    return *source_.shapes[inbounds[0].layer];
  }
  fail(ErrorId::kModelStructure, Step::kConversion,
       "the input shape of '" + layer(i).name + "' is not known",
       "Give the model a fully defined input shape.", "ValueError");
}

keras::Shape BlockView::reported_input_shape(std::size_t i) const {
  const keras::Shape& shape = input_shape(i);
  return quantizeml::reported_shape(source_.graph, source_.shapes, layer(i).inbounds()[0].layer)
      .value_or(shape);
}

std::vector<LayerName> BlockView::names() const {
  std::vector<LayerName> out;
  for (std::size_t i = 0; i < size(); ++i) out.push_back({layer(i).name, layer(i).class_name});
  return out;
}

std::string BlockView::class_names() const {
  std::string out;
  for (std::size_t i = 0; i < size(); ++i) out += (i == 0 ? "" : ", ") + layer(i).class_name;
  return out;
}

void BlockChecks::expect(bool condition, std::string_view error_class, std::string reason,
                         std::string remedy, Rule rule) {
  if (condition) return;
  report_.problems.push_back({ErrorId::kBlockParameter, Step::kConversion, block_.names(),
                              std::move(reason), std::move(remedy), std::string(error_class),
                              rule});
}

}  // namespace cnn2snn::blocks
