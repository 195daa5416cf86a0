// SPDX-License-Identifier: Apache-2.0
#include "files/snappy/pieces.h"

#include <algorithm>
#include <cstring>

namespace cnn2snn::files {

void Pieces::append(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  pieces_.push_back({size_, bytes});
  size_ += bytes.size();
}

std::span<const std::uint8_t> Pieces::from(std::size_t position) const {
  if (position >= size_) return {};
  const auto behind =
      std::upper_bound(pieces_.begin(), pieces_.end(), position,
                       [](std::size_t at, const Piece& piece) { return at < piece.begin; });
  const Piece& piece = *(behind - 1);
  return piece.bytes.subspan(position - piece.begin);
}

bool Pieces::holds(std::size_t position, std::span<const std::uint8_t> bytes) const {
  if (position > size_ || bytes.size() > size_ - position) return false;
  while (!bytes.empty()) {
    const std::span<const std::uint8_t> there = from(position);
    const std::size_t count = std::min(bytes.size(), there.size());
    if (std::memcmp(bytes.data(), there.data(), count) != 0) return false;
    bytes = bytes.subspan(count);
    position += count;
  }
  return true;
}

bool Pieces::repeats(std::size_t one, std::size_t other, std::size_t count) const {
  if (one > size_ || count > size_ - one) return false;
  while (count > 0) {
    const std::span<const std::uint8_t> there = from(one);
    const std::size_t part = std::min(count, there.size());
    if (!holds(other, there.first(part))) return false;
    one += part;
    other += part;
    count -= part;
  }
  return true;
}

}  // namespace cnn2snn::files
