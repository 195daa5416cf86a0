// SPDX-License-Identifier: Apache-2.0
// The classes that the digits models give 797 pictures, before and after quantization, against what
// TensorFlow and QuantizeML give (classes/digits.json), and against the Akida model's.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cnn2snn/quantize.h"
#include "cnn2snn/runner.h"
#include "files/npz/npz.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using nlohmann::json;

std::vector<std::uint8_t> fixture(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/quantize/" + name);
}

Samples calibration() {
  return samples_of(npz::concatenate(npz::read_arrays(fixture("digits.npz"))));
}

/// The pictures of the page's example.
Array pictures() {
  const std::string path = std::string(CNN2SNN_FIXTURES) + "/../../web/examples/digits/test.npz";
  for (Array& array : npz::read_arrays(fixtures::read_file(path))) {
    if (array.name == "x") return std::move(array);
  }
  return {};
}

ClassifyResult classify_with(const std::string& model, const QuantizeOptions& options) {
  const std::vector<std::uint8_t> bytes = fixture(model);
  return classify(open(bytes), options);
}

QuantizeOptions options_of(int bits) {
  QuantizeOptions options;
  options.params.weight_bits = bits;
  options.params.input_weight_bits = bits;
  options.params.activation_bits = bits;
  options.batch_size = 32;
  return options;
}

class Classify : public testing::TestWithParam<int> {};

TEST_P(Classify, GivesTheClassesOfTheOfficialToolsAndNearlyThoseOfTheAkidaModel) {
  QuantizeOptions options = options_of(GetParam());
  options.samples = calibration();
  const QuantizeResult quantized = quantize(fixture("digits.h5"), options);
  ASSERT_TRUE(quantized.report.ok());
  options.ranges = quantized.ranges;
  options.samples = samples_of(pictures());
  const ClassifyResult result = classify_with("digits.h5", options);
  ASSERT_TRUE(result.report.ok());
  ASSERT_TRUE(result.quantized_classes.has_value());

  const std::vector<std::uint8_t> text = fixture("classes/digits.json");
  const json official = json::parse(text.begin(), text.end());
  EXPECT_EQ(json(result.float_classes), official.at("float"));
  EXPECT_EQ(json(*result.quantized_classes),
            official.at("quantized_" + std::to_string(GetParam())));
  EXPECT_EQ(json::parse(to_json(result)).at("quantized_classes"), json(*result.quantized_classes));

  Report report;
  const auto runner = Runner::load(quantized.fbz, {}, report);
  ASSERT_NE(runner, nullptr);
  // One picture of the 797 gets another class from the Akida model.
  const std::vector<std::int64_t> akida = runner->predict_classes(pictures()).classes;
  ASSERT_EQ(akida.size(), result.quantized_classes->size());
  int differing = 0;
  for (std::size_t i = 0; i < akida.size(); ++i) {
    differing += akida[i] == (*result.quantized_classes)[i] ? 0 : 1;
  }
  EXPECT_LE(differing, 1);
}

INSTANTIATE_TEST_SUITE_P(Digits, Classify, testing::Values(8, 4));

TEST(ClassifyWithoutRanges, RunsTheFloatModelAlone) {
  QuantizeOptions options = options_of(8);
  options.samples = calibration();
  const ClassifyResult result = classify_with("digits.h5", options);
  EXPECT_EQ(result.float_classes.size(), options.samples.count);
  EXPECT_FALSE(result.quantized_classes.has_value());
  const json report = json::parse(to_json(result));
  EXPECT_EQ(report.at("ok"), true);
  EXPECT_EQ(report.at("float_classes"), json(result.float_classes));
  EXPECT_TRUE(report.at("quantized_classes").is_null());
}

TEST(ClassifyRefuses, ToClassifyNothing) {
  const ClassifyResult nothing = classify_with("digits.h5", options_of(8));
  ASSERT_FALSE(nothing.report.ok());
  EXPECT_EQ(nothing.report.problems[0].id, ErrorId::kArgument);
  EXPECT_TRUE(nothing.float_classes.empty());
}

TEST(ClassifyIsCancelled, ByItsProgress) {
  QuantizeOptions options = options_of(8);
  options.samples = calibration();
  options.progress = [](double done, Step) { return done < 0.5; };
  const ClassifyResult result = classify_with("digits.h5", options);
  ASSERT_FALSE(result.report.ok());
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kCancelled);
}

}  // namespace
}  // namespace cnn2snn
