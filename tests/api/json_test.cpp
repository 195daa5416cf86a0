// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "cnn2snn/cnn2snn.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using nlohmann::json;

std::string written(std::string_view text) {
  JsonWriter writer;
  writer.value(text);
  return writer.take();
}

TEST(JsonWriter, EscapesAndRepairsText) {
  EXPECT_EQ(written("a\"b\\c\n\x01"), "\"a\\\"b\\\\c\\u000a\\u0001\"");
  EXPECT_EQ(written("\xE2\x82\xAC \xF0\x9F\x98\x80"), "\"\xE2\x82\xAC \xF0\x9F\x98\x80\"");
  // Lone continuation, overlong form, surrogate, cut-off sequence, beyond U+10FFFF.
  for (const std::string bad :
       {"\x80", "\xC0\xAF", "\xED\xA0\x80", "x\xE2\x82", "\xF5\x80\x80\x80"}) {
    const std::string text = written(bad);
    EXPECT_TRUE(json::accept(text)) << text;
    EXPECT_NE(text.find("\xEF\xBF\xBD"), std::string::npos);
  }
}

TEST(JsonWriter, WritesNumbersThatReadBack) {
  for (const double value : {0.1, 1.0 / 3, 1e-300, -2.5, 123456789.0, 5e-324}) {
    JsonWriter writer;
    writer.value(value);
    EXPECT_EQ(json::parse(writer.take()).get<double>(), value);
  }
  JsonWriter writer;
  writer.begin_list();
  writer.value(std::numeric_limits<double>::quiet_NaN());
  writer.value(std::numeric_limits<std::uint64_t>::max());
  writer.value(std::numeric_limits<std::int64_t>::min());
  writer.end_list();
  EXPECT_EQ(writer.take(), "[null,18446744073709551615,-9223372036854775808]");
}

/// Any QuantizeML model of the fixtures that converts.
fixtures::Model some_model() {
  for (const fixtures::Model& model : fixtures::models()) {
    if (model.converts && model.kind == "quantizeml" && model.target == "v2") return model;
  }
  return {};
}

TEST(Inspect, TellsFilesApartByContent) {
  const auto fbz = fixtures::read_file(some_model().path(".fbz"));
  const InspectResult akida = inspect(fbz);
  EXPECT_TRUE(akida.report.ok());
  EXPECT_EQ(akida.file, FileKind::kAkida);
  EXPECT_FALSE(akida.source.has_value());
  const auto h5 = fixtures::read_file(some_model().path(".h5"));
  const InspectResult keras = inspect(h5);
  EXPECT_TRUE(keras.report.ok());
  EXPECT_EQ(keras.file, FileKind::kHdf5);
  ASSERT_TRUE(keras.source.has_value());
  EXPECT_EQ(keras.source->kind, ModelKind::kQuantizeML);
  EXPECT_TRUE(keras.model.layers.empty());
  const std::vector<std::uint8_t> junk{1, 2, 3};
  const InspectResult none = inspect(junk);
  EXPECT_FALSE(none.report.ok());
  EXPECT_EQ(json::parse(to_json(none)).at("file"), "unknown");
  EXPECT_TRUE(json::parse(to_json(InspectResult{})).at("file").is_null());
}

// Float layers of QuantizeML's package do not make a model a quantized one.
TEST(Kind, IsTheSameForInspectConvertAndCheck) {
  for (const char* name : {"qml_hard_silu", "dw_transpose", "extract_token", "recurrent"}) {
    const auto bytes =
        fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/compat/" + name + ".h5");
    const InspectResult inspected = inspect(bytes);
    const ConversionResult converted = convert(bytes);
    const CompatibilityResult checked = check_model_compatibility(bytes);
    ASSERT_TRUE(inspected.source && converted.source && checked.source) << name;
    EXPECT_EQ(inspected.source->kind, ModelKind::kFloat) << name;
    EXPECT_EQ(converted.source->kind, ModelKind::kFloat) << name;
    EXPECT_EQ(checked.kind, ModelKind::kFloat) << name;
    ASSERT_EQ(converted.report.problems.size(), 1U) << name;
    EXPECT_EQ(converted.report.problems[0].id, ErrorId::kNotQuantized) << name;
  }
}

TEST(InspectJson, HoldsTheModelWithoutItsWeights) {
  const auto bytes = fixtures::read_file(some_model().path(".fbz"));
  const InspectResult result = inspect(bytes);
  const std::string text = to_json(result);
  EXPECT_EQ(text, to_json(inspect(bytes)));
  const json root = json::parse(text);
  EXPECT_EQ(root.at("action"), "info");
  EXPECT_EQ(root.at("file"), "fbz");
  EXPECT_EQ(root.at("file_bytes"), bytes.size());
  EXPECT_TRUE(root.at("source").is_null());
  const json& model = root.at("model");
  EXPECT_EQ(model.at("ip_version"), "v2");
  ASSERT_EQ(model.at("layers").size(), result.model.layers.size());
  std::uint64_t total = 0;
  for (const json& layer : model.at("layers")) {
    total += layer.at("bytes").get<std::uint64_t>();
    for (const json& variable : layer.at("variables")) {
      std::uint64_t elements = 1;
      for (const json& size : variable.at("shape")) elements *= size.get<std::uint64_t>();
      std::uint64_t counted = 0;
      for (const json& bin : variable.at("histogram")) counted += bin.get<std::uint64_t>();
      EXPECT_EQ(variable.at("histogram").size(), 16U);
      EXPECT_EQ(counted, elements) << variable.at("name");
      EXPECT_LE(variable.at("min").get<double>(), variable.at("max").get<double>());
      EXPECT_FALSE(variable.contains("data"));
    }
  }
  EXPECT_EQ(model.at("totals").at("bytes"), total);
}

TEST(ConvertJson, HasEveryKeyOfTheDocumentAlsoWhenItFails) {
  const std::vector<std::uint8_t> junk{1, 2, 3};
  const json root = json::parse(to_json(convert(junk)));
  EXPECT_FALSE(root.at("ok").get<bool>());
  for (const char* key : {"action", "version", "kind", "target", "source_bytes", "fbz_bytes",
                          "warnings", "source", "model"}) {
    EXPECT_TRUE(root.contains(key)) << key;
  }
  ASSERT_EQ(root.at("problems").size(), 1U);
  EXPECT_EQ(root.at("problems").at(0).at("id"), "E_NOT_HDF5");
  EXPECT_EQ(root.at("problems").at(0).at("step"), "read");
  const json check = json::parse(to_json(check_model_compatibility(junk)));
  EXPECT_EQ(check.at("action"), "check");
  EXPECT_FALSE(check.at("compatible").get<bool>());
  EXPECT_TRUE(check.at("undecided").is_array());
}

}  // namespace
}  // namespace cnn2snn
