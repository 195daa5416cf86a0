// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "api/call.h"
#include "api/check_quantized.h"
#include "api/device_verdict.h"
#include "api/observe.h"
#include "cnn2snn/cnn2snn.h"
#include "keras/graph.h"
#include "quantizeml/quantize/quantize.h"

namespace cnn2snn {
namespace {

constexpr std::int64_t kRandomSamples = 32;

constexpr const char* kNoDevice =
    "Whether a device takes the model is not checked: none was named.";

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

/// What the official helper calibrates with, but repeatable, and more than one: its answer changes
/// from call to call where some filter fires for few inputs.
Samples random_samples(const keras::Graph& sanitized, const CompatibilityOptions& options) {
  QuantizeOptions random;
  random.params = quantizeml::QuantizationRequest::of_check({}, options.input_dtype).params;
  random.seed = options.seed;
  return random_samples(sanitized, random, kRandomSamples);
}

void check_float(keras::Graph graph, const CompatibilityOptions& options,
                 CompatibilityResult& result) {
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
  if (const Device* device = wanted_device(options); device != nullptr) {
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
  guarded(result.report, Step::kParse, [&] {
    if (auto graph = check_quantized(source, options, result)) {
      check_float(*std::move(graph), options, result);
    }
  });
  add_shares(result);
  return result;
}

CompatibilityResult check_model_compatibility(std::span<const std::uint8_t> bytes,
                                              const CompatibilityOptions& options) {
  return check_model_compatibility(open(bytes), options);
}

}  // namespace cnn2snn
