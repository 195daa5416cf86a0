// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "cnn2snn/devices.h"

namespace cnn2snn::mapping {

/// Compares every layer with what is documented for the device. `whole` is false for a model of
/// which layers are missing: what depends on the layers behind is not judged then.
DeviceVerdict check_device(const akida::Model& model, const Device& device, bool whole = true);

}  // namespace cnn2snn::mapping
