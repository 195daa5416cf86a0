// SPDX-License-Identifier: Apache-2.0
#include "api/device_verdict.h"

#include <string>

#include "base/conversion_error.h"
#include "devices/check_device.h"

namespace cnn2snn {

const Device* wanted_device(const CompatibilityOptions& options) {
  if (options.device.empty()) return nullptr;
  const Device* device = find_device(options.device);
  if (device == nullptr) {
    std::string names;
    for (const Device& known : devices()) {
      names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    fail(ErrorId::kArgument, Step::kRead, "no device is called '" + options.device + "'.",
         "Devices are " + names + ".");
  }
  if (options.akida_version && *options.akida_version != target_of(*device)) {
    fail(ErrorId::kArgument, Step::kRead,
         "target " + std::string(to_string(*options.akida_version)) + " is not the one of " +
             options.device + ", " + std::string(to_string(target_of(*device))) + ".",
         "Leave out the target: the device decides it.");
  }
  return device;
}

AkidaVersion target_of(const Device& device) {
  return device.ip_version == "v1" ? AkidaVersion::v1 : AkidaVersion::v2;
}

void judge_device(const akida::Model& model, const Device& device, bool whole,
                  CompatibilityResult& result) {
  DeviceVerdict verdict = mapping::check_device(model, device, whole);
  if (!result.report.ok()) verdict.answer = DeviceVerdict::Answer::kNo;
  if (verdict.answer == DeviceVerdict::Answer::kOpen) {
    result.undecided.insert(result.undecided.begin(),
                            "No documented limit of " + verdict.name +
                                " is broken. Whether the model fits its processors and memory is "
                                "decided by the Akida runtime.");
  }
  result.device = std::move(verdict);
}

}  // namespace cnn2snn
