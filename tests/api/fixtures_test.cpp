// SPDX-License-Identifier: Apache-2.0
// Every fixture against the official converter's result: the same layers, parameters, inbounds and
// every element of every variable; or a refusal of the same class for the same reason.
#include "fixtures.h"

#include <gtest/gtest.h>

#include "api/expect_equal.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"

namespace cnn2snn {
namespace {

using fixtures::Model;
using tests::expect_equal;

class Fixtures : public testing::TestWithParam<Model> {};

ConvertOptions options_of(const Model& model) {
  ConvertOptions options;
  options.akida_version = akida_version_from(model.target);
  if (model.kind == "legacy") options.akida_version.reset();
  if (model.scale != 0) options.input_scaling = {model.scale, model.shift};
  return options;
}

TEST_P(Fixtures, LikeTheOfficialConverter) {
  const Model& model = GetParam();
  const std::vector<std::uint8_t> h5 = fixtures::read_file(model.path(".h5"));
  ASSERT_FALSE(h5.empty());
  const ConversionResult result = convert(h5, options_of(model));
  if (!model.converts) {
    ASSERT_FALSE(result.report.ok()) << "refused officially: " << model.error_message;
    EXPECT_TRUE(result.fbz.empty());
    EXPECT_EQ(result.report.problems[0].error_class, model.error_class)
        << describe(result.report.problems[0]) << "\nofficially: " << model.error_message;
    return;
  }
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  const akida::Model official = fbz::read(fixtures::read_file(model.path(".fbz")));
  const akida::Model written = fbz::read(result.fbz);
  expect_equal(written, official);
  expect_equal(result.model, official);
}

TEST_P(Fixtures, SameBytesAgain) {
  const Model& model = GetParam();
  const std::vector<std::uint8_t> h5 = fixtures::read_file(model.path(".h5"));
  const ConversionResult first = convert(h5, options_of(model));
  const ConversionResult second = convert(h5, options_of(model));
  EXPECT_EQ(first.fbz, second.fbz);
  EXPECT_EQ(to_json(first), to_json(second));
}

INSTANTIATE_TEST_SUITE_P(All, Fixtures, testing::ValuesIn(fixtures::models()),
                         [](const auto& param) { return fixtures::test_name(param.param.name); });

}  // namespace
}  // namespace cnn2snn
