// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cnn2snn::files {

/// Bytes that stand in several places, one piece behind the other as if they were in one.
class Pieces {
 public:
  Pieces() = default;
  explicit Pieces(std::span<const std::uint8_t> whole) { append(whole); }

  /// The bytes are not copied.
  void append(std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The bytes from `position` to the end of their piece; none at the end of all.
  [[nodiscard]] std::span<const std::uint8_t> from(std::size_t position) const;
  /// Whether the bytes from `position` on begin with these.
  [[nodiscard]] bool holds(std::size_t position, std::span<const std::uint8_t> bytes) const;
  /// Whether `count` bytes are the same from either position on.
  [[nodiscard]] bool repeats(std::size_t one, std::size_t other, std::size_t count) const;

 private:
  struct Piece {
    std::size_t begin;
    std::span<const std::uint8_t> bytes;
  };
  std::vector<Piece> pieces_;
  std::size_t size_ = 0;
};

}  // namespace cnn2snn::files
