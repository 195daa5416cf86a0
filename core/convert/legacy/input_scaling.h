// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// How Akida inputs follow from Keras inputs: akida = scale * keras + shift.
struct InputScaling {
  double scale = 1;
  double shift = 0;
};

/// The scaling of a Rescaling layer among the first two layers, else the one asked for, else none.
/// `layers` as Keras lists them in model.layers.
InputScaling input_scaling(const std::vector<LegacyLayer>& layers,
                           const std::optional<std::pair<double, double>>& asked, Report& report);

}  // namespace cnn2snn::legacy
