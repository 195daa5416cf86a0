// SPDX-License-Identifier: Apache-2.0
// Files of akida 2.2.2, and the same models saved again by akida 2.19.3.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "fbz/payload.h"
#include "files/snappy/snappy_stream.h"
#include "fixtures.h"

namespace cnn2snn::fbz {
namespace {

std::vector<std::uint8_t> old_file(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/old_fbz/" + name + ".fbz");
}

class OldFile : public testing::TestWithParam<const char*> {};

TEST_P(OldFile, ReadsAsTheModelThatTheRuntimeSavesAgain) {
  const akida::Model model = read(old_file(GetParam()));
  const auto resaved = old_file(std::string(GetParam()) + ".resaved");
  const akida::Model expected = read(resaved);
  EXPECT_TRUE(model.version.empty());
  EXPECT_EQ(model.learning, expected.learning);
  ASSERT_EQ(model.layers.size(), expected.layers.size());
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const akida::Layer& layer = model.layers[i];
    const akida::Layer& same = expected.layers[i];
    EXPECT_EQ(layer.name, same.name);
    EXPECT_EQ(layer.type, same.type);
    EXPECT_EQ(layer.parameters, same.parameters) << layer.name;
    EXPECT_EQ(layer.inbounds, same.inbounds) << layer.name;
    EXPECT_EQ(layer.output_shape, same.output_shape) << layer.name;
    ASSERT_EQ(layer.variables.size(), same.variables.size()) << layer.name;
    for (const auto& [name, variable] : layer.variables) {
      const akida::Variable& other = same.variables.at(name);
      EXPECT_EQ(variable.shape, other.shape) << name;
      EXPECT_EQ(variable.dtype, other.dtype) << name;
      EXPECT_EQ(variable.data, other.data) << name;
    }
  }
}

TEST_P(OldFile, IsUpgradedToTodaysLayout) {
  const auto resaved = old_file(std::string(GetParam()) + ".resaved");
  akida::Model expected = read(resaved);
  const UpgradeResult result = upgrade(old_file(GetParam()));
  ASSERT_TRUE(result.report.ok()) << result.report.problems.front().reason;
  EXPECT_EQ(result.model.version, "2.4.0");
  expected.version = result.model.version;
  const auto payload = files::decompress(result.fbz, files::scan(result.fbz));
  EXPECT_EQ(difference(payload, expected), "");
  // Once more changes nothing; another version can be asked for.
  EXPECT_EQ(upgrade(result.fbz).fbz, result.fbz);
  EXPECT_EQ(upgrade(result.fbz, {"2.19.3"}).model.version, "2.19.3");
}

INSTANTIATE_TEST_SUITE_P(Akida22, OldFile,
                         testing::Values("bits1", "dense_only", "edge_learning", "input_conv",
                                         "input_data", "pools", "separable"));

TEST(Upgrade, TellsWhatItCannotUpgrade) {
  const std::string page = "<html>";
  const UpgradeResult result =
      upgrade({reinterpret_cast<const std::uint8_t*>(page.data()), page.size()});
  ASSERT_EQ(result.report.problems.size(), 1U);
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kNotFbz);
  EXPECT_TRUE(result.fbz.empty());
  const UpgradeResult version = upgrade(old_file("pools"), {"newest"});
  ASSERT_FALSE(version.report.ok());
  EXPECT_EQ(version.report.problems[0].id, ErrorId::kArgument);
}

TEST(OldLayout, DamageGivesModelsOrTypedErrors) {
  for (const char* name : {"separable", "edge_learning", "input_conv"}) {
    const auto bytes = old_file(name);
    const auto payload = files::decompress(bytes, files::scan(bytes));
    std::size_t refused = 0;
    for (std::size_t at = 0; at < std::min<std::size_t>(payload.size(), 3000); ++at) {
      std::vector<std::uint8_t> damaged = payload;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1U << (at % 8)));
      std::vector<Problem> problems;
      try {
        const akida::Model model = read(files::compress(files::Pieces(damaged)), &problems);
        EXPECT_FALSE(akida::summary(model).empty());
      } catch (const ConversionError&) {
        ++refused;
      }
    }
    EXPECT_GT(refused, 50U) << name;
  }
}

// Akida 2.3 and earlier stored groups of neurons that compete; a neuron alone in its group does
// not.
TEST(WinnerTakeAll, GroupsOfOneAreIgnoredOthersRefused) {
  const auto bytes = old_file("input_conv");
  auto payload = files::decompress(bytes, files::scan(bytes));
  ASSERT_EQ(read(bytes).layers[0].variables.count("wta_groups"), 0U);
  std::vector<std::uint8_t> ramp(32, 0);
  for (std::uint8_t i = 0; i < 8; ++i) ramp[i * std::size_t{4}] = i;
  const auto at = std::search(payload.begin(), payload.end(), ramp.begin(), ramp.end());
  ASSERT_NE(at, payload.end());
  *(at + 4) = 7;
  try {
    static_cast<void>(read(files::compress(files::Pieces(payload))));
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().reason, "Cannot deserialize a model that uses the WTA.");
  }
}

}  // namespace
}  // namespace cnn2snn::fbz
