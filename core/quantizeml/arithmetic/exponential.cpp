// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/exponential.h"

#include <cmath>

namespace cnn2snn::quantizeml {
namespace {

constexpr double kTwoOverRootPi = 1.1283791670955126;
constexpr double kErrorIsOne = 6.0;  // From here on 1 − erf is below a double's resolution.

}  // namespace

double exponential(double x) {
  if (x != x) return x;
  if (x > 709.0) return HUGE_VAL;
  if (x < -745.0) return 0.0;
  // x = n ln 2 + r; ln 2 in two parts, the first with zeros at its end.
  constexpr double kLn2High = 0.6931471803691238;
  constexpr double kLn2Low = 1.9082149292705877e-10;
  const double n = std::floor(x / 0.6931471805599453 + 0.5);
  const double r = (x - n * kLn2High) - n * kLn2Low;
  double sum = 1.0;
  for (int i = 18; i > 0; --i) sum = 1.0 + sum * r / i;
  return std::ldexp(sum, static_cast<int>(n));
}

// erf x = 2/√π · exp(−x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1)), all terms of one sign.
double error_function(double x) {
  if (x != x) return x;
  if (x >= kErrorIsOne) return 1.0;
  if (x <= -kErrorIsOne) return -1.0;
  double term = x;
  double sum = x;
  for (int n = 1; n < 200; ++n) {
    term = term * (2.0 * x * x) / (2 * n + 1);
    sum = sum + term;
    if (std::fabs(term) < 1e-17 * std::fabs(sum)) break;
  }
  return kTwoOverRootPi * exponential(-x * x) * sum;
}

}  // namespace cnn2snn::quantizeml
