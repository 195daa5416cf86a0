// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "cnn2snn/report.h"

namespace cnn2snn {
namespace {

TEST(Documentation, ListsEveryIdentifier) {
  std::ifstream in(std::string(CNN2SNN_SOURCE_DIR) + "/docs/report.md");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
#define CNN2SNN_EXPECT(name, id, meaning) \
  EXPECT_NE(text.find("| `" id "` | " meaning " |"), std::string::npos) << id;
  CNN2SNN_ERROR_IDS(CNN2SNN_EXPECT)
#undef CNN2SNN_EXPECT
}

}  // namespace
}  // namespace cnn2snn
