// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cnn2snn/cnn2snn.h"

namespace cnn2snn::cli {

/// The target from the command line, else from CNN2SNN_TARGET_AKIDA_VERSION.
struct Target {
  std::optional<AkidaVersion> version;
  /// What is wrong with the environment variable where it was needed. It matters only when the
  /// target does: models of the legacy quantization API have none to choose.
  std::optional<Problem> problem;
};

Target target_from(const std::optional<AkidaVersion>& flag);

}  // namespace cnn2snn::cli
