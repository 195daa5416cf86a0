// SPDX-License-Identifier: Apache-2.0
#include "api/finish.h"

#include "akida/variables.h"
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

}  // namespace

void check_runtime_version(std::string_view version) {
  if (version.empty() || is_version(version)) return;
  fail(ErrorId::kArgument, Step::kRead, "'" + std::string(version) + "' is not a version",
       "Give it as major.minor.patch, for instance 2.19.1.");
}

std::vector<std::uint8_t> finish(akida::Model& model, const std::string& version) {
  // The last steps of a conversion change variables that were checked when they were set.
  for (const akida::Layer& layer : model.layers) {
    for (const auto& entry : layer.variables) akida::check_values(layer.type, entry.second);
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
