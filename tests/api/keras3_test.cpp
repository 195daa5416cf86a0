// SPDX-License-Identifier: Apache-2.0
// Models of Keras 3, .keras and .h5, of several of its versions (tests/fixtures/keras3): quantized,
// they are what their twins built with tf_keras are (tests/fixtures/quantize), to the byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/quantize.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::vector<std::uint8_t> fixture(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/" + name);
}

QuantizeOptions few_samples() {
  QuantizeOptions options;
  options.num_samples = 3;
  options.seed = 5;
  return options;
}

// "twins/conv.3.6.0.keras" → "conv"
std::string twin_of(const std::filesystem::path& file) {
  const std::string name = file.filename();
  return name.substr(0, name.find('.'));
}

std::vector<std::string> twins() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CNN2SNN_FIXTURES) + "/keras3/twins")) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Twins : public testing::TestWithParam<std::string> {};

TEST_P(Twins, GiveTheSameQuantizedModel) {
  const QuantizeResult keras3 = quantize(fixture("keras3/twins/" + GetParam()), few_samples());
  const QuantizeResult keras2 =
      quantize(fixture("quantize/" + twin_of(GetParam()) + ".h5"), few_samples());
  ASSERT_TRUE(keras2.report.ok()) << describe(keras2.report.problems[0]);
  ASSERT_TRUE(keras3.report.ok()) << describe(keras3.report.problems[0]);
  EXPECT_EQ(keras3.ranges, keras2.ranges);
  EXPECT_TRUE(keras3.fbz == keras2.fbz);
}

INSTANTIATE_TEST_SUITE_P(Keras3, Twins, testing::ValuesIn(twins()), [](const auto& test) {
  std::string name = test.param;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

// One model with the same weights, saved by versions between which the form of files changed.
TEST(Keras3, AllVersionsSaveTheSameModel) {
  const auto versions = {"3.0.5.keras", "3.3.3.h5", "3.6.0.keras", "3.10.0.h5", "3.15.1.keras"};
  const std::vector<std::uint8_t> first =
      quantize(fixture("keras3/versions/3.0.5.keras"), few_samples()).fbz;
  EXPECT_FALSE(first.empty());
  for (const char* version : versions) {
    const QuantizeResult result =
        quantize(fixture(std::string("keras3/versions/") + version), few_samples());
    EXPECT_TRUE(result.fbz == first) << version;
  }
}

TEST(Keras3, ACheckSaysWhoReadsTheFile) {
  const CompatibilityResult result =
      check_model_compatibility(fixture("keras3/models/op_add.keras"));
  EXPECT_TRUE(result.report.ok());
  ASSERT_FALSE(result.report.warnings.empty());
  EXPECT_THAT(describe(result.report.warnings[0]),
              AllOf(HasSubstr("saved by Keras 3."), HasSubstr("cnn2snn quantize")));
}

TEST(Keras3, AConversionAsksForTheQuantization) {
  const ConversionResult result = convert(fixture("keras3/models/op_add.keras"));
  ASSERT_FALSE(result.report.ok());
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kNotQuantized);
  EXPECT_THAT(result.report.problems[0].remedy, HasSubstr("cnn2snn quantize"));
}

TEST(Keras3, NestedModelsHaveTheirWeightsAndShapes) {
  const InspectResult result = inspect(fixture("keras3/models/nested_twice.keras"));
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  const auto& layers = result.source->layers;
  ASSERT_EQ(layers.size(), 4U);
  EXPECT_EQ(layers[1].name, "inner");
  EXPECT_EQ(layers[1].parameters, 3U * 3 * 3 * 3 + 3);
  EXPECT_EQ(layers[2].output_shape, (std::vector<std::int64_t>{192}));
}

TEST(Keras3, TheParametersOfWrappedLayersCount) {
  const InspectResult result = inspect(fixture("keras3/models/rnn.keras"));
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  EXPECT_EQ(result.source->layers[1].class_name, "Bidirectional");
  EXPECT_EQ(result.source->layers[1].parameters, 2U * (4 * 12 + 3 * 12 + 12));
}

struct Refused {
  const char* file;
  const char* layer;
  const char* reason;
};

class Refusals : public testing::TestWithParam<Refused> {};

TEST_P(Refusals, NameTheLayerWhenTheModelIsParsed) {
  const std::vector<std::uint8_t> model = fixture(std::string("keras3/models/") + GetParam().file);
  ASSERT_FALSE(model.empty());
  for (const Report& report :
       {check_model_compatibility(model).report, quantize(model, few_samples()).report}) {
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.problems[0].step, Step::kParse);
    EXPECT_EQ(report.problems[0].layers.at(0).name, GetParam().layer);
    EXPECT_THAT(report.problems[0].reason, HasSubstr(GetParam().reason));
    EXPECT_FALSE(report.problems[0].remedy.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Keras3, Refusals,
                         testing::Values(Refused{"lambda_layer.keras", "twice", "Unserializable"},
                                         Refused{"custom_layer.keras", "mine_1", "mine>Mine"},
                                         Refused{"custom_conv.keras", "plain_conv", "PlainConv"},
                                         Refused{"int8_quantized.keras", "dense_1", "int8"}),
                         [](const auto& test) {
                           const std::string name = test.param.file;
                           return name.substr(0, name.find('.'));
                         });

// QuantizeML 1.2.5 saves such a file, and does not load it itself; tf_keras does.
TEST(Keras2Archive, AQuantizedModelIsAskedForAsH5) {
  const ConversionResult result = convert(fixture("keras3/keras2/quantized.keras"));
  ASSERT_FALSE(result.report.ok());
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kModelConfig);
  EXPECT_EQ(result.report.problems[0].layers.at(0).name, "conv2d");
  EXPECT_THAT(result.report.problems[0].remedy,
              AllOf(HasSubstr("tf_keras.models.load_model"), HasSubstr("model.save('model.h5')")));
}

}  // namespace
}  // namespace cnn2snn
