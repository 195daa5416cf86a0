// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.h"

#include "cli/text.h"

namespace cnn2snn::cli {

Target target_from(const Values& values, System& system) {
  if (const auto asked = akida_version_from(values.text("target"))) return {asked, {}};
  const std::optional<std::string> value = system.environment("CNN2SNN_TARGET_AKIDA_VERSION");
  if (!value) return {};
  if (const auto version = akida_version_from(*value)) return {version, {}};
  Problem problem;
  problem.id = ErrorId::kArgument;
  problem.step = Step::kConversion;
  problem.reason = text::invalid_environment(*value);
  problem.remedy = text::kEnvironmentRemedy;
  problem.error_class = "ValueError";
  return {{}, problem};
}

}  // namespace cnn2snn::cli
