// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/erfc.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

// The rational approximations, their intervals and coefficients are those of FDLIBM's erfcf
// (Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
// Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
// freely granted, provided that this notice is preserved.), the polynomial of the exponential that
// of Arm's optimized routines (MIT or Apache-2.0 WITH LLVM-exception), as in glibc and musl.
namespace cnn2snn::quantizeml {
namespace {

// (erf(x) − x) / x of x², |x| < 0.84375.
constexpr std::array kP = {1.2837916613e-01F, -3.2504209876e-01F, -2.8481749818e-02F,
                           -5.7702702470e-03F, -2.3763017452e-05F};
constexpr std::array kQ = {1.0F,
                           3.9791721106e-01F,
                           6.5022252500e-02F,
                           5.0813062117e-03F,
                           1.3249473704e-04F,
                           -3.9602282413e-06F};
// erf(x) − kErfOfOne of |x| − 1, |x| < 1.25.
constexpr float kErfOfOne = 8.4506291151e-01F;
constexpr std::array kNearOneP = {-2.3621185683e-03F, 4.1485610604e-01F,  -3.7220788002e-01F,
                                  3.1834661961e-01F,  -1.1089469492e-01F, 3.5478305072e-02F,
                                  -2.1663755178e-03F};
constexpr std::array kNearOneQ = {1.0F,
                                  1.0642088205e-01F,
                                  5.4039794207e-01F,
                                  7.1828655899e-02F,
                                  1.2617121637e-01F,
                                  1.3637083583e-02F,
                                  1.1984500103e-02F};
// log(x · erfc(x)) + x² + 0.5625 of 1/x²: up to 1/0.35, and above.
constexpr std::array kMiddleP = {-9.8649440333e-03F, -6.9385856390e-01F, -1.0558626175e+01F,
                                 -6.2375331879e+01F, -1.6239666748e+02F, -1.8460508728e+02F,
                                 -8.1287437439e+01F, -9.8143291473e+00F};
constexpr std::array kMiddleQ = {1.0F,
                                 1.9651271820e+01F,
                                 1.3765776062e+02F,
                                 4.3456588745e+02F,
                                 6.4538726807e+02F,
                                 4.2900814819e+02F,
                                 1.0863500214e+02F,
                                 6.5702495575e+00F,
                                 -6.0424413532e-02F};
constexpr std::array kFarP = {-9.8649431020e-03F, -7.9928326607e-01F, -1.7757955551e+01F,
                              -1.6063638306e+02F, -6.3756646729e+02F, -1.0250950928e+03F,
                              -4.8351919556e+02F};
constexpr std::array kFarQ = {1.0F,
                              3.0338060379e+01F,
                              3.2579251099e+02F,
                              1.5367296143e+03F,
                              3.1998581543e+03F,
                              2.5530502930e+03F,
                              4.7452853394e+02F,
                              -2.2440952301e+01F};

template <typename Coefficients>
float polynomial(const Coefficients& coefficients, float x) {
  float sum = coefficients.back();
  for (std::size_t i = coefficients.size() - 1; i-- > 0;) sum = coefficients[i] + x * sum;
  return sum;
}

// 2^(j/32)
constexpr std::array kRoots = {0x1p+0,
                               0x1.059b0d3158574p+0,
                               0x1.0b5586cf9890fp+0,
                               0x1.11301d0125b51p+0,
                               0x1.172b83c7d517bp+0,
                               0x1.1d4873168b9aap+0,
                               0x1.2387a6e756238p+0,
                               0x1.29e9df51fdee1p+0,
                               0x1.306fe0a31b715p+0,
                               0x1.371a7373aa9cbp+0,
                               0x1.3dea64c123422p+0,
                               0x1.44e086061892dp+0,
                               0x1.4bfdad5362a27p+0,
                               0x1.5342b569d4f82p+0,
                               0x1.5ab07dd485429p+0,
                               0x1.6247eb03a5585p+0,
                               0x1.6a09e667f3bcdp+0,
                               0x1.71f75e8ec5f74p+0,
                               0x1.7a11473eb0187p+0,
                               0x1.82589994cce13p+0,
                               0x1.8ace5422aa0dbp+0,
                               0x1.93737b0cdc5e5p+0,
                               0x1.9c49182a3f09p+0,
                               0x1.a5503b23e255dp+0,
                               0x1.ae89f995ad3adp+0,
                               0x1.b7f76f2fb5e47p+0,
                               0x1.c199bdd85529cp+0,
                               0x1.cb720dcef9069p+0,
                               0x1.d5818dcfba487p+0,
                               0x1.dfc97337b9b5fp+0,
                               0x1.ea4afa2a490dap+0,
                               0x1.f50765b6e454p+0};

// 2^(k/32) · 2^r with a cubic for the rest r, |r| <= 1/64, in double precision.
float exponential(float x) {
  constexpr double kSteps = kRoots.size();
  const double scaled = 0x1.71547652b82fep+0 * kSteps * static_cast<double>(x);
  const double k = std::nearbyint(scaled);
  const double r = scaled - k;
  const double high =
      0x1.c6af84b912394p-5 / kSteps / kSteps / kSteps * r + 0x1.ebfce50fac4f3p-3 / kSteps / kSteps;
  const double sum = high * (r * r) + (0x1.62e42ff0c52d6p-1 / kSteps * r + 1.0);
  const double whole = std::floor(k / kSteps);
  const double root = kRoots[static_cast<std::size_t>(k - whole * kSteps)];
  return static_cast<float>(sum * std::ldexp(root, static_cast<int>(whole)));
}

// x with a mantissa so short that its square is exact.
float shortened(float x) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  bits &= 0xffffe000U;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

float erfc_of_large(float x) {
  constexpr float kFar = 1.0F / 0.35F;
  const float s = 1.0F / (x * x);
  const float rest = x < kFar ? polynomial(kMiddleP, s) / polynomial(kMiddleQ, s)
                              : polynomial(kFarP, s) / polynomial(kFarQ, s);
  const float z = shortened(x);
  return exponential(-z * z - 0.5625F) * exponential((z - x) * (z + x) + rest) / x;
}

}  // namespace

float erfc(float x) {
  const float magnitude = std::fabs(x);
  if (magnitude < 0.84375F) {
    const float square = x * x;
    const float y = polynomial(kP, square) / polynomial(kQ, square);
    if (x < 0.25F) return 1.0F - (x + x * y);
    return 0.5F - (x * y + (x - 0.5F));
  }
  if (magnitude < 1.25F) {
    const float s = magnitude - 1.0F;
    const float y = polynomial(kNearOneP, s) / polynomial(kNearOneQ, s);
    return x >= 0.0F ? (1.0F - kErfOfOne) - y : 1.0F + (kErfOfOne + y);
  }
  if (x <= -6.0F) return 2.0F;
  if (x >= 28.0F) return 0.0F;
  const float tail = erfc_of_large(magnitude);
  return x > 0.0F ? tail : 2.0F - tail;
}

}  // namespace cnn2snn::quantizeml
