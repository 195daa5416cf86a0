// SPDX-License-Identifier: Apache-2.0
// The cut follows the official converter (cnn2snn.quantizeml.blocks): from the last layer back, a
// block ends where a tensor is shared or feeds a block already found, and begins after a layer that
// requantizes.
#include "convert/blocks/split.h"

#include <algorithm>
#include <map>

#include "quantizeml/record/reported_shape.h"

namespace cnn2snn::blocks {
namespace {

// Output quantizers of 9 bits and more are steps inside a block (LUT inputs: 11 bits, recurrent
// states: 16).
constexpr int kInnerBits = 9;

class Splitter {
 public:
  Splitter(const Source& source, Report& report)
      : source_(source), graph_(source.graph), report_(report) {
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      for (const auto& node : graph_.layers[i].inbound_nodes) {
        for (const auto& in : node) consumers_[in.layer].push_back(i);
      }
    }
  }

  std::vector<Block> run(std::optional<std::size_t> dequantizer) {
    std::vector<Block> blocks;
    if (dequantizer) {
      const auto& inbounds = graph_.layers[*dequantizer].inbounds();
      const bool after_pico = inbounds.size() == 1 &&
                              graph_.layers[inbounds[0].layer].is("QuantizedPicoPostProcessing");
      if (!after_pico) blocks.push_back(found({*dequantizer}));
    }
    const std::size_t first = graph_.sequential ? 1 : 0;  // Keras hides a Sequential's input
    const std::size_t end = dequantizer.value_or(graph_.layers.size());
    for (std::size_t i = end; i-- > first;) {
      if (ends_block(i, blocks.empty())) {
        blocks.push_back(found(collect(i)));
      } else if (in_block_.count(i) == 0) {
        report_.problems.push_back(
            {ErrorId::kInvalidBlock, Step::kConversion, graph_.layers[i].name,
             graph_.layers[i].class_name,
             "Impossible to append " + graph_.layers[i].name + " into a block.",
             "Its output feeds no convertible layer: quantize the whole model, or remove the "
             "branch.",
             "RuntimeError", Rule::kNoBlock});
      }
    }
    std::reverse(blocks.begin(), blocks.end());
    return blocks;
  }

 private:
  Block found(std::vector<std::size_t> layers) {
    firsts_.insert({layers.front(), true});
    for (const std::size_t i : layers) in_block_.insert({i, true});
    return {std::move(layers), {}};
  }

  bool ends_block(std::size_t i, bool no_block_yet) const {
    if (no_block_yet) return true;
    const auto it = consumers_.find(i);
    if (it == consumers_.end()) return false;
    return it->second.size() > 1 || firsts_.count(it->second[0]) != 0;
  }

  std::vector<std::size_t> collect(std::size_t last) {
    std::vector<std::size_t> block = {last};
    while (true) {
      const keras::Layer& layer = graph_.layers[block.back()];
      const auto& inbounds = layer.inbounds();
      if (inbounds.empty() || (source_.version == AkidaVersion::v2 && inbounds.size() != 1)) break;
      const std::size_t before = inbounds[0].layer;
      if (graph_.sequential && before == 0) break;  // the hidden input is no layer of the model
      if (source_.version == AkidaVersion::v1 ? stops_v1(before, layer) : stops_v2(before)) break;
      block.push_back(before);
    }
    std::reverse(block.begin(), block.end());
    return block;
  }

  bool stops_v2(std::size_t before) const {
    const keras::Layer& layer = graph_.layers[before];
    const auto& quantizer = source_.recording.layers[before].config.output;
    return (quantizer && quantizer->bitwidth < kInnerBits) || layer.inbounds().size() > 1 ||
           (layer.is("QuantizedExtractToken") && layer.config["axis"].as_int(1) == 1) ||
           layer.is("InputQuantizer");
  }

  bool stops_v1(std::size_t before, const keras::Layer& after) {
    const keras::Layer& layer = graph_.layers[before];
    if (layer.is("InputQuantizer")) return true;
    if (!source_.recording.layers[before].config.output) return false;
    if (!layer.is("QuantizedReLU")) {
      report_.problems.push_back(
          {ErrorId::kInvalidBlock, Step::kConversion, layer.name, layer.class_name,
           "Model incompatible with akida v1 version. The layer " + layer.name + " followed by " +
               after.name + " is not valid.",
           "On Akida 1.0 every layer but the last must end in a bounded ReLU: add one after '" +
               layer.name + "', or convert to Akida 2.0.",
           "RuntimeError"});
    }
    return true;
  }

  const Source& source_;
  const keras::Graph& graph_;
  Report& report_;
  std::map<std::size_t, std::vector<std::size_t>> consumers_;  // each use once
  std::map<std::size_t, bool> firsts_;
  std::map<std::size_t, bool> in_block_;
};

void warn_ignored(const keras::Graph& graph, std::size_t dequantizer, Report& report) {
  std::vector<LayerName> ignored;
  std::string list;
  for (std::size_t i = dequantizer + 1; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    ignored.push_back({layer.name, layer.class_name});
    list += (list.empty() ? "" : ", ") + layer.name + " (" + layer.class_name + ")";
  }
  if (list.empty()) return;
  const std::string at =
      dequantizer > 0 ? " at layer " + graph.layers[dequantizer - 1].name : std::string();
  report.warnings.push_back(
      {ErrorId::kIgnoredLayers, Step::kConversion, std::move(ignored),
       "Conversion stops" + at +
           " because of a dequantizer. The end of the model is ignored: " + list + ".",
       "This can be expected for model heads (e.g. softmax for classification) but could also mean "
       "that processing layers were not quantized.",
       ""});
}

bool reshape_is_skippable(const Source& source, std::size_t index) {
  const keras::Layer& layer = source.graph.layers[index];
  if (!layer.is("QuantizedReshape") || layer.inbounds().empty()) return false;
  const auto in =
      quantizeml::reported_shape(source.graph, source.shapes, layer.inbounds()[0].layer);
  const auto out = quantizeml::reported_shape(source.graph, source.shapes, index);
  if (!in || !out) return false;
  const auto without_ones = [](keras::Shape shape) {
    shape.erase(std::remove(shape.begin(), shape.end(), 1), shape.end());
    return shape;
  };
  return without_ones(*in) == without_ones(*out);
}

}  // namespace

bool is_skippable_class(const keras::Layer& layer) {
  if (layer.package == "Custom") {
    return layer.is("QuantizedRescaling") || layer.is("QuantizedDropout");
  }
  return layer.is("InputLayer") || layer.is("Rescaling") || layer.is("Activation") ||
         layer.is("Softmax") || layer.is("Dropout");
}

std::optional<std::size_t> first_dequantizer(const keras::Graph& graph) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (graph.layers[i].is("Dequantizer")) return i;
  }
  return std::nullopt;
}

Split split_into_blocks(const Source& source, Report& report) {
  Split split;
  split.dequantizer = first_dequantizer(source.graph);
  if (split.dequantizer) warn_ignored(source.graph, *split.dequantizer, report);
  for (Block& block : Splitter(source, report).run(split.dequantizer)) {
    for (const std::size_t i : block.all) {
      if (!is_skippable_class(source.graph.layers[i]) && !reshape_is_skippable(source, i)) {
        block.converted.push_back(i);
      }
    }
    if (!block.converted.empty()) split.blocks.push_back(std::move(block));
  }
  return split;
}

}  // namespace cnn2snn::blocks
