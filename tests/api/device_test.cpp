// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "cnn2snn/cnn2snn.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using Rules = std::set<std::pair<std::string, std::string>>;

std::vector<std::uint8_t> fixture(const std::string& path) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/" + path);
}

CompatibilityResult check_on(const std::string& path, const std::string& device,
                             std::optional<AkidaVersion> target = {}) {
  CompatibilityOptions options;
  options.device = device;
  options.akida_version = target;
  return check_model_compatibility(fixture(path), options);
}

/// Float models through the whole check, against the official check_model_compatibility(model,
/// device).
TEST(CheckOnDevice, JudgesFloatModelsAsTheOfficialCheckAndIsNeverStricter) {
  std::ifstream in(std::string(CNN2SNN_FIXTURES) + "/mapping/verdicts.json");
  const nlohmann::json verdicts = nlohmann::json::parse(in);
  std::map<std::string, int> judged;
  for (const auto& row : verdicts.at("float")) {
    const std::string file = row.at("file");
    for (const auto& [name, expected] : row.at("devices").items()) {
      SCOPED_TRACE(file + " on " + name);
      const CompatibilityResult result = check_on(file, name);
      ASSERT_TRUE(result.device.has_value());
      EXPECT_EQ(to_string(result.akida_version), row.at("target"));
      Rules documented;
      for (const auto& limit : expected.at("limits")) documented.emplace(limit[0], limit[1]);
      Rules found;
      for (const DeviceLimit& limit : result.device->limits) found.emplace(limit.layer, limit.rule);
      EXPECT_EQ(found, documented);
      if (expected.at("official") == "ok") {
        EXPECT_EQ(to_string(result.device->answer), "open");
      }
      ++judged[name];
    }
  }
  EXPECT_GE(judged.size(), 7U);
}

/// What converts is judged the same where nothing can be quantized.
TEST(CheckOnDevice, NeedsNoQuantizationForWhatIsQuantized) {
  CompatibilityOptions options;
  options.device = "SixNodesIPv2";
  for (const char* path : {"models/ds_cnn_kws_i8_w8_a8.h5", "models/conv_norelu_max.h5",
                           "quantize/digits_4_4_4.fbz"}) {
    SCOPED_TRACE(path);
    const std::vector<std::uint8_t> bytes = fixture(path);
    const auto alone = check_quantized_model(open(bytes), options);
    ASSERT_TRUE(alone.has_value());
    EXPECT_EQ(to_json(*alone), to_json(check_model_compatibility(bytes, options)));
  }
  const std::vector<std::uint8_t> bytes = fixture("compat/basic.h5");
  EXPECT_FALSE(check_quantized_model(open(bytes), options).has_value());
}

TEST(CheckOnDevice, TheDeviceChoosesTheTarget) {
  const CompatibilityResult v1 = check_on("compat/basic.h5", "AKD1500");
  EXPECT_EQ(v1.akida_version, AkidaVersion::v1);
  const CompatibilityResult v2 = check_on("compat/basic.h5", "SixNodesIPv2", AkidaVersion::v2);
  EXPECT_TRUE(v2.report.ok());
  const CompatibilityResult both = check_on("compat/basic.h5", "AKD1000", AkidaVersion::v2);
  ASSERT_FALSE(both.report.ok());
  EXPECT_EQ(both.report.problems[0].id, ErrorId::kArgument);
  EXPECT_FALSE(both.device.has_value());
}

TEST(CheckOnDevice, RefusesANameThatNoDeviceHas) {
  const CompatibilityResult result = check_on("compat/basic.h5", "AKD2000");
  ASSERT_FALSE(result.report.ok());
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kArgument);
  EXPECT_NE(result.report.problems[0].remedy.find("AKD1000"), std::string::npos);
}

TEST(CheckOnDevice, AnAkidaModelOfAnotherGenerationIsANo) {
  const CompatibilityResult result = check_on("mapping/v1_in_k3s3.fbz", "SixNodesIPv2");
  EXPECT_TRUE(result.report.ok());
  EXPECT_EQ(result.akida_version, AkidaVersion::v1);
  ASSERT_TRUE(result.device.has_value());
  EXPECT_EQ(to_string(result.device->answer), "no");
  ASSERT_EQ(result.device->limits.size(), 1U);
  EXPECT_EQ(result.device->limits[0].rule, "generation");
}

