// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "quantizeml/arithmetic/tensors.h"

/// The float32 arithmetic of QuantizeML as TensorFlow executes it on x86-64 (AVX kernels without
/// fused multiply-add): one rounding per operation, in this order. Everything here is built with
/// floating-point contraction off.
namespace cnn2snn::quantizeml {

/// ceil(log(x) / ln 2) as the traced graph computes it. The logarithm of an element depends on its
/// position: whole groups of 8 go through the vector routine, the remaining n mod 8 through logf.
/// The two differ at some exact powers of two, and neither is an exact log2 there.
Array ceil_log2(const Array& x);

/// floor(log(x) / ln 2) as it is computed outside a traced graph: the same logarithms, but a true
/// division. -infinity for 0.
Array floor_log2(const Array& x);

/// a / b, by zero too: C++ itself leaves that open.
float quotient(float a, float b);

/// 1 / c in float32: a division by a Python constant inside a traced graph is executed as a
/// multiplication by its reciprocal.
float reciprocal(float c);

/// 2^n, exact.
float pow2(float n);

/// Round half to even.
float round_half_even(float x);

/// Clips to [−2^value_bits, 2^value_bits − 1], bounds computed in float32 (2^27 − 1 becomes 2^27).
float saturate(float x, int value_bits);

/// value_bits − ceil_log2(range), not above value_bits when `clamp`.
Array max_frac_bits(int value_bits, const Array& range, bool clamp = true);

/// What a C cast of a float to int32 gives on x86-64: out of range values become INT32_MIN.
std::int32_t to_int32(float x);

}  // namespace cnn2snn::quantizeml
