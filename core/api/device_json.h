// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/json_writer.h"
#include "cnn2snn/devices.h"

namespace cnn2snn {

/// The member "device" of a report.
void write_device(JsonWriter& json, const std::optional<DeviceVerdict>& device);

}  // namespace cnn2snn
