// SPDX-License-Identifier: Apache-2.0
#include "files/snappy/snappy_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/conversion_error.h"

namespace cnn2snn::files {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Noise, which is stored as it is, and of `values` values, which repeats.
Bytes noise(std::size_t size, unsigned values) {
  std::minstd_rand random(7);
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random() % values);
  return bytes;
}

Bytes periodic(std::size_t size, std::size_t period) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i % period);
  return bytes;
}

std::vector<Bytes> samples() {
  return {{},           {42},         noise(100, 256),   noise(200'000, 256),  noise(200'000, 3),
          Bytes(70000), noise(59, 9), periodic(3000, 3), periodic(70000, 2000)};
}

TEST(Snappy, AStreamGivesBackWhatWasCompressed) {
  for (const Bytes& plain : samples()) {
    const Bytes bytes = compress(Pieces(plain));
    EXPECT_EQ(decompress(bytes, scan(bytes)), plain) << plain.size();
    EXPECT_TRUE(decompresses_to(bytes, Pieces(plain))) << plain.size();
  }
}

TEST(Snappy, AnotherContentIsTold) {
  for (const Bytes& plain : samples()) {
    const Bytes bytes = compress(Pieces(plain));
    Bytes other = plain;
    other.push_back(0);
    EXPECT_FALSE(decompresses_to(bytes, Pieces(other))) << plain.size();
    if (plain.empty()) continue;
    for (const std::size_t at : {std::size_t{0}, plain.size() / 2, plain.size() - 1}) {
      other = plain;
      other[at] ^= 1;
      EXPECT_FALSE(decompresses_to(bytes, Pieces(other))) << plain.size() << " at " << at;
    }
    EXPECT_FALSE(decompresses_to(bytes, Pieces(std::span(plain).first(plain.size() - 1))));
  }
}

TEST(Snappy, WhatFollowsAStreamIsNotPartOfIt) {
  const Bytes plain = noise(1000, 3);
  Bytes bytes = compress(Pieces(plain));
  EXPECT_FALSE(decompresses_to(std::span(bytes).first(bytes.size() - 1), Pieces(plain)));
  bytes.push_back(0);
  EXPECT_FALSE(decompresses_to(bytes, Pieces(plain)));
}

TEST(Snappy, PiecesGiveTheStreamOfTheWhole) {
  for (const Bytes& plain : samples()) {
    const Bytes bytes = compress(Pieces(plain));
    for (const std::size_t size : {std::size_t{1}, std::size_t{777}, std::size_t{65536}}) {
      Pieces pieces;
      for (std::size_t at = 0; at < plain.size(); at += size) {
        pieces.append(std::span(plain).subspan(at, std::min(size, plain.size() - at)));
      }
      EXPECT_EQ(compress(pieces), bytes) << plain.size() << " by " << size;
      EXPECT_TRUE(decompresses_to(bytes, pieces)) << plain.size() << " by " << size;
    }
  }
}

// The library's own decompression is the judge.
TEST(Snappy, EveryDamageIsJudgedAsByDecompression) {
  const Bytes plain = noise(600, 3);
  const Bytes bytes = compress(Pieces(plain));
  std::size_t harmless = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes damaged = bytes;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1U << bit));
      bool same = false;
      try {
        const SnappyStream stream = scan(damaged);
        same = stream.compressed_size == damaged.size() && decompress(damaged, stream) == plain;
      } catch (const ConversionError&) {
        same = false;
      }
      harmless += same ? 1 : 0;
      EXPECT_EQ(decompresses_to(damaged, Pieces(plain)), same) << at << " bit " << bit;
    }
  }
  EXPECT_LT(harmless, bytes.size());  // A copy from elsewhere can give the same.
}

}  // namespace
}  // namespace cnn2snn::files
