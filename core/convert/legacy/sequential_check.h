// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Checks that the layers of a transformed branch stand in an order Akida 1.0 knows.
void check_sequence(const std::vector<LegacyLayer>& branch, Report& report);

}  // namespace cnn2snn::legacy
