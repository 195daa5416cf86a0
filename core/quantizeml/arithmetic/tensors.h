// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What QuantizeML knows of a tensor without its values: value bits, fractional bits, scales.
/// Names follow quantizeml.tensors.
namespace cnn2snn::quantizeml {

/// A scalar, or a vector along the last axis. float32, as in the official arithmetic.
struct Array {
  std::vector<float> values{0.0F};
  bool scalar = true;  ///< Rank 0. A vector of length 1 is not a scalar.
  /// False: how many elements there are is known, what they are is not (they are 0 here). What is
  /// computed from them is unknown too, and an assertion on them neither passes nor fails.
  bool known = true;

  static Array of(float value) { return {{value}, true}; }
  static Array filled(std::size_t size, float value) {
    return {std::vector<float>(size, value), false};
  }
  static Array vector(std::vector<float> values) { return {std::move(values), false}; }
  static Array unknown(std::size_t size, bool scalar) {
    return {std::vector<float>(size), scalar, false};
  }
  [[nodiscard]] std::size_t size() const { return values.size(); }
  [[nodiscard]] float operator[](std::size_t i) const {
    return values.size() == 1 ? values[0] : values[i];
  }
};

/// Element-wise `op` with the broadcast of scalars and vectors of length 1. Throws ConversionError
/// when the lengths differ otherwise.
template <class Op>
Array combine(const Array& a, const Array& b, Op op);

/// Whether `test` holds for every element; nullopt: they are not known.
template <class Test>
std::optional<bool> holds(const Array& x, Test test) {
  if (!x.known) return std::nullopt;
  return std::all_of(x.values.begin(), x.values.end(), test);
}

/// Zeros, as many as the elements of both broadcast to; known where both are.
Array broadcast(const Array& a, const Array& b);

/// Fixed-point numbers: integers of `value_bits` (without the sign) over 2^frac_bits.
struct FixedPoint {
  int value_bits = 0;
  Array frac_bits;
  [[nodiscard]] bool per_tensor() const { return frac_bits.size() == 1; }
};

/// Fixed-point numbers times float scales.
struct QFloat {
  FixedPoint fp;
  Array scales;
  /// A scale vector of length 1 does not count as per-tensor, unlike fractional bits.
  [[nodiscard]] bool per_tensor() const { return fp.per_tensor() && scales.scalar; }
};

/// What flows along a link of the graph.
struct Metadata {
  enum class Kind {
    kUnknown,  ///< Not known: the layer before failed or is not quantized.
    kTensor,   ///< A plain tensor: the model's input.
    kFixedPoint,
    kQFloat
  };
  Kind kind = Kind::kUnknown;
  FixedPoint fp;
  Array scales;       ///< QFloat only.
  std::string dtype;  ///< Plain tensors only: "uint8", "float32", …

  static Metadata of(FixedPoint fp) { return {Kind::kFixedPoint, std::move(fp), {}, {}}; }
  static Metadata of(QFloat q) { return {Kind::kQFloat, std::move(q.fp), std::move(q.scales), {}}; }
  static Metadata tensor(std::string dtype) { return {Kind::kTensor, {}, {}, std::move(dtype)}; }
  [[nodiscard]] bool known() const { return kind != Kind::kUnknown; }
  [[nodiscard]] bool is_fixed_point() const { return kind == Kind::kFixedPoint; }
  [[nodiscard]] bool is_qfloat() const { return kind == Kind::kQFloat; }
  [[nodiscard]] bool is_tensor() const { return kind == Kind::kTensor; }
  [[nodiscard]] bool per_tensor() const {
    return fp.per_tensor() && (kind != Kind::kQFloat || scales.scalar);
  }
  [[nodiscard]] bool values_known() const { return fp.frac_bits.known && scales.known; }
  [[nodiscard]] QFloat qfloat() const { return {fp, scales}; }
};

template <class Op>
Array combine(const Array& a, const Array& b, Op op) {
  Array out = broadcast(a, b);
  const std::size_t n = out.known ? out.size() : 0;
  for (std::size_t i = 0; i < n; ++i) out.values[i] = op(a[i], b[i]);
  return out;
}

// --- operations of quantizeml.tensors on the metadata --------------------------------------------

/// Fails as TensorFlow's run-time assertions do (InvalidArgumentError), where the condition is
/// known not to hold.
void assert_recorded(std::optional<bool> condition, const std::string& message);

/// More value bits, same values. Throws ValueError when `bits` is less than there are.
FixedPoint promote(const FixedPoint& x, int bits);

/// Moves to other fractional bits; `shift` = frac_bits − x.frac_bits (left where positive).
struct Rescaled {
  FixedPoint fp;
  Array shift;
};
Rescaled rescale(const FixedPoint& x, const Array& frac_bits, int value_bits);
/// As rescale, where only left shifts are allowed.
Rescaled upscale(const FixedPoint& x, const Array& frac_bits, int value_bits);
/// Aligns all channels on the largest fractional bits. Throws ValueError when bits < x.value_bits.
Rescaled expand(const FixedPoint& x, int bits);

}  // namespace cnn2snn::quantizeml
