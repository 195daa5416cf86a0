// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/logarithm.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

// The algorithm, its table and its polynomial are those of logf in Arm's optimized routines (MIT or
// Apache-2.0 WITH LLVM-exception), as in glibc and musl. glibc compiles it with and without fused
// multiply-add: over all floats the results are the same.
namespace cnn2snn::quantizeml {
namespace {

struct Entry {
  double inverse;    // 1/c for a c near the centre of the interval.
  double logarithm;  // log c
};

constexpr std::array kTable = {Entry{0x1.661ec79f8f3bep+0, -0x1.57bf7808caadep-2},
                               Entry{0x1.571ed4aaf883dp+0, -0x1.2bef0a7c06ddbp-2},
                               Entry{0x1.49539f0f010bp+0, -0x1.01eae7f513a67p-2},
                               Entry{0x1.3c995b0b80385p+0, -0x1.b31d8a68224e9p-3},
                               Entry{0x1.30d190c8864a5p+0, -0x1.6574f0ac07758p-3},
                               Entry{0x1.25e227b0b8eap+0, -0x1.1aa2bc79c81p-3},
                               Entry{0x1.1bb4a4a1a343fp+0, -0x1.a4e76ce8c0e5ep-4},
                               Entry{0x1.12358f08ae5bap+0, -0x1.1973c5a611cccp-4},
                               Entry{0x1.0953f419900a7p+0, -0x1.252f438e10c1ep-5},
                               Entry{0x1p+0, 0x0p+0},
                               Entry{0x1.e608cfd9a47acp-1, 0x1.aa5aa5df25984p-5},
                               Entry{0x1.ca4b31f026aap-1, 0x1.c5e53aa362eb4p-4},
                               Entry{0x1.b2036576afce6p-1, 0x1.526e57720db08p-3},
                               Entry{0x1.9c2d163a1aa2dp-1, 0x1.bc2860d22477p-3},
                               Entry{0x1.886e6037841edp-1, 0x1.1058bc8a07ee1p-2},
                               Entry{0x1.767dcf5534862p-1, 0x1.4043057b6ee09p-2}};
constexpr double kLn2 = 0x1.62e42fefa39efp-1;

}  // namespace

float logarithm(float x) {
  if (x == 0.0F) return -std::numeric_limits<float>::infinity();
  if (!(x > 0.0F && x <= std::numeric_limits<float>::max())) {
    return x > 0.0F ? x : std::numeric_limits<float>::quiet_NaN();
  }
  int exponent = 0;
  if (x < std::numeric_limits<float>::min()) {  // Subnormal.
    x = std::ldexp(x, 23);
    exponent = -23;
  }
  // x = 2^exponent · z, z in [0x1.66p-1, 0x1.66p0), the table's 16 intervals of which c is one.
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  const std::uint32_t above = bits - 0x3f330000U;
  const Entry& entry = kTable[(above >> 19U) % kTable.size()];
  exponent += static_cast<std::int32_t>(above) >> 23;
  bits -= above & 0xff800000U;
  float z = 0;
  std::memcpy(&z, &bits, sizeof z);
  // log x = log1p(z/c − 1) + log c + exponent · ln 2
  const double r = static_cast<double>(z) * entry.inverse - 1;
  const double start = entry.logarithm + static_cast<double>(exponent) * kLn2;
  const double square = r * r;
  double sum = 0x1.5575b0be00b6ap-2 * r + -0x1.ffffef20a4123p-2;
  sum = -0x1.00ea348b88334p-2 * square + sum;
  return static_cast<float>(sum * square + (start + r));
}

}  // namespace cnn2snn::quantizeml
