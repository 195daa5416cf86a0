// SPDX-License-Identifier: Apache-2.0
// Float models with the verdict of the official check_model_compatibility
// (tests/fixtures/compat/verdicts.json: model -> "v2", "v1", "v2 int8", … -> "OK" or
// "Class: message").
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "cnn2snn/cnn2snn.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

struct Case {
  std::string model;
  std::string key;  ///< "v2", "v1", "v2 int8", …
  std::string verdict;
  [[nodiscard]] std::string path() const {
    return std::string(CNN2SNN_FIXTURES) + "/compat/" + model + ".h5";
  }
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.model << " " << c.key;
}

std::vector<Case> cases() {
  std::vector<Case> out;
  std::ifstream in(std::string(CNN2SNN_FIXTURES) + "/compat/verdicts.json");
  const auto verdicts = nlohmann::json::parse(in, nullptr, false);
  for (const auto& [model, by_key] : verdicts.items()) {
    for (const auto& [key, verdict] : by_key.items()) {
      if (key.rfind("v1", 0) == 0 || key.rfind("v2", 0) == 0) {
        out.push_back({model, key, verdict.get<std::string>()});
      }
    }
  }
  return out;
}

CompatibilityOptions options_of(const std::string& key) {
  CompatibilityOptions options;
  options.akida_version = akida_version_from(key.substr(0, 2));
  const std::string dtype = key.size() > 3 ? key.substr(3) : "uint8";
  if (dtype == "int8") options.input_dtype = InputDType::kInt8;
  if (dtype == "int16") options.input_dtype = InputDType::kInt16;
  return options;
}

/// Letters, digits, dots and underscores: how lists, line ends and quotes are printed does not
/// matter.
std::string plain(std::string text) {
  std::string out;
  // Keras counts the names it makes up over a session.
  text = std::regex_replace(text, std::regex("(activation|input_quantizer|dequantizer)(_[0-9]+)+"),
                            "$1");
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_';
  });
  return out;
}

class Verdicts : public testing::TestWithParam<Case> {};

TEST_P(Verdicts, IsTheOfficialOne) {
  const Case& c = GetParam();
  const auto bytes = fixtures::read_file(c.path());
  ASSERT_FALSE(bytes.empty());
  const CompatibilityResult result = check_model_compatibility(bytes, options_of(c.key));
  if (c.verdict == "OK") {
    EXPECT_TRUE(result.report.ok())
        << (result.report.ok() ? "" : describe(result.report.problems.front()));
    return;
  }
  ASSERT_FALSE(result.report.ok()) << c.verdict.substr(0, 300);
  const Problem& first = result.report.problems.front();
  EXPECT_FALSE(first.remedy.empty()) << describe(first);
  // The helper cannot raise TensorFlow's own errors again: class, step and message are lost.
  if (c.verdict.find("InvalidArgumentError.__init__()") != std::string::npos) {
    EXPECT_EQ(first.error_class, "InvalidArgumentError") << describe(first);
    return;
  }
  const std::size_t colon = c.verdict.find(": ");
  EXPECT_EQ(first.error_class, c.verdict.substr(0, colon)) << describe(first);
  std::string message = c.verdict.substr(colon + 2);
  const std::string prefix = "Incompatibility found during ";
  if (message.rfind(prefix, 0) == 0) {
    const std::size_t end = message.find(": ");
    EXPECT_EQ(to_string(first.step), message.substr(prefix.size(), end - prefix.size()));
    message = message.substr(end + 2);
  }
  // A failing call is told with its Python stack.
  message = message.substr(0, message.find("in user code:"));
  constexpr std::size_t kCompared = 60;
  const std::string theirs = plain(message).substr(0, kCompared);
  const std::string ours = plain(first.reason).substr(0, kCompared);
  const std::size_t compared = std::min(theirs.size(), ours.size());
  EXPECT_EQ(ours.substr(0, compared), theirs.substr(0, compared));
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, Verdicts, testing::ValuesIn(cases()), [](const testing::TestParamInfo<Case>& tested) {
      std::string name = tested.param.model + "_" + tested.param.key;
      std::replace_if(
          name.begin(), name.end(),
          [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
      return name;
    });

TEST(Verdicts, TheFixturesAreThere) {
  EXPECT_GE(cases().size(), 550U);
}

}  // namespace
}  // namespace cnn2snn
