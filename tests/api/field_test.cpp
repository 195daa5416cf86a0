// SPDX-License-Identifier: Apache-2.0
// Files of the kinds that users meet, each with the right answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "fbz/payload.h"
#include "files/snappy/snappy_stream.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<std::uint8_t> field(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/field/" + name);
}

CompatibilityResult check(const std::string& name, AkidaVersion version,
                          InputDType dtype = InputDType::kUInt8) {
  CompatibilityOptions options;
  options.akida_version = version;
  options.input_dtype = dtype;
  return check_model_compatibility(field(name), options);
}

std::string told(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += std::string(to_string(problem.step)) + ": " + describe(problem) + "\n";
  }
  return text;
}

std::string told(const CompatibilityResult& result) {
  std::string text = told(result.report.problems) + told(result.report.warnings);
  for (const std::string& sentence : result.undecided) text += sentence + "\n";
  return text;
}

TEST(Field, AnActStepBelowOneSixteenthIsRefused) {
  const ConversionResult result = convert(field("convert_small_act_step.h5"));
  EXPECT_TRUE(result.fbz.empty());
  ASSERT_EQ(result.report.problems.size(), 1U) << told(result.report.problems);
  EXPECT_THAT(describe(result.report.problems[0]),
              HasSubstr("Unsupported act_step, it should be equal or greater than 1/16."));
  EXPECT_EQ(result.report.problems[0].error_class, "ValueError");
}

TEST(Field, FlagsAreReadAsPythonDoes) {
  const ConversionResult result = convert(field("convert_use_bias_zero.h5"));
  ASSERT_TRUE(result.report.ok()) << told(result.report.problems);
  akida::Model expected = fbz::read(field("convert_use_bias_zero.fbz"));
  expected.version = result.model.version;
  EXPECT_EQ(fbz::difference(files::decompress(result.fbz, files::scan(result.fbz)), expected), "");
}

TEST(Field, AFilterThatNeverFiresIsNamed) {
  const CompatibilityResult result = check("check_dead_channel_flatten.h5", AkidaVersion::v2);
  ASSERT_EQ(result.report.problems.size(), 1U) << told(result);
  EXPECT_EQ(result.report.problems[0].layers.at(0).name, "flat");
  EXPECT_EQ(result.report.problems[0].rule, Rule::kRecordedValues);
  EXPECT_THAT(result.report.problems[0].remedy,
              AllOf(HasSubstr("'relu'"), HasSubstr("always 0: ")));
  EXPECT_EQ(result.undecided.size(), 1U) << told(result);  // The device.
}

TEST(Field, FiltersThatAllFireAreCompatible) {
  const CompatibilityResult result = check("check_live_channels_flatten.h5", AkidaVersion::v2);
  EXPECT_TRUE(result.report.ok()) << told(result);
  EXPECT_EQ(result.undecided.size(), 1U) << told(result);  // The device.
}

TEST(Field, ActivityRegularizersStopTheQuantization) {
  for (const AkidaVersion version : {AkidaVersion::v1, AkidaVersion::v2}) {
    for (const auto& [name, dtype] :
         {std::pair{"check_activity_regularizer.h5", InputDType::kInt8},
          std::pair{"check_activity_regularizer_conv.h5", InputDType::kUInt8}}) {
      const CompatibilityResult result = check(name, version, dtype);
      ASSERT_FALSE(result.report.ok());
      const Problem& first = result.report.problems.front();
      EXPECT_EQ(first.step, Step::kQuantization);
      EXPECT_EQ(first.error_class, "TypeError");
      EXPECT_THAT(first.reason, AllOf(HasSubstr("QFloat"), HasSubstr("ActivityRegularizer")));
      EXPECT_THAT(first.remedy, HasSubstr("activity_regularizer"));
    }
  }
}

TEST(Field, FilesOfKeras3SayTheirVersion) {
  EXPECT_THAT(told(check("check_keras3.h5", AkidaVersion::v2)),
              AllOf(HasSubstr("Keras 3.15.1"), HasSubstr("cnn2snn quantize"),
                    Not(HasSubstr("quantizeml "))));
  const ConversionResult converted = convert(field("check_keras3.h5"));
  ASSERT_EQ(converted.report.problems.size(), 1U) << told(converted.report.problems);
  EXPECT_EQ(converted.report.problems[0].id, ErrorId::kNotQuantized);
  EXPECT_THAT(describe(converted.report.problems[0]),
              AllOf(HasSubstr("cnn2snn quantize"), Not(HasSubstr("quantizeml quantize"))));
}

TEST(Field, BatchNormalizationOfTensorFlow1IsFolded) {
  const CompatibilityResult result = check("check_batchnorm_v1.h5", AkidaVersion::v2);
  EXPECT_TRUE(result.report.ok()) << told(result);
  EXPECT_TRUE(result.host_layers.empty());
}

TEST(Field, TheActivationBeforeANormalizationIsToBeMoved) {
  const CompatibilityResult result = check("check_relu_before_bn.h5", AkidaVersion::v2);
  EXPECT_TRUE(result.report.ok()) << told(result);
  EXPECT_THAT(
      told(result),
      HasSubstr("Move the activation of 'conv' behind 'bn': it is then folded into 'conv'."));
}

TEST(Field, LayersOfOneDimensionAreNotToldToDropADilationTheyDoNotHave) {
  const CompatibilityResult result =
      check("check_conv1d_dilation.h5", AkidaVersion::v2, InputDType::kInt8);
  ASSERT_FALSE(result.report.ok());
  EXPECT_THAT(told(result), AllOf(HasSubstr("Conv2D with a (1, k) kernel"),
                                  Not(HasSubstr("Use dilation_rate=1."))));
}

TEST(Field, AConcatenationByFunctionStopsTheQuantization) {
  const CompatibilityResult result = check("check_tf_concat.h5", AkidaVersion::v2);
  ASSERT_FALSE(result.report.ok());
  const Problem& first = result.report.problems.front();
  EXPECT_EQ(first.step, Step::kQuantization) << told(result);
  EXPECT_THAT(first.remedy, HasSubstr("Concatenate"));
  // Nothing that only follows from it, and no layer that the rewrites inserted.
  EXPECT_EQ(result.report.problems.size(), 1U) << told(result);
  ASSERT_EQ(first.layers.size(), 1U);
  EXPECT_EQ(first.layers[0].name, "re_lu");
}

TEST(Field, AkidaModelsAreNotConvertedAgain) {
  for (const std::vector<Problem>& problems :
       {convert(field("check_given_fbz.fbz")).report.problems,
        check("check_given_fbz.fbz", AkidaVersion::v2).report.warnings}) {
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(describe(problems[0]),
                AllOf(HasSubstr("an Akida model already"), HasSubstr("cnn2snn info")));
  }
}

TEST(Field, WinnerTakeAllGroupsOfOneAreNoReasonToWarn) {
  const InspectResult result = inspect(field("info_wta_groups.fbz"));
  EXPECT_TRUE(result.report.ok());
  EXPECT_TRUE(result.report.warnings.empty()) << told(result.report.warnings);
}

}  // namespace
}  // namespace cnn2snn
