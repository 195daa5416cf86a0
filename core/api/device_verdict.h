// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/devices.h"

namespace cnn2snn {

/// The device asked for; nullptr: none. Throws E_ARGUMENT for a name that no device has, and for a
/// target of another generation than the device's.
const Device* wanted_device(const CompatibilityOptions& options);

/// The generation to convert to for a device: models for Akida Pico are converted with those for
/// Akida 2.0.
AkidaVersion target_of(const Device& device);

/// Fills in the verdict on a device, and says what it leaves open. `whole` is false when layers of
/// the model are missing.
void judge_device(const akida::Model& model, const Device& device, bool whole,
                  CompatibilityResult& result);

}  // namespace cnn2snn
