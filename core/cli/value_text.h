// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

/// Values of options, as they are written on a command line.
namespace cnn2snn::cli {

/// Decimal, 0x hexadecimal or 0 octal, as the C library reads it; nothing else behind it.
std::optional<int> integer_from(const std::string& text);
std::optional<double> number_from(const std::string& text);
/// "true", "on", "yes", … or "false", "off", "no", …, as `--json=off` may say.
std::optional<bool> truth_from(const std::string& text);

}  // namespace cnn2snn::cli
