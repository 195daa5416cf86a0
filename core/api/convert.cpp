// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/convert.h"

#include <algorithm>
#include <map>

#include "api/call.h"
#include "api/finish.h"
#include "api/keras_info.h"
#include "api/onnx_model.h"
#include "api/preconditions.h"
#include "api/source.h"
#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "convert/legacy/layer_loading.h"
#include "convert/legacy/legacy.h"
#include "keras/graph.h"
#include "keras/layer_classes.h"
#include "quantizeml/classes/layer_classes.h"

namespace cnn2snn {
namespace {

// Classes that neither Keras nor the toolkit knows stop the official loader.
void check_classes(const keras::Graph& graph, Report& report) {
  for (const keras::Layer& layer : graph.layers) {
    const bool known =
        layer.package == "Custom"
            ? quantizeml::is_known_class(layer.class_name)
            : layer.package.empty() &&
                  (keras::is_keras_layer_class(layer.class_name) || legacy::is_legacy_class(layer));
    if (known) continue;
    report.problems.push_back({ErrorId::kUnknownLayer, Step::kParse, layer.name, layer.class_name,
                               "Unknown layer: '" +
                                   (layer.package.empty() ? "" : layer.package + ">") +
                                   layer.class_name + "'.",
                               "Replace it by layers of Keras or QuantizeML.", "ValueError"});
  }
}

struct Converted {
  akida::Model model;
  std::vector<std::string> akida_layer;
  std::vector<bool> ignored;
};

Converted convert_quantizeml(const keras::Graph& graph, const ConvertOptions& options,
                             AkidaVersion version, Report& report) {
  warn_of_scaling(options, report);
  check_classes(graph, report);
  if (!report.ok()) return {};
  blocks::ConvertOptions block_options;
  block_options.version = version;
  block_options.keep_flatten_shift = options.flatten_shift == FlattenShift::kKeep;
  if (options.progress) {
    block_options.progress = [&options](double fraction, Step step) {
      tick(options.progress, fraction, step);
    };
  }
  blocks::ConvertResult result = blocks::convert(graph, block_options, report);
  return {std::move(result.model), std::move(result.akida_layer), std::move(result.ignored)};
}

Converted convert_legacy(const keras::Graph& graph, const ConvertOptions& options, Report& report) {
  std::map<std::string, std::string> akida_layers;
  Converted out;
  out.model =
      legacy::convert(graph, {options.input_scaling, options.progress}, report, akida_layers);
  for (const keras::Layer& layer : graph.layers) {
    const auto it = akida_layers.find(layer.name);
    out.akida_layer.push_back(it == akida_layers.end() ? std::string() : it->second);
  }
  out.ignored.resize(graph.layers.size(), false);
  return out;
}

// Classes that cannot be loaded are told as they are.
void say_not_quantized(Report& report) {
  const auto loads = [](const Problem& problem) { return problem.id != ErrorId::kUnknownLayer; };
  if (report.ok() || !std::all_of(report.problems.begin(), report.problems.end(), loads)) return;
  report.problems = {legacy::not_quantized(report)};
}

void convert_into(Source::Content& source, const ConvertOptions& options,
                  ConversionResult& result) {
  check_runtime_version(options.runtime_version);
  tick(options.progress, 0.0, Step::kRead);
  result.file = source.file();
  if (result.file == FileKind::kOnnx) {
    convert_onnx(source, options, result);
    return;
  }
  const keras::Graph& graph = source.keras_graph();
  result.source = source.model();
  if (auto unread = unreadable_quantized_model(graph, *result.file)) {
    throw ConversionError(*std::move(unread));
  }
  if (auto wrapped = wrapped_quantized_model(graph)) throw ConversionError(*std::move(wrapped));
  tick(options.progress, 0.02, Step::kParse);

  // The official converter takes QuantizeML's way for that package's float layers too.
  const bool quantizeml = std::any_of(graph.layers.begin(), graph.layers.end(), is_of_quantizeml);
  AkidaVersion version = options.akida_version.value_or(AkidaVersion::v2);
  if (!quantizeml) {
    if (options.akida_version == AkidaVersion::v2 && result.source->kind == ModelKind::kLegacy) {
      result.report.warnings.push_back(
          {ErrorId::kArgument,
           Step::kConversion,
           {},
           "This model was quantized with the legacy CNN2SNN API: it always targets Akida 1.0.",
           "Quantize the model with QuantizeML to target Akida 2.0.",
           ""});
    }
    version = AkidaVersion::v1;
  }
  result.akida_version = version;
  Converted converted = quantizeml ? convert_quantizeml(graph, options, version, result.report)
                                   : convert_legacy(graph, options, result.report);
  if (quantizeml && result.source->kind == ModelKind::kFloat) say_not_quantized(result.report);
  mark(*result.source, converted.akida_layer, converted.ignored);
  if (!result.report.ok()) return;
  tick(options.progress, 0.85, Step::kVerification);
  result.fbz = finish(converted.model, options.runtime_version, result.report);
  result.model = std::move(converted.model);
  tick(options.progress, 1.0, Step::kVerification);
}

}  // namespace

ConversionResult convert(const Source& source, const ConvertOptions& options) {
  ConversionResult result;
  result.source_bytes = source.content().bytes.size();
  guarded(result.report, Step::kConversion,
          [&] { convert_into(source.content(), options, result); });
  if (!result.report.ok()) {
    result.fbz.clear();
    result.model = {};
  }
  return result;
}

ConversionResult convert(std::span<const std::uint8_t> bytes, const ConvertOptions& options) {
  return convert(open(bytes), options);
}

}  // namespace cnn2snn
