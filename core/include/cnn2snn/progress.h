// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "cnn2snn/report.h"

namespace cnn2snn {

/// Called from time to time with the fraction done (0…1) and the step. Return false to cancel:
/// the call then ends with the problem E_CANCELLED.
using Progress = std::function<bool(double fraction, Step step)>;

}  // namespace cnn2snn
