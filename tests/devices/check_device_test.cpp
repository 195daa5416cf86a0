// SPDX-License-Identifier: Apache-2.0
#include "devices/check_device.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "akida/builder.h"
#include "cnn2snn/devices.h"
#include "fbz/fbz.h"
#include "fixtures.h"

namespace cnn2snn::mapping {
namespace {

using Rules = std::set<std::pair<std::string, std::string>>;

Rules rules(const nlohmann::json& list) {
  Rules out;
  for (const auto& entry : list) out.emplace(entry.at(0), entry.at(1));
  return out;
}

Rules rules(const std::vector<DeviceLimit>& limits) {
  Rules out;
  for (const DeviceLimit& limit : limits) out.emplace(limit.layer, limit.rule);
  return out;
}

/// Every model of the fixtures on every device, against what the official engine said.
TEST(CheckDevice, FindsEveryDocumentedLimitAndIsNeverStricterThanTheEngine) {
  std::ifstream in(std::string(CNN2SNN_FIXTURES) + "/mapping/verdicts.json");
  const nlohmann::json verdicts = nlohmann::json::parse(in);
  std::map<std::string, int> judged;
  for (const auto& row : verdicts.at("models")) {
    const std::string file = row.at("file");
    const akida::Model model =
        fbz::read(fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/" + file));
    for (const auto& [name, expected] : row.at("devices").items()) {
      const Device* device = find_device(name);
      ASSERT_NE(device, nullptr) << name;
      const DeviceVerdict verdict = check_device(model, *device);
      SCOPED_TRACE(file + " on " + name);
      EXPECT_EQ(verdict.name, name);
      if (expected.at("official") == "ok") {
        EXPECT_EQ(to_string(verdict.answer), "open");
      }
      EXPECT_EQ(rules(verdict.limits), rules(expected.at("limits")));
      EXPECT_EQ(rules(verdict.warnings), rules(expected.at("warnings")));
      ++judged[name];
    }
  }
  EXPECT_EQ(judged.size(), devices().size());
  for (const auto& [name, count] : judged) EXPECT_GE(count, 90) << name;
}

akida::Layer first_layer() {
  akida::Layer layer;
  layer.type = akida::LayerType::kInputConv2D;
  layer.parameters = {
      {"input_x", 4},     {"input_y", 400},     {"input_channels", 3},           {"filters", 600},
      {"kernel_size", 6}, {"kernel_stride", 1}, {"padding", akida::kPaddingSame}};
  return layer;
}

TEST(CheckDevice, NamesEveryLimitOfALayerWithValuePageAndRemedy) {
  akida::Model model;
  akida::append_unchecked(model, first_layer());
  const DeviceVerdict verdict = check_device(model, *find_device("SixNodesIPv2"));
  EXPECT_EQ(to_string(verdict.answer), "no");
  ASSERT_EQ(verdict.limits.size(), 4U);
  for (const DeviceLimit& limit : verdict.limits) {
    EXPECT_EQ(limit.layer_type, "InputConv2D");
    EXPECT_EQ(limit.page.rfind("https://doc.brainchipinc.com/", 0), 0U) << limit.page;
    EXPECT_FALSE(limit.value.empty());
    EXPECT_FALSE(limit.documented.empty());
    EXPECT_EQ(limit.remedy.back(), '.') << limit.remedy;
  }
  const std::vector<std::string> expected{"input-size", "input-size", "kernel", "filters"};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(verdict.limits[i].rule, expected[i]);
}

TEST(CheckDevice, WhatComesBehindIsNotJudgedInPartOfAModel) {
  const akida::Model model = fbz::read(
      fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/mapping/v1_sc_pool_last.fbz"));
  const Device& device = *find_device("AKD1000");
  EXPECT_EQ(to_string(check_device(model, device, true).answer), "no");
  EXPECT_EQ(to_string(check_device(model, device, false).answer), "open");
}

TEST(Devices, HaveNamesOfTheirOwnAndPages) {
  std::set<std::string_view> names;
  for (const Device& device : devices()) {
    EXPECT_TRUE(names.insert(device.name).second) << device.name;
    EXPECT_EQ(find_device(device.name), &device);
    EXPECT_FALSE(device.page.empty());
  }
  EXPECT_EQ(names.size(), 8U);
  EXPECT_EQ(find_device("akd1000"), nullptr);
  EXPECT_EQ(find_device(""), nullptr);
}

}  // namespace
}  // namespace cnn2snn::mapping
