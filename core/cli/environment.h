// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "cli/verb.h"
#include "cnn2snn/report.h"
#include "cnn2snn/version.h"

namespace cnn2snn::cli {

/// The target from the command line, else from CNN2SNN_TARGET_AKIDA_VERSION.
struct Target {
  std::optional<AkidaVersion> version;
  /// What is wrong with the environment variable where it was needed. It matters only when the
  /// target does: models of the legacy quantization API have none to choose.
  std::optional<Problem> problem;
};

/// Of a verb that has the option --target.
Target target_from(const Values& values, System& system);

}  // namespace cnn2snn::cli
