// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/version.h"

namespace cnn2snn {

std::string_view version() {
  return CNN2SNN_VERSION;
}

std::string_view to_string(AkidaVersion version) {
  return version == AkidaVersion::v1 ? "v1" : "v2";
}

std::optional<AkidaVersion> akida_version_from(std::string_view text) {
  if (text == "v1") return AkidaVersion::v1;
  if (text == "v2") return AkidaVersion::v2;
  return std::nullopt;
}

}  // namespace cnn2snn
