// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace cnn2snn::files {

/// How the elements of a dataset are stored.
struct NumberFormat {
  enum class Kind { kSigned, kUnsigned, kFloat };
  Kind kind = Kind::kFloat;
  std::size_t size = 4;  ///< Bytes: 1, 2, 4 or 8; of a float (IEEE 754) 2, 4 or 8.
  bool big_endian = false;

  /// Whether stored elements already are what `float` is in memory.
  [[nodiscard]] bool is_native_float() const;
};

/// Converts `out.size()` elements; each is rounded once, to the nearest float32.
void to_floats(NumberFormat format, std::span<const std::uint8_t> stored, std::span<float> out);

}  // namespace cnn2snn::files