TEST(CheckOnDevice, AQuantizedModelIsJudgedAsConverted) {
  const CompatibilityResult open = check_on("models/ds_cnn_kws_i8_w8_a8.h5", "TwelveNodesIPv2");
  ASSERT_TRUE(open.device.has_value());
  EXPECT_EQ(to_string(open.device->answer), "open");
  EXPECT_NE(open.undecided.at(0).find("decided by the Akida runtime"), std::string::npos);
  const CompatibilityResult legacy =
      check_on("models/ds_cnn_kws_iq8_wq4_aq4_laq1.h5", "TwelveNodesIPv2");
  ASSERT_TRUE(legacy.device.has_value());
  EXPECT_EQ(legacy.device->limits.at(0).rule, "generation");
}

TEST(CheckOnDevice, AQuantizedOnnxModelIsJudgedAsConverted) {
  const CompatibilityResult open = check_on("onnx/conv_nobias.onnx", "SixNodesIPv2");
  ASSERT_TRUE(open.device.has_value());
  EXPECT_EQ(to_string(open.device->answer), "open");
  const CompatibilityResult no = check_on("onnx/btc_first.onnx", "TwoNodesIPv2");
  EXPECT_TRUE(no.report.ok());
  ASSERT_TRUE(no.device.has_value());
  EXPECT_EQ(to_string(no.device->answer), "no");
  EXPECT_EQ(no.device->limits.at(0).rule, "temporal-processors");
}

TEST(CheckOnDevice, AnOnnxModelIsANoOnAkida1AndSaysSo) {
  const CompatibilityResult result = check_on("onnx/conv_nobias.onnx", "AKD1000");
  ASSERT_EQ(result.report.problems.size(), 1U);
  EXPECT_EQ(result.report.problems[0].error_class, "ValueError");
  EXPECT_NE(result.report.problems[0].remedy.find("device of Akida 2.0"), std::string::npos);
  ASSERT_TRUE(result.device.has_value());
  EXPECT_EQ(to_string(result.device->answer), "no");
  const CompatibilityResult both =
      check_on("onnx/conv_nobias.onnx", "SixNodesIPv2", AkidaVersion::v1);
  ASSERT_EQ(both.report.problems.size(), 1U);
  EXPECT_EQ(both.report.problems[0].id, ErrorId::kArgument);
  EXPECT_FALSE(both.device.has_value());
}

TEST(CheckOnDevice, AModelThatIsNotCompatibleIsANo) {
  const CompatibilityResult result = check_on("models/conv_norelu_max.h5", "SixNodesIPv2");
  ASSERT_FALSE(result.report.ok());
  ASSERT_TRUE(result.device.has_value());
  EXPECT_EQ(to_string(result.device->answer), "no");
}

TEST(CheckOnDeviceJson, HoldsNameVerdictAndLimits) {
  const auto json = nlohmann::json::parse(to_json(check_on("compat/basic.h5", "SixNodesIPv2")));
  const auto& device = json.at("device");
  EXPECT_EQ(device.at("name"), "SixNodesIPv2");
  EXPECT_EQ(device.at("verdict"), "no");
  const auto& limit = device.at("limits").at(0);
  EXPECT_EQ(limit.at("layer"), "conv2d_1");
  EXPECT_EQ(limit.at("layer_type"), "Conv2D");
  EXPECT_EQ(limit.at("rule"), "padding");
  EXPECT_EQ(limit.at("value"), "valid");
  EXPECT_EQ(limit.at("what"), "padding valid");
  EXPECT_EQ(limit.at("documented"), "same");
  EXPECT_FALSE(limit.at("remedy").get<std::string>().empty());
  EXPECT_TRUE(device.at("warnings").empty());
  const auto without = nlohmann::json::parse(to_json(check_on("compat/basic.h5", "")));
  EXPECT_TRUE(without.at("device").is_null());
}

}  // namespace
}  // namespace cnn2snn
