// SPDX-License-Identifier: Apache-2.0
#include "cli/value_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace cnn2snn::cli {

std::optional<int> integer_from(const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const long long value = std::strtoll(text.c_str(), &end, 0);
  const bool whole = !text.empty() && end == text.c_str() + text.size() && errno == 0;
  using Limits = std::numeric_limits<int>;
  if (!whole || value < Limits::min() || value > Limits::max()) return std::nullopt;
  return static_cast<int>(value);
}

std::optional<double> number_from(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> truth_from(const std::string& text) {
  constexpr std::array<std::string_view, 8> kTrue = {"true", "on", "yes", "enable",
                                                     "1",    "t",  "y",   "+"};
  constexpr std::array<std::string_view, 8> kFalse = {"false", "off", "no", "disable",
                                                      "0",     "f",   "n",  "-"};
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::find(kTrue.begin(), kTrue.end(), lower) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), lower) != kFalse.end()) return false;
  return std::nullopt;
}

}  // namespace cnn2snn::cli
