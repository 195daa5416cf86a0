// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5_writer/checksum.h"

#include <array>

namespace cnn2snn::hdf5 {
namespace {

constexpr std::size_t kBlock = 12;

std::uint32_t rotate(std::uint32_t x, unsigned bits) {
  return x << bits | x >> (32U - bits);
}

using State = std::array<std::uint32_t, 3>;

void mix(State& s) {
  auto& [a, b, c] = s;
  a -= c, a ^= rotate(c, 4), c += b;
  b -= a, b ^= rotate(a, 6), a += c;
  c -= b, c ^= rotate(b, 8), b += a;
  a -= c, a ^= rotate(c, 16), c += b;
  b -= a, b ^= rotate(a, 19), a += c;
  c -= b, c ^= rotate(b, 4), b += a;
}

void finish(State& s) {
  auto& [a, b, c] = s;
  c ^= b, c -= rotate(b, 14);
  a ^= c, a -= rotate(c, 11);
  b ^= a, b -= rotate(a, 25);
  c ^= b, c -= rotate(b, 16);
  a ^= c, a -= rotate(c, 4);
  b ^= a, b -= rotate(a, 14);
  c ^= b, c -= rotate(b, 24);
}

void add(State& s, std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    s[i / 4] += static_cast<std::uint32_t>(bytes[i]) << (8 * (i % 4));
  }
}

}  // namespace

std::uint32_t lookup3(std::span<const std::uint8_t> bytes) {
  const std::uint32_t start = 0xDEADBEEFU + static_cast<std::uint32_t>(bytes.size());
  State state = {start, start, start};
  while (bytes.size() > kBlock) {
    add(state, bytes.first(kBlock));
    mix(state);
    bytes = bytes.subspan(kBlock);
  }
  if (bytes.empty()) return state[2];
  add(state, bytes);
  finish(state);
  return state[2];
}

}  // namespace cnn2snn::hdf5
