// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/fma_chains.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "quantizeml/calibrate/fma_kernels.h"

namespace cnn2snn::quantizeml {
namespace {

// The product of two floats is exact in double; the sum is then rounded twice, to double and to
// float. That differs from one rounding only where the double lies exactly between two floats, or
// where the float is subnormal.
bool rounds_twice(double sum) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &sum, sizeof(bits));
  const std::uint64_t magnitude = bits << 1U;
  constexpr std::uint64_t kSmallestNormal = std::uint64_t{0x381} << 53U;  // 2^-126
  return (bits & 0x1FFFFFFFU) == 0x10000000U || (magnitude != 0 && magnitude < kSmallestNormal);
}

void exact_chain(const float* x, const float* w, std::size_t depth, float* sums) {
  for (std::size_t k = 0; k < depth; ++k) {
    for (std::size_t n = 0; n < kLanes; ++n) sums[n] = std::fma(x[k], w[k * kLanes + n], sums[n]);
  }
}

void portable_chain(const float* x, const float* w, std::size_t depth, float* sums) {
  float s[kLanes];
  std::copy_n(sums, kLanes, s);
  bool twice = false;
  for (std::size_t k = 0; k < depth; ++k) {
    const double a = x[k];
    for (std::size_t n = 0; n < kLanes; ++n) {
      const double sum = a * static_cast<double>(w[k * kLanes + n]) + static_cast<double>(s[n]);
      twice |= rounds_twice(sum);
      s[n] = static_cast<float>(sum);
    }
  }
  if (twice) {
    exact_chain(x, w, depth, sums);
  } else {
    std::copy_n(s, kLanes, sums);
  }
}

}  // namespace

void exact_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
                float (*sums)[kLanes]) {
  for (std::size_t r = 0; r < count; ++r) exact_chain(rows[r], w, depth, sums[r]);
}

bool has_tiny(std::span<const float> values) {
  constexpr std::uint32_t kBound = 87U << 23U;  // 2^-40
  std::uint32_t tiny = 0;
  for (const float value : values) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    tiny |= static_cast<std::uint32_t>((bits & 0x7FFFFFFFU) - 1 < kBound - 1);
  }
  return tiny != 0;
}

void portable_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
                   float (*sums)[kLanes]) {
  for (std::size_t r = 0; r < count; ++r) portable_chain(rows[r], w, depth, sums[r]);
}

void portable_taps(std::span<const Tap> taps, float* sums, std::size_t count) {
  std::fill_n(sums, count, 0.0F);
  for (const Tap& tap : taps) {
    for (std::size_t c = 0; c < count; ++c) {
      sums[c] = fused_multiply_add(tap.x[c], tap.w[c], sums[c]);
    }
  }
}

float fused_multiply_add(float a, float b, float c) {
  const double sum = static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c);
  return rounds_twice(sum) ? std::fma(a, b, c) : static_cast<float>(sum);
}

PackedMatrix::PackedMatrix(std::span<const float> weights, std::size_t depth, std::size_t outputs)
    : depth_(depth), outputs_(outputs), has_tiny_(quantizeml::has_tiny(weights)) {
  const std::size_t panels = (outputs + kLanes - 1) / kLanes;
  values_.assign(panels * depth * kLanes, 0.0F);
  for (std::size_t n = 0; n < outputs; ++n) {
    float* to = values_.data() + (n / kLanes) * depth * kLanes + n % kLanes;
    for (std::size_t k = 0; k < depth; ++k) to[k * kLanes] = weights[k * outputs + n];
  }
}

void multiply_rows(std::span<const float* const> rows, const PackedMatrix& weights,
                   std::size_t first, std::size_t last, const float* start, float* const* out) {
  static const FmaKernels kernels = fma_kernels();
  const float* from[kRows] = {};
  for (std::size_t r = 0; r < rows.size(); ++r) from[r] = rows[r] + first;
  bool tiny = false;
  if (!kernels.rows_take_tiny) {
    tiny = weights.has_tiny() || (start != nullptr && has_tiny({start, weights.outputs()}));
    for (std::size_t r = 0; r < rows.size(); ++r) tiny |= has_tiny({from[r], last - first});
  }
  const auto multiply = tiny ? portable_rows : kernels.rows;
  float sums[kRows][kLanes];
  for (std::size_t n = 0; n < weights.outputs(); n += kLanes) {
    const std::size_t lanes = std::min(kLanes, weights.outputs() - n);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::fill_n(sums[r], kLanes, 0.0F);
      if (start != nullptr) std::copy_n(start + n, lanes, sums[r]);
    }
    multiply(from, rows.size(), weights.panel(n / kLanes, first), last - first, sums);
    for (std::size_t r = 0; r < rows.size(); ++r) std::copy_n(sums[r], lanes, out[r] + n);
  }
}

void multiply_taps(std::span<const Tap> taps, float* sums, std::size_t count) {
  static const FmaKernels kernels = fma_kernels();
  kernels.taps(taps, sums, count);
}

}  // namespace cnn2snn::quantizeml
