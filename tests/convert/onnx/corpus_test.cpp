// SPDX-License-Identifier: Apache-2.0
// Models quantized with QuantizeML's ONNX path against the official result: NAME.onnx with
// NAME.fbz, or with NAME.error. CNN2SNN_ONNX_CORPUS names another folder of such files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "convert/onnx/convert.h"
#include "fbz/fbz.h"
#include "fixtures.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {
namespace {

namespace fs = std::filesystem;

std::string folder() {
  const char* given = std::getenv("CNN2SNN_ONNX_CORPUS");
  return given != nullptr ? given : std::string(CNN2SNN_FIXTURES) + "/onnx";
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() == ".onnx") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Corpus : public testing::TestWithParam<std::string> {};

struct Outcome {
  Report report;
  akida::Model model;
};

Outcome run(const std::vector<std::uint8_t>& bytes) {
  Outcome outcome;
  try {
    const Model model = read_model(bytes);
    outcome.model = convert(model, {}, outcome.report).model;
  } catch (const ConversionError& error) {
    outcome.report.problems.push_back(error.problem());
  }
  return outcome;
}

void expect_same(const akida::Layer& got, const akida::Layer& official) {
  SCOPED_TRACE("layer " + official.name);
  EXPECT_EQ(got.name, official.name);
  EXPECT_EQ(got.type, official.type);
  EXPECT_EQ(got.parameters, official.parameters);
  EXPECT_EQ(got.inbounds, official.inbounds);
  ASSERT_EQ(got.variables.size(), official.variables.size());
  for (const auto& [name, variable] : official.variables) {
    SCOPED_TRACE("variable " + name);
    const auto found = got.variables.find(name);
    ASSERT_NE(found, got.variables.end());
    EXPECT_EQ(found->second.shape, variable.shape);
    EXPECT_EQ(found->second.dtype, variable.dtype);
    EXPECT_TRUE(found->second.data == variable.data);
  }
}

// The official text, its line breaks as blanks, up to what numpy or Python prints of arrays. A
// KeyError's text is printed as a literal, with quotes and backslashes of which nothing is left.
std::string opening(std::string text) {
  if (text.rfind("KeyError", 0) == 0) {
    for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n")) {
      text.replace(at, 2, " ");
    }
    const auto marks = [](char c) { return c == '\'' || c == '"' || c == '\\'; };
    text.erase(std::remove_if(text.begin(), text.end(), marks), text.end());
  }
  const std::size_t array = text.find("'[[[");
  if (array != std::string::npos) text.resize(array);
  std::string out;
  for (const char c : text) {
    const bool blank = c == '\n' || c == ' ';
    if (!blank || out.empty() || out.back() != ' ') out += blank ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

TEST_P(Corpus, LikeTheOfficialConverter) {
  const std::string stem = folder() + "/" + GetParam();
  const Outcome outcome = run(fixtures::read_file(stem + ".onnx"));
  if (!fs::exists(stem + ".error")) {
    ASSERT_TRUE(outcome.report.ok()) << describe(outcome.report.problems[0]);
    const akida::Model official = fbz::read(fixtures::read_file(stem + ".fbz"));
    ASSERT_EQ(outcome.model.layers.size(), official.layers.size());
    for (std::size_t i = 0; i < official.layers.size(); ++i) {
      expect_same(outcome.model.layers[i], official.layers[i]);
    }
    return;
  }
  ASSERT_FALSE(outcome.report.ok());
  const std::vector<std::uint8_t> bytes = fixtures::read_file(stem + ".error");
  const std::string official(bytes.begin(), bytes.end());
  if (official.rfind("InferenceError", 0) == 0) return;  // ONNX's own shape inference.
  const Problem& problem = outcome.report.problems[0];
  const std::string expected = opening(official);
  const std::string got = opening(problem.error_class + ": " + problem.reason);
  const std::size_t length = std::min({expected.size(), got.size(), std::size_t{110}});
  EXPECT_EQ(got.substr(0, length), expected.substr(0, length)) << official;
  EXPECT_GE(length, std::min(expected.size(), std::size_t{40}));
}

INSTANTIATE_TEST_SUITE_P(All, Corpus, testing::ValuesIn(names()),
                         [](const auto& test) { return fixtures::test_name(test.param); });

}  // namespace
}  // namespace cnn2snn::onnx
