// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "quantizeml/calibrate/calibrate.h"

namespace cnn2snn::quantizeml {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): a counter and a mixing function, so that any sample can be
// made alone.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

}  // namespace

Samples random_samples(std::size_t count, keras::Shape shape, std::int64_t low, std::int64_t high,
                       std::uint64_t seed) {
  // At most 2^32 values: 32 random bits times their number, the upper half of the product.
  const auto values = static_cast<std::uint64_t>(high - low) + 1;
  Samples samples;
  samples.count = count;
  samples.shape = std::move(shape);
  samples.read = [low, values, seed](std::size_t index, std::span<float> out) {
    const std::uint64_t start = mix(seed ^ mix(index));
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::uint64_t bits = mix(start + i) >> 32U;
      const std::uint64_t drawn = (bits * values) >> 32U;
      out[i] = static_cast<float>(low + static_cast<std::int64_t>(drawn));
    }
  };
  return samples;
}

}  // namespace cnn2snn::quantizeml
