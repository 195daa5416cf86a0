// SPDX-License-Identifier: Apache-2.0
// Float models quantized with the ranges that the official calibration observed: the Akida file
// must be the official one (tests/fixtures/quantize: NAME.json holds the arguments and the ranges).
#include "cnn2snn/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>

#include "api/expect_equal.h"
#include "fbz/fbz.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using nlohmann::json;

std::string folder() {
  return std::string(CNN2SNN_FIXTURES) + "/quantize/";
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() == ".json") out.push_back(entry.path().stem());
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Case {
  json table;
  std::vector<std::uint8_t> h5;
  QuantizeOptions options;
};

Case read_case(const std::string& name) {
  Case out;
  std::ifstream in(folder() + name + ".json");
  out.table = json::parse(in);
  out.h5 = fixtures::read_file(folder() + out.table.value("model", name + ".h5"));
  const json& q = out.table.at("qparams");
  QuantizationParams& params = out.options.params;
  params.activation_bits = q.value("activation_bits", 8);
  params.per_tensor_activations = q.value("per_tensor_activations", false);
  params.weight_bits = q.value("weight_bits", 8);
  params.output_bits = q.value("output_bits", 8);
  params.input_weight_bits = q.value("input_weight_bits", 8);
  params.input_dtype = q.value("input_dtype", "uint8");
  params.buffer_bits = q.value("buffer_bits", 32);
  if (q.contains("last_output_bits")) params.last_output_bits = q.at("last_output_bits");
  out.options.quantize_until = out.table.at("call").value("quantize_until", "");
  out.options.akida_version = akida_version_from(out.table.at("target").get<std::string>());
  out.options.ranges = json({{"observed", out.table.at("observed")}}).dump();
  return out;
}

/// Without what lists and line ends are printed with.
std::string letters(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
  return out;
}

class Quantize : public testing::TestWithParam<std::string> {};

TEST_P(Quantize, WithTheOfficialRangesLikeTheOfficialTools) {
  const Case c = read_case(GetParam());
  ASSERT_FALSE(c.h5.empty());
  const QuantizeResult result = quantize(c.h5, c.options);
  if (c.table.contains("refused")) {
    const std::string refused = c.table.at("refused");
    ASSERT_FALSE(result.report.ok()) << refused;
    EXPECT_TRUE(result.fbz.empty());
    const std::string reason = letters(result.report.problems[0].reason);
    // The official text is cut at its start.
    EXPECT_NE(letters(refused).find(reason.substr(1, 60)), std::string::npos)
        << describe(result.report.problems[0]) << "\nofficially: " << refused;
    return;
  }
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  const akida::Model official = fbz::read(fixtures::read_file(folder() + GetParam() + ".fbz"));
  tests::expect_equal(fbz::read(result.fbz), official);
}

INSTANTIATE_TEST_SUITE_P(Corpus, Quantize, testing::ValuesIn(names()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace cnn2snn
