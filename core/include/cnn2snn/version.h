// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cnn2snn {

/// Version of this library, e.g. "1.0.0-rc.1".
std::string_view version();

/// Akida IP generation to convert to. Models quantized with the legacy CNN2SNN API always give v1.
enum class AkidaVersion : std::uint8_t { v1, v2 };
std::string_view to_string(AkidaVersion version);
std::optional<AkidaVersion> akida_version_from(std::string_view text);  ///< "v1" or "v2".

}  // namespace cnn2snn
