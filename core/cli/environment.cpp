// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.h"

#include <cstdlib>

#include "cli/text.h"

namespace cnn2snn::cli {

Target target_from(const std::optional<AkidaVersion>& flag) {
  if (flag) return {flag, {}};
  const char* value = std::getenv("CNN2SNN_TARGET_AKIDA_VERSION");
  if (value == nullptr) return {};
  if (const std::optional<AkidaVersion> version = akida_version_from(value)) return {version, {}};
  Problem problem;
  problem.id = ErrorId::kArgument;
  problem.step = Step::kConversion;
  problem.reason = text::invalid_environment(value);
  problem.remedy = text::kEnvironmentRemedy;
  problem.error_class = "ValueError";
  return {{}, problem};
}

}  // namespace cnn2snn::cli
