// SPDX-License-Identifier: Apache-2.0
//
// The inputs kept in tests/fuzz/corpus, each through the function that its target gives to the
// fuzzer: what fuzzing has reached stays reached, and what it has found stays mended.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

// CMake writes TARGET(NAME) for each tests/fuzz/NAME_fuzzer.cpp, and calls its function fuzz_NAME.
#define TARGET(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "fuzz_targets.inc"
#undef TARGET

// HDF5 asks for as much as a damaged header names, and is to be told that there is no such memory.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "allocator_may_return_null=1";
}

namespace {

namespace fs = std::filesystem;

struct Target {
  const char* name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

void PrintTo(const Target& target, std::ostream* out) {
  *out << target.name;
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, KeptInputs) {
  const fs::path folder = fs::path(CNN2SNN_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().name;
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::vector<char> content{std::istreambuf_iterator<char>(in), {}};
    const std::vector<std::uint8_t> bytes(content.begin(), content.end());
    SCOPED_TRACE(entry.path().string());
    EXPECT_EQ(GetParam().run(bytes.data(), bytes.size()), 0);
    ++count;
  }
  EXPECT_GT(count, 10U);
}

constexpr Target kTargets[] = {
#define TARGET(name) {#name, fuzz_##name},
#include "fuzz_targets.inc"
#undef TARGET
};
INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::ValuesIn(kTargets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
