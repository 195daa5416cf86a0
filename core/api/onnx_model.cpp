// SPDX-License-Identifier: Apache-2.0
#include "api/onnx_model.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "api/call.h"
#include "api/device_verdict.h"
#include "api/finish.h"
#include "convert/onnx/advice.h"
#include "convert/onnx/convert.h"

namespace cnn2snn {
namespace {

// The Akida layers know the shapes that the file need not give.
void note_shapes(const akida::Model& model, SourceModel& info) {
  std::unordered_map<std::string_view, const akida::Shape3*> shapes;
  for (const akida::Layer& layer : model.layers) shapes.emplace(layer.name, &layer.output_shape);
  for (SourceLayer& layer : info.layers) {
    const auto found = shapes.find(layer.akida_layer);
    if (found == shapes.end()) continue;
    layer.output_shape.assign(found->second->begin(), found->second->end());
  }
}

std::vector<LayerName> nodes_of(const onnx::Unquantizable& found) {
  std::vector<LayerName> nodes;
  for (const std::string& name : found.nodes) nodes.push_back({name, found.op_type});
  return nodes;
}

/// Gives whether it refuses the model.
bool refuse_v1(const Device* device, CompatibilityResult& result) {
  if (result.akida_version != AkidaVersion::v1) return false;
  result.report.problems.push_back({ErrorId::kModelStructure,
                                    Step::kConversion,
                                    {},
                                    "Akida v1 does not support ONNX models. Use Akida v2 instead.",
                                    device == nullptr
                                        ? "Ask for Akida 2.0 (v2), or take a Keras model."
                                        : "Choose a device of Akida 2.0, or take a Keras model.",
                                    "ValueError"});
  if (device != nullptr) judge_device({}, *device, false, result);
  return true;
}

void judge_float(const onnx::Model& model, Report& report) {
  const bool elsewhere = onnx::is_quantized_elsewhere(model);
  report.problems.push_back(
      {ErrorId::kNotQuantized,
       Step::kQuantization,
       {},
       elsewhere ? "The ONNX model was quantized by another tool, not by QuantizeML."
                 : "The ONNX model is not quantized.",
       onnx::how_to_quantize(model),
       ""});
  if (elsewhere) return;
  for (const onnx::Unquantizable& found : onnx::unquantizable(model)) {
    report.warnings.push_back(
        {ErrorId::kLostLayers, Step::kQuantization, nodes_of(found),
         "QuantizeML has no quantized form of the operator " + found.op_type +
             ": what QuantizeML quantizes, and Akida runs, ends before the first of these nodes.",
         "At the end of the model the host can compute it; elsewhere replace it.", ""});
  }
}

}  // namespace

SourceModel onnx_info(const onnx::Model& model) {
  SourceModel info;
  info.name = model.graph_name;
  info.kind = onnx::is_quantized(model) ? ModelKind::kQuantizeML : ModelKind::kFloat;
  std::unordered_map<std::string_view, std::size_t> producers;
  std::unordered_set<std::string> names;
  for (const onnx::Node& node : model.nodes) {
    SourceLayer layer;
    layer.name = node.name;
    if (!node.outputs.empty() && (node.name.empty() || names.count(node.name) != 0)) {
      layer.name = node.outputs[0];
    }
    names.insert(layer.name);
    layer.class_name = node.op_type;
    std::unordered_set<std::size_t> taken;
    for (const std::string& input : node.inputs) {
      const auto producer = producers.find(input);
      if (producer == producers.end() || !taken.insert(producer->second).second) continue;
      layer.inbounds.push_back(info.layers[producer->second].name);
    }
    for (const std::string& output : node.outputs) producers.emplace(output, info.layers.size());
    info.layers.push_back(std::move(layer));
  }
  return info;
}

void convert_onnx(Source::Content& source, const ConvertOptions& options,
                  ConversionResult& result) {
  const onnx::Model& model = source.onnx_model();
  result.source = source.model();
  result.akida_version = AkidaVersion::v2;
  tick(options.progress, 0.05, Step::kParse);
  warn_of_scaling(options, result.report);
  if (options.akida_version == AkidaVersion::v1) {
    result.report.warnings.push_back({ErrorId::kArgument,
                                      Step::kConversion,
                                      {},
                                      "ONNX models always become Akida 2.0 models: the target v1 "
                                      "has no effect, as with the official converter.",
                                      "",
                                      ""});
  }
  onnx::ConvertResult converted = onnx::convert(
      model,
      [&options](double done) { tick(options.progress, 0.05 + 0.8 * done, Step::kConversion); },
      result.report);
  mark(*result.source, converted.akida_layer, converted.ignored);
  note_shapes(converted.model, *result.source);
  if (!result.report.ok()) return;
  tick(options.progress, 0.85, Step::kVerification);
  result.fbz = finish(converted.model, options.runtime_version, result.report);
  result.model = std::move(converted.model);
  tick(options.progress, 1.0, Step::kVerification);
}

void check_onnx(Source::Content& source, const CompatibilityOptions& options, const Device* device,
                CompatibilityResult& result) {
  const onnx::Model& model = source.onnx_model();
  result.source = source.model();
  result.kind = result.source->kind;
  if (refuse_v1(device, result)) return;
  if (result.kind == ModelKind::kFloat) {
    onnx::check_model(model);
    judge_float(model, result.report);
    return;
  }
  onnx::ConvertResult converted = onnx::convert(
      model, [&options](double done) { tick(options.progress, done, Step::kConversion); },
      result.report);
  mark(*result.source, converted.akida_layer, converted.ignored);
  note_shapes(converted.model, *result.source);
  for (const SourceLayer& layer : result.source->layers) {
    if (layer.ignored) result.host_layers.push_back(layer.name);
  }
  if (device != nullptr) judge_device(converted.model, *device, result.report.ok(), result);
}

}  // namespace cnn2snn
