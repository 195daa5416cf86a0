// SPDX-License-Identifier: Apache-2.0
// Every fixture against the official converter's result: the same layers, parameters, inbounds and
// every element of every variable; or a refusal of the same class for the same reason.
#include "fixtures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"

namespace cnn2snn {
namespace {

using fixtures::Model;

class Fixtures : public testing::TestWithParam<Model> {};

ConvertOptions options_of(const Model& model) {
  ConvertOptions options;
  options.akida_version = akida_version_from(model.target);
  if (model.kind == "legacy") options.akida_version.reset();
  if (model.scale != 0) options.input_scaling = {model.scale, model.shift};
  return options;
}

// Legacy models: the official name of the InputData counts the models built before in the process.
std::string without_counter(const std::string& name) {
  const std::string prefix = "sequential_";
  const std::string suffix = "_input";
  if (name.size() <= prefix.size() + suffix.size() || name.rfind(prefix, 0) != 0) return name;
  const std::size_t end = name.size() - suffix.size();
  if (name.compare(end, suffix.size(), suffix) != 0) return name;
  const bool counted = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()),
                                   name.begin() + static_cast<std::ptrdiff_t>(end),
                                   [](char c) { return c >= '0' && c <= '9'; });
  return counted ? prefix + "N" + suffix : name;
}

void expect_equal(const akida::Layer& got, const akida::Layer& official) {
  SCOPED_TRACE("layer " + official.name);
  EXPECT_EQ(without_counter(got.name), without_counter(official.name));
  EXPECT_EQ(got.type, official.type);
  EXPECT_EQ(got.parameters, official.parameters);
  ASSERT_EQ(got.inbounds.size(), official.inbounds.size());
  for (std::size_t i = 0; i < got.inbounds.size(); ++i) {
    EXPECT_EQ(without_counter(got.inbounds[i]), without_counter(official.inbounds[i]));
  }
  ASSERT_EQ(got.variables.size(), official.variables.size());
  for (const auto& [name, variable] : official.variables) {
    SCOPED_TRACE("variable " + name);
    const auto it = got.variables.find(name);
    ASSERT_NE(it, got.variables.end());
    EXPECT_EQ(it->second.shape, variable.shape);
    EXPECT_EQ(it->second.dtype, variable.dtype);
    EXPECT_TRUE(it->second.data == variable.data);
  }
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
  ASSERT_EQ(written.layers.size(), official.layers.size());
  for (std::size_t i = 0; i < official.layers.size(); ++i) {
    expect_equal(written.layers[i], official.layers[i]);
    expect_equal(result.model.layers[i], official.layers[i]);
  }
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
