// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/extremes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace cnn2snn::quantizeml {
namespace {

// So many values are looked at side by side: with fewer channels, those of several pixels are.
constexpr std::size_t kSideBySide = 64;

std::size_t width_for(std::size_t channels) {
  return (kSideBySide + channels - 1) / channels * channels;
}

// The bits of magnitudes are in the order of the magnitudes, and those of infinities and NaN are
// above all others.
constexpr std::uint32_t kMagnitude = 0x7FFFFFFFU;
constexpr std::int32_t kInfinity = 0x7F800000;

__attribute__((always_inline)) inline void look_at_bits(std::span<const float> values,
                                                        std::int32_t* seen, std::size_t width) {
  for (std::size_t at = 0; at < values.size(); at += width) {
    const float* value = values.data() + at;
    const std::size_t count = std::min(width, values.size() - at);
    for (std::size_t c = 0; c < count; ++c) {
      std::uint32_t bits = 0;
      std::memcpy(&bits, value + c, sizeof(bits));
      const auto magnitude = static_cast<std::int32_t>(bits & kMagnitude);
      seen[c] = magnitude > seen[c] ? magnitude : seen[c];
    }
  }
}

void look(std::span<const float> values, std::int32_t* seen, std::size_t width) {
  look_at_bits(values, seen, width);
}

#if defined(__x86_64__)
// The platform's least processors have no largest of two integers.
__attribute__((target("avx2"))) void look_avx2(std::span<const float> values, std::int32_t* seen,
                                               std::size_t width) {
  look_at_bits(values, seen, width);
}
#endif

auto* fastest_look() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) return look_avx2;
#endif
  return look;
}

}  // namespace

bool largest_magnitudes(std::span<const float> values, std::span<float> largest) {
  const std::size_t channels = largest.size();
  std::vector<std::int32_t> seen(width_for(channels));
  static auto* const look_at = fastest_look();
  look_at(values, seen.data(), seen.size());
  for (std::size_t c = channels; c < seen.size(); ++c) {
    seen[c % channels] = std::max(seen[c % channels], seen[c]);
  }
  std::memcpy(largest.data(), seen.data(), channels * sizeof(float));
  return *std::max_element(seen.begin(), seen.end()) < kInfinity;
}

void least_and_largest(std::span<const float> values, std::span<float> least,
                       std::span<float> largest) {
  const std::size_t channels = largest.size();
  const std::size_t width = width_for(channels);
  std::vector<float> low(width, std::numeric_limits<float>::infinity());
  std::vector<float> high(width, -std::numeric_limits<float>::infinity());
  for (std::size_t at = 0; at < values.size(); at += width) {
    const float* value = values.data() + at;
    const std::size_t count = std::min(width, values.size() - at);
    for (std::size_t c = 0; c < count; ++c) {
      low[c] = value[c] < low[c] ? value[c] : low[c];
      high[c] = value[c] > high[c] ? value[c] : high[c];
    }
  }
  for (std::size_t c = channels; c < width; ++c) {
    low[c % channels] = std::min(low[c % channels], low[c]);
    high[c % channels] = std::max(high[c % channels], high[c]);
  }
  std::copy_n(low.data(), channels, least.data());
  std::copy_n(high.data(), channels, largest.data());
}

}  // namespace cnn2snn::quantizeml
