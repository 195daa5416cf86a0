// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "cnn2snn/report.h"

namespace cnn2snn {
namespace {

std::string source_file(const std::string& path) {
  std::ifstream in(std::string(CNN2SNN_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string report_document() {
  return source_file("docs/report.md");
}

/// The strings of a union of string literals in npm/src/report.ts.
std::set<std::string> union_of(const std::string& text, const std::string& name) {
  std::set<std::string> out;
  const std::size_t begin = text.find("export type " + name + " =");
  if (begin == std::string::npos) return out;
  const std::size_t end = text.find(';', begin);
  for (std::size_t at = text.find('\'', begin); at < end; at = text.find('\'', at + 1)) {
    const std::size_t close = text.find('\'', at + 1);
    out.insert(text.substr(at + 1, close - at - 1));
    at = close;
  }
  return out;
}

TEST(Documentation, ListsEveryIdentifier) {
  const std::string text = report_document();
#define CNN2SNN_EXPECT(name, id, meaning) \
  EXPECT_NE(text.find("| `" id "` | " meaning " |"), std::string::npos) << id;
  CNN2SNN_ERROR_IDS(CNN2SNN_EXPECT)
#undef CNN2SNN_EXPECT
}

TEST(Documentation, ListsEveryRule) {
  const std::string text = report_document();
#define CNN2SNN_EXPECT(name, id, meaning) \
  EXPECT_NE(text.find("| `" id "` | " meaning " |"), std::string::npos) << id;
  CNN2SNN_RULES(CNN2SNN_EXPECT)
#undef CNN2SNN_EXPECT
}

TEST(TypeScript, HasTheIdentifiersAndRulesOfTheCore) {
  const std::string types = source_file("npm/src/report.ts");
  const std::set<std::string> ids = {
#define CNN2SNN_ID(name, id, meaning) id,
      CNN2SNN_ERROR_IDS(CNN2SNN_ID)};
  const std::set<std::string> rules = {CNN2SNN_RULES(CNN2SNN_ID)};
#undef CNN2SNN_ID
  EXPECT_EQ(union_of(types, "ErrorCode"), ids);
  EXPECT_EQ(union_of(types, "RuleName"), rules);
}

}  // namespace
}  // namespace cnn2snn
