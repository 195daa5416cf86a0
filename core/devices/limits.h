// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "cnn2snn/akida_model.h"
#include "devices/quantities.h"

namespace cnn2snn::mapping {

/// Values that are allowed: those of a list, or all from `min` to `max`.
struct Allowed {
  std::int64_t min = 1;
  std::int64_t max = 0;
  std::array<std::int64_t, 4> list{};
  std::size_t count = 0;

  [[nodiscard]] constexpr bool has(std::int64_t value) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (list[i] == value) return true;
    }
    return value >= min && value <= max;
  }
};

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
constexpr Allowed kNone{};

constexpr Allowed from_to(std::int64_t min, std::int64_t max) {
  return {min, max, {}, 0};
}
constexpr Allowed at_least(std::int64_t min) {
  return from_to(min, kNoEnd);
}
constexpr Allowed at_most(std::int64_t max) {
  return from_to(0, max);
}
constexpr Allowed one_of(std::initializer_list<std::int64_t> values) {
  Allowed allowed;
  for (const std::int64_t value : values) allowed.list[allowed.count++] = value;
  return allowed;
}

/// Layer types as a set of bits.
using Layers = std::uint32_t;
template <typename... Types>
constexpr Layers layers(Types... types) {
  return ((Layers{1} << static_cast<std::int32_t>(types)) | ...);
}
constexpr bool contains(Layers set, akida::LayerType type) {
  return (set & layers(type)) != 0;
}

/// Where a limit holds beside its layers.
using Condition = bool (*)(const Place&);

/// One documented limit.
struct Limit {
  std::string_view rule;  ///< What is limited; stays the same for ever.
  Layers layers;
  Quantity (*quantity)(const Place&);
  Allowed documented;
  std::string_view words;  ///< The documented values as a person reads them.
  std::string_view remedy;
  std::string_view page;
  Condition condition = nullptr;
  /// What the runtime (2.19.3) maps although the page says otherwise: only a warning.
  Allowed accepted = kNone;
  /// Depends on the layers behind.
  bool looks_behind = false;
  /// About the model, not the layer at which it is found.
  bool of_model = false;
};

std::span<const Limit> limits();

}  // namespace cnn2snn::mapping
