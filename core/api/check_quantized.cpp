// SPDX-License-Identifier: Apache-2.0
#include "api/check_quantized.h"

#include <iterator>
#include <string>
#include <utility>

#include "api/call.h"
#include "api/device_verdict.h"
#include "api/onnx_model.h"
#include "api/preconditions.h"
#include "api/source.h"
#include "base/conversion_error.h"
#include "fbz/fbz.h"
#include "files/kind/kind.h"

namespace cnn2snn {
namespace {

/// A quantized model is compatible when it converts.
void check_by_converting(const Source& source, const CompatibilityOptions& options,
                         const Device* device, CompatibilityResult& result) {
  ConvertOptions convert_options;
  convert_options.akida_version = options.akida_version;
  if (device != nullptr) convert_options.akida_version = target_of(*device);
  convert_options.progress = options.progress;
  ConversionResult converted = convert(source, convert_options);
  append(std::move(converted.report), result.report);
  result.source = std::move(converted.source);
  if (converted.akida_version) result.akida_version = *converted.akida_version;
  if (!result.source) return;
  result.kind = result.source->kind;
  for (const SourceLayer& layer : result.source->layers) {
    if (layer.ignored) result.host_layers.push_back(layer.name);
  }
  if (device != nullptr) judge_device(converted.model, *device, result.report.ok(), result);
}

/// A model that is an Akida model already.
void check_fbz(std::span<const std::uint8_t> bytes, const Device* device,
               CompatibilityResult& result) {
  const akida::Model model = fbz::read(bytes);
  if (akida::ip_version(model) == "v1") result.akida_version = AkidaVersion::v1;
  if (akida::ip_version(model) == "v2") result.akida_version = AkidaVersion::v2;
  if (device != nullptr) {
    judge_device(model, *device, true, result);
    return;
  }
  files::Identity identity = files::identify(bytes);
  Problem warning;
  warning.id = ErrorId::kNotHdf5;
  warning.step = Step::kRead;
  warning.reason = "The file is " + identity.what + ".";
  warning.remedy = std::move(identity.next_step);
  result.report.warnings.push_back(std::move(warning));
}

}  // namespace

void append(Report from, Report& to) {
  for (auto [source, target] :
       {std::pair{&from.problems, &to.problems}, std::pair{&from.warnings, &to.warnings}}) {
    target->insert(target->end(), std::make_move_iterator(source->begin()),
                   std::make_move_iterator(source->end()));
  }
}

std::optional<keras::Graph> check_quantized(const Source& source,
                                            const CompatibilityOptions& options,
                                            CompatibilityResult& result) {
  Source::Content& content = source.content();
  tick(options.progress, 0.0, Step::kRead);
  const Device* device = wanted_device(options);
  if (device != nullptr) result.akida_version = target_of(*device);
  result.file = content.file();
  if (result.file == FileKind::kAkida) {
    check_fbz(content.bytes, device, result);
    return std::nullopt;
  }
  if (result.file == FileKind::kOnnx) {
    check_onnx(content, options, device, result);
    return std::nullopt;
  }
  keras::Graph graph = content.keras_graph();
  result.source = content.model();
  // Told whatever the checks after it say, and where they throw.
  if (keras::is_keras3(graph.keras_version)) {
    result.report.warnings.push_back(saved_by_keras3(graph.keras_version));
  }
  if (auto unread = unreadable_quantized_model(graph, *result.file)) {
    throw ConversionError(*std::move(unread));
  }
  if (auto wrapped = wrapped_quantized_model(graph)) throw ConversionError(*std::move(wrapped));
  if (result.source->kind == ModelKind::kFloat) return graph;
  check_by_converting(source, options, device, result);
  return std::nullopt;
}

void add_shares(CompatibilityResult& result) {
  if (!result.report.ok() || !result.source) return;
  for (const SourceLayer& layer : result.source->layers) {
    Share& share = layer.ignored ? result.host_share : result.akida_share;
    share.macs += layer.macs;
    share.parameters += layer.parameters;
  }
}

std::optional<CompatibilityResult> check_quantized_model(const Source& source,
                                                         const CompatibilityOptions& options) {
  CompatibilityResult result;
  result.akida_version = options.akida_version.value_or(AkidaVersion::v2);
  bool is_float = false;
  guarded(result.report, Step::kParse,
          [&] { is_float = check_quantized(source, options, result).has_value(); });
  if (is_float) return std::nullopt;
  add_shares(result);
  return result;
}

}  // namespace cnn2snn
