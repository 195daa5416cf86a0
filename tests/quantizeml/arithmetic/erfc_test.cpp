// SPDX-License-Identifier: Apache-2.0
// Against erfcf of glibc 2.36, bit by bit.
#include "quantizeml/arithmetic/erfc.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace cnn2snn::quantizeml {
namespace {

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

TEST(Erfc, HasTheBitsOfTheCLibrary) {
  const std::vector<std::pair<float, std::uint32_t>> expected = {
      std::pair{-7.0F, 0x40000000U},     std::pair{-6.0F, 0x40000000U},
      std::pair{-5.5F, 0x40000000U},     std::pair{-3.0F, 0x3fffff47U},
      std::pair{-2.5F, 0x3ffff2aaU},     std::pair{-1.4128077F, 0x3ffa2600U},
      std::pair{-1.25F, 0x3ff62197U},    std::pair{-1.1F, 0x3ff0aa90U},
      std::pair{-0.9F, 0x3fe60116U},     std::pair{-0.84375F, 0x3fe23474U},
      std::pair{-0.5F, 0x3fc29fbeU},     std::pair{-0.1F, 0x3f8e652fU},
      std::pair{0.0F, 0x3f800000U},      std::pair{0.1F, 0x3f6335a1U},
      std::pair{0.25F, 0x3f3942acU},     std::pair{0.3F, 0x3f2bdf1eU},
      std::pair{0.8F, 0x3e840b58U},      std::pair{0.85F, 0x3e6ad5fdU},
      std::pair{1.2F, 0x3db7ad4cU},      std::pair{1.25F, 0x3d9de68aU},
      std::pair{1.5F, 0x3d0ad555U},      std::pair{2.5F, 0x39d55c2dU},
      std::pair{2.857143F, 0x385f9ba3U}, std::pair{3.0F, 0x37b94efcU},
      std::pair{4.5F, 0x2f582e7fU},      std::pair{6.0F, 0x23c67c0bU},
      std::pair{9.0F, 0x030cc6a1U},      std::pair{10.0F, 0x00000002U},
      std::pair{28.0F, 0x00000000U},     std::pair{30.0F, 0x00000000U},
  };
  for (const auto& [x, bits] : expected) EXPECT_EQ(bits_of(erfc(x)), bits) << x;
}

TEST(Erfc, HasTheBitsOfTheCLibraryOnAllOfAGrid) {
  // FNV-1a over the bytes of erfc(i/512), -8 <= i/512 <= 10.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (int i = -4096; i <= 5120; ++i) {
    const std::uint32_t bits = bits_of(erfc(static_cast<float>(i) / 512.0F));
    for (int byte = 0; byte < 4; ++byte) {
      hash = (hash ^ ((bits >> (8 * byte)) & 0xffU)) * 0x100000001b3U;
    }
  }
  EXPECT_EQ(hash, 0x8400daf51f1e5977U);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
