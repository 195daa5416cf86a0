// SPDX-License-Identifier: Apache-2.0
#include "api/finish.h"

#include <utility>

#include "akida/crashes.h"
#include "akida/variables.h"
#include "base/conversion_error.h"
#include "fbz/fbz.h"

namespace cnn2snn {
namespace {

// Digits and dots: the runtime reads the parts of a version with stoi.
bool is_version(std::string_view text) {
  int dots = 0;
  bool digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (c == '.' && digit && dots < 2) {
      ++dots;
      digit = false;
    } else {
      return false;
    }
  }
  return digit && dots == 2 && text.size() <= 16;
}

void warn_of_crash(const akida::Layer& layer, Report& report) {
  std::string crash = akida::crash_of(layer);
  if (crash.empty()) return;
  Problem warning;
  warning.id = ErrorId::kAkidaLayer;
  warning.step = Step::kVerification;
  warning.layers = {{layer.name, std::string(akida::to_string(layer.type))}};
  warning.reason =
      std::move(crash) + ": the Akida runtime loads the model, and crashes when the layer is run.";
  warning.remedy =
      "Quantize again with samples that reach every channel of the layer, or remove the channels "
      "and weights of the float model that are not finite, or next to zero beside the others.";
  report.warnings.push_back(std::move(warning));
}

}  // namespace

void check_runtime_version(std::string_view version) {
  if (version.empty() || is_version(version)) return;
  fail(ErrorId::kArgument, Step::kRead, "'" + std::string(version) + "' is not a version",
       "Give it as major.minor.patch, for instance 2.19.1.");
}

std::vector<std::uint8_t> finish(akida::Model& model, const std::string& version, Report& report) {
  // The last steps of a conversion change variables that were checked when they were set.
  for (const akida::Layer& layer : model.layers) {
    for (const auto& entry : layer.variables) akida::check_values(layer.type, entry.second);
    warn_of_crash(layer, report);
  }
  model.version = version.empty() ? akida::oldest_runtime(model) : version;
  return fbz::write(model);
}

void warn_of_scaling(const ConvertOptions& options, Report& report) {
  if (!options.input_scaling) return;
  report.warnings.push_back(
      {ErrorId::kArgument,
       Step::kConversion,
       {},
       "Cannot use input_scaling parameter when converting QuantizeML models to Akida. "
       "Continuing execution without this parameter.",
       "",
       ""});
}

void mark(SourceModel& keras, const std::vector<std::string>& akida_layer,
          const std::vector<bool>& ignored) {
  for (std::size_t i = 0; i < akida_layer.size(); ++i) {
    keras.layers[i].akida_layer = akida_layer[i];
    keras.layers[i].ignored = ignored[i];
  }
}

}  // namespace cnn2snn
