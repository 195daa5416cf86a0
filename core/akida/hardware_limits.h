// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

/// Brings the variables of an Akida 1.0 model into the ranges of the hardware, for all layers but
/// the last: an act_step above its limit is divided down together with the next layer's weights,
/// a threshold above its limit is clipped (with a warning). Other models are left alone. Problems
/// (a next layer whose weights cannot be divided) go to the report.
void apply_v1_hardware_limits(Model& model, Report& report);

}  // namespace cnn2snn::akida
