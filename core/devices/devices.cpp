// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/devices.h"

#include <algorithm>
#include <array>

#include "devices/pages.h"

namespace cnn2snn {
namespace {

/// Names, hardware versions and processors as `Device.version` and `Device.mesh` of akida 2.19.3
/// give them.
constexpr std::array kDevices{
    Device{"AKD1000", "v1", "BC.00.000.002", 78, 78, 54, 4, 18, 0, 0, 0, true, pages::kAkida1},
    Device{"AKD1500", "v1", "BC.A1.003.009", 32, 32, 21, 1, 7, 0, 0, 0, true, pages::kAkida1},
    Device{"TwoNodesIPv1", "v1", "BC.A1.003.006", 8, 8, 3, 1, 1, 0, 0, 0, true, pages::kAkida1},
    Device{"TwoNodesIPv2", "v2", "BC.A2.001.000", 8, 8, 3, 1, 1, 0, 0, 1, true, pages::kAkida2},
    Device{"FourNodesIPv2", "v2", "BC.A2.001.000", 16, 16, 9, 1, 3, 16, 0, 1, true, pages::kAkida2},
    Device{"SixNodesIPv2", "v2", "BC.A2.001.000", 24, 24, 18, 1, 2, 24, 0, 1, true, pages::kAkida2},
    Device{"TwelveNodesIPv2", "v2", "BC.A2.001.000", 48, 48, 41, 1, 3, 48, 0, 3, true,
           pages::kAkida2},
    Device{"PicoIP", "pico", "BC.B1.001.000", 1, 0, 0, 0, 0, 0, 1, 0, false, pages::kPico},
};

}  // namespace

std::span<const Device> devices() {
  return kDevices;
}

const Device* find_device(std::string_view name) {
  const auto* found = std::find_if(kDevices.begin(), kDevices.end(),
                                   [name](const Device& device) { return device.name == name; });
  return found == kDevices.end() ? nullptr : found;
}

std::string describe(const DeviceLimit& limit) {
  const std::string where =
      limit.layer.empty() ? std::string() : limit.layer + " (" + limit.layer_type + "): ";
  return where + limit.what + "; documented: " + limit.documented + '.';
}

std::string_view to_string(DeviceVerdict::Answer answer) {
  return answer == DeviceVerdict::Answer::kNo ? "no" : "open";
}

}  // namespace cnn2snn
