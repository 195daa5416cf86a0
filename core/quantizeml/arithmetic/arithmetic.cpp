// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "quantizeml/arithmetic/logarithm.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr float kLn2 = 0.6931472F;
constexpr std::size_t kPacket = 8;  // AVX lanes

// The vector logarithm of TensorFlow's CPU kernels: a rational approximation on [sqrt(1/2),
// sqrt(2)). Multiplications and additions are rounded separately, in this order.
float packet_log(float x) {
  if (x == 0.0F) return -std::numeric_limits<float>::infinity();
  int exponent = 0;
  float m = std::frexp(x, &exponent);
  auto e = static_cast<float>(exponent);
  if (m < 0.70710677F) {
    e -= 1.0F;
    const float below_one = m - 1.0F;
    m = below_one + m;
  } else {
    m = m - 1.0F;
  }
  float p = m * static_cast<float>(0.18256296349849254);
  p = p + static_cast<float>(1.0000000190281063);
  p = p * m;
  p = p + static_cast<float>(1.0000000190281136);
  p = p * m;
  float q = m * static_cast<float>(0.049616247954120038);
  q = q + static_cast<float>(0.59923249590823520);
  q = q * m;
  q = q + static_cast<float>(1.4999999999999927);
  q = q * m;
  q = q + 1.0F;
  const float whole = e * kLn2;
  const float fraction = p / q;
  return whole + fraction;
}

/// The natural logarithms, those of whole packets by the vector routine.
Array logarithms(const Array& x) {
  const std::size_t packets = x.size() / kPacket * kPacket;
  Array out{std::vector<float>(x.size()), x.scalar};
  for (std::size_t i = 0; i < x.size(); ++i) {
    out.values[i] = i < packets ? packet_log(x.values[i]) : logarithm(x.values[i]);
  }
  return out;
}

}  // namespace

Array ceil_log2(const Array& x) {
  const float per_ln2 = reciprocal(kLn2);
  Array out = logarithms(x);
  for (float& v : out.values) v = std::ceil(v * per_ln2);
  return out;
}

Array floor_log2(const Array& x) {
  Array out = logarithms(x);
  for (float& v : out.values) v = std::floor(v / kLn2);
  return out;
}

float quotient(float a, float b) {
  return b != 0.0F ? a / b : a * std::copysign(std::numeric_limits<float>::infinity(), b);
}

float reciprocal(float c) {
  return quotient(1.0F, c);
}

float pow2(float n) {
  if (n >= -126.0F && n <= 127.0F) {  // The exponent of a normal number, as nearly all are.
    const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23U;
    float power = 0;
    std::memcpy(&power, &bits, sizeof power);
    return power;
  }
  if (std::isnan(n)) return n;
  // Beyond these exponents ldexp gives 0 or infinity; the clamp only keeps the cast defined.
  return std::ldexp(1.0F, static_cast<int>(std::clamp(n, -400.0F, 400.0F)));
}

float round_half_even(float x) {
  return std::nearbyint(x);
}

float saturate(float x, int value_bits) {
  const float limit = pow2(static_cast<float>(value_bits));
  return std::min(std::max(x, -limit), limit - 1.0F);
}

Array max_frac_bits(int value_bits, const Array& range, bool clamp) {
  if (!range.known) return range;
  Array out = ceil_log2(range);
  const auto bits = static_cast<float>(value_bits);
  for (float& v : out.values) {
    v = bits - v;
    if (clamp) v = std::min(v, bits);
  }
  return out;
}

std::int32_t to_int32(float x) {
  if (!(x >= -2147483648.0F && x < 2147483648.0F)) {
    return std::numeric_limits<std::int32_t>::min();
  }
  return static_cast<std::int32_t>(x);
}

}  // namespace cnn2snn::quantizeml
