// SPDX-License-Identifier: Apache-2.0
// Files of the official writer are read, written and read again.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "cnn2snn/file_kind.h"
#include "fbz/fbz.h"
#include "fbz/payload.h"
#include "files/snappy/snappy_stream.h"
#include "fixtures.h"

namespace cnn2snn::fbz {
namespace {

std::vector<fixtures::Model> official() {
  std::vector<fixtures::Model> all = fixtures::models();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const fixtures::Model& model) { return !model.converts; }),
            all.end());
  return all;
}

void expect_equal(const akida::Variable& a, const akida::Variable& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.shape, b.shape) << a.name;
  EXPECT_EQ(a.dtype, b.dtype) << a.name;
  EXPECT_EQ(a.data, b.data) << a.name;
}

void expect_equal(const akida::Model& a, const akida::Model& b) {
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.learning, b.learning);
  ASSERT_EQ(a.layers.size(), b.layers.size());
  for (std::size_t i = 0; i < a.layers.size(); ++i) {
    const akida::Layer& left = a.layers[i];
    const akida::Layer& right = b.layers[i];
    EXPECT_EQ(left.name, right.name);
    EXPECT_EQ(left.type, right.type);
    EXPECT_EQ(left.parameters, right.parameters) << left.name;
    EXPECT_EQ(left.inbounds, right.inbounds) << left.name;
    EXPECT_EQ(left.output_shape, right.output_shape) << left.name;
    EXPECT_EQ(left.output_signed, right.output_signed) << left.name;
    ASSERT_EQ(left.variables.size(), right.variables.size()) << left.name;
    for (const auto& [name, variable] : left.variables) {
      ASSERT_EQ(right.variables.count(name), 1U) << name;
      expect_equal(variable, right.variables.at(name));
    }
  }
}

class OfficialFile : public testing::TestWithParam<fixtures::Model> {};

TEST_P(OfficialFile, SurvivesReadingAndWriting) {
  const std::vector<std::uint8_t> bytes = fixtures::read_file(GetParam().path(".fbz"));
  ASSERT_EQ(file_kind(bytes), FileKind::kAkida);
  const akida::Model model = read(bytes);
  ASSERT_FALSE(model.layers.empty());
  const std::vector<std::uint8_t> written = write(model);
  EXPECT_LT(written.size(), bytes.size());
  EXPECT_EQ(files::scan(written).compressed_size, written.size());
  expect_equal(read(written), model);
  EXPECT_EQ(write(model), written);
}

// The reader knows what variables a layer has, with shape and type, without looking at the stored
// ones: both must agree for every layer the official writer made.
TEST_P(OfficialFile, StoresTheVariablesThatFollowFromTheParameters) {
  const std::vector<std::uint8_t> bytes = fixtures::read_file(GetParam().path(".fbz"));
  const akida::Model stored = parse(files::decompress(bytes, files::scan(bytes)));
  akida::Model rebuilt;
  for (const akida::Layer& layer : stored.layers) {
    akida::Layer bare = layer;
    bare.variables.clear();
    const akida::Layer& made = akida::add_layer(rebuilt, std::move(bare));
    EXPECT_EQ(made.parameters, layer.parameters) << layer.name;
    ASSERT_EQ(made.variables.size(), layer.variables.size()) << layer.name;
    for (const auto& [name, variable] : layer.variables) {
      ASSERT_EQ(made.variables.count(name), 1U) << name;
      EXPECT_EQ(made.variables.at(name).shape, variable.shape) << name;
      EXPECT_EQ(made.variables.at(name).dtype, variable.dtype) << name;
    }
  }
}

/// Two layers whose kernels are too large to be copied when the file is made, a small one between.
akida::Model large() {
  akida::Model model;
  model.version = "2.14.0";
  akida::Layer input;
  input.type = akida::LayerType::kInputData;
  input.parameters = {{"input_width", 1}, {"input_height", 1}, {"input_channels", 300}};
  akida::add_layer(model, std::move(input));
  for (const std::int32_t units : {300, 3, 40000}) {
    akida::Layer dense;
    dense.type = akida::LayerType::kDense1D;
    dense.parameters = {{"units", units}, {"activation", 1}};
    akida::Layer& added = akida::add_layer(model, std::move(dense));
    std::vector<std::int8_t> weights(added.variables.at("weights").data.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weights[i] = static_cast<std::int8_t>(((i + weights.size()) * 2654435761U) >> 13U);
    }
    akida::set_weights(added, "weights", weights);
  }
  return model;
}

TEST(LargeVariables, SurviveWritingAndReading) {
  const akida::Model model = large();
  const std::vector<std::uint8_t> bytes = write(model);
  expect_equal(read(bytes), model);
  EXPECT_EQ(difference(files::decompress(bytes, files::scan(bytes)), model), "");
}

TEST(LargeVariables, AreLeftOutOfAPayloadWhereTheyBelong) {
  const akida::Model model = large();
  const std::vector<std::uint8_t> bytes = write(model);
  std::vector<std::uint8_t> payload = files::decompress(bytes, files::scan(bytes));
  const akida::Variable& kernel = model.layers[1].variables.at("weights");
  const auto at =
      std::search(payload.begin(), payload.end(), kernel.data.begin(), kernel.data.end());
  ASSERT_NE(at, payload.end());
  *at ^= 1U;
  const auto position = static_cast<std::size_t>(at - payload.begin());
  EXPECT_NE(difference(payload, model), "");
  EXPECT_EQ(difference(payload, model, std::vector<LeftOut>{{&kernel, position}}), "");
  EXPECT_NE(difference(payload, model, std::vector<LeftOut>{{&kernel, position + 1}}), "");
}

INSTANTIATE_TEST_SUITE_P(Fixtures, OfficialFile, testing::ValuesIn(official()),
                         [](const auto& test) { return fixtures::test_name(test.param.name); });

}  // namespace
}  // namespace cnn2snn::fbz
