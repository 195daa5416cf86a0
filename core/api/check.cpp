// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "api/call.h"
#include "api/device_verdict.h"
#include "api/observe.h"
#include "api/onnx_model.h"
#include "api/preconditions.h"
#include "api/source.h"
#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "files/kind/kind.h"
#include "keras/graph.h"
#include "quantizeml/quantize/quantize.h"

namespace cnn2snn {
namespace {

constexpr std::int64_t kRandomSamples = 32;

constexpr const char* kNoDevice =
    "Whether a device takes the model is not checked: none was named.";

void append(Report from, Report& to) {
  for (auto [source, target] :
       {std::pair{&from.problems, &to.problems}, std::pair{&from.warnings, &to.warnings}}) {
    target->insert(target->end(), std::make_move_iterator(source->begin()),
                   std::make_move_iterator(source->end()));
  }
}

/// A quantized model is compatible when it converts.
void check_quantized(const Source& source, const CompatibilityOptions& options,
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

/// Marks the layers of the file by what became of them. A layer the rewrites took away belongs to
/// the Akida layer of the one before it.
void mark_layers(const check::FloatCheck& check, SourceModel& keras) {
  const std::set<std::string> host(check.host_layers.begin(), check.host_layers.end());
  std::map<std::string, std::string> akida_layers;
  for (SourceLayer& layer : keras.layers) {
    layer.ignored = host.count(layer.name) != 0 && check.split_layers.count(layer.name) == 0;
    if (layer.ignored) continue;
    const auto found = check.akida_layers.find(layer.name);
    if (found != check.akida_layers.end()) {
      layer.akida_layer = found->second;
    } else if (!layer.inbounds.empty()) {
      layer.akida_layer = akida_layers[layer.inbounds[0]];
    }
    akida_layers[layer.name] = layer.akida_layer;
  }
}

/// How much of the model runs where.
void add_shares(CompatibilityResult& result) {
  if (!result.report.ok() || !result.source) return;
  for (const SourceLayer& layer : result.source->layers) {
    Share& share = layer.ignored ? result.host_share : result.akida_share;
    share.macs += layer.macs;
    share.parameters += layer.parameters;
  }
}

/// What the official helper calibrates with, but repeatable, and more than one: its answer changes
/// from call to call where some filter fires for few inputs.
Samples random_samples(const keras::Graph& sanitized, const CompatibilityOptions& options) {
  QuantizeOptions random;
  random.params = quantizeml::QuantizationRequest::of_check({}, options.input_dtype).params;
  random.seed = options.seed;
  return random_samples(sanitized, random, kRandomSamples);
}

void check_into(const Source& source, const CompatibilityOptions& options,
                CompatibilityResult& result) {
  Source::Content& content = source.content();
  tick(options.progress, 0.0, Step::kRead);
  const Device* device = wanted_device(options);
  if (device != nullptr) result.akida_version = target_of(*device);
  result.file = content.file();
  if (result.file == FileKind::kAkida) {
    check_fbz(content.bytes, device, result);
    return;
  }
  if (result.file == FileKind::kOnnx) {
    check_onnx(content, options, device, result);
    return;
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
  if (result.source->kind != ModelKind::kFloat) {
    check_quantized(source, options, device, result);
    return;
  }
  result.kind = ModelKind::kFloat;
  if (options.samples.count != 0) quantizeml::set_input_shape(graph, options.samples.shape);
  check::CheckRequest request;
  request.version = result.akida_version;
  request.input_dtype = options.input_dtype;
  request.random = options.samples.count == 0;
  request.samples = [&options](const keras::Graph& sanitized) {
    return options.samples.count != 0 ? options.samples : random_samples(sanitized, options);
  };
  request.progress = [&options](double fraction, Step step) {
    tick(options.progress, fraction, step);
  };
  check::FloatCheck check = check::check_float_model(std::move(graph), request);
  mark_layers(check, *result.source);
  append(std::move(check.report), result.report);
  result.host_layers = std::move(check.host_layers);
  result.undecided = std::move(check.undecided);
  if (device != nullptr) {
    judge_device(check.model, *device, result.report.ok(), result);
  } else {
    result.undecided.insert(result.undecided.begin(), kNoDevice);
  }
}

}  // namespace

CompatibilityResult check_model_compatibility(const Source& source,
                                              const CompatibilityOptions& options) {
  CompatibilityResult result;
  result.akida_version = options.akida_version.value_or(AkidaVersion::v2);
  guarded(result.report, Step::kParse, [&] { check_into(source, options, result); });
  add_shares(result);
  return result;
}

CompatibilityResult check_model_compatibility(std::span<const std::uint8_t> bytes,
                                              const CompatibilityOptions& options) {
  return check_model_compatibility(open(bytes), options);
}

}  // namespace cnn2snn
