// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// Where the limits are documented, as published in August 2026 with MetaTF 2.19.3.
namespace cnn2snn::pages {

inline constexpr std::string_view kAkida1 =
    "https://doc.brainchipinc.com/user_guide/hardware/1.0.html";
inline constexpr std::string_view kAkida2 =
    "https://doc.brainchipinc.com/user_guide/hardware/2.0.html";
inline constexpr std::string_view kPico =
    "https://doc.brainchipinc.com/user_guide/hardware/pico.html";
/// Devices, model mapping.
inline constexpr std::string_view kUserGuide = "https://doc.brainchipinc.com/user_guide/akida.html";
inline constexpr std::string_view kApi =
    "https://doc.brainchipinc.com/api_reference/akida_apis.html";

}  // namespace cnn2snn::pages
