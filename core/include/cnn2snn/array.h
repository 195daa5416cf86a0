// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Arrays of numbers, as numpy's `.npy` and `.npz` hold them: samples, labels, inputs, outputs.
namespace cnn2snn {

struct ElementType {
  enum class Kind : std::uint8_t { kBool, kSigned, kUnsigned, kFloat };
  Kind kind = Kind::kFloat;
  std::size_t size = 4;  ///< Bytes: 1 (bool), 1, 2, 4, 8 (integers), 2, 4, 8 (IEEE 754 floats).
  friend bool operator==(const ElementType&, const ElementType&) = default;
};

/// As numpy names it: "bool", "uint8", "float32".
std::string to_string(ElementType type);

struct Array {
  std::string name;  ///< In a `.npz`, without ".npy"; empty for a `.npy`.
  ElementType type;
  std::vector<std::int64_t> shape;  ///< Empty: one number. No extent is negative.
  std::vector<std::uint8_t> data;   ///< Little-endian elements, C order.

  /// Product of the shape.
  [[nodiscard]] std::size_t count() const { return data.size() / type.size; }
};

/// `out.size()` elements from number `first` on, each rounded once to float32 (a bool is 0 or 1).
/// The range must lie within the array.
void to_floats(const Array& array, std::size_t first, std::span<float> out);

}  // namespace cnn2snn
