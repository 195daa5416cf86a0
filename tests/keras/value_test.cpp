// SPDX-License-Identifier: Apache-2.0
#include "keras/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::keras {
namespace {

Problem refusal(const std::string& text) {
  try {
    static_cast<void>(parse_json(text));
  } catch (const ConversionError& error) {
    return error.problem();
  }
  ADD_FAILURE() << "parsed: " << text.substr(0, 60);
  return {};
}

TEST(Json, KeepsTypesAndOrder) {
  const Value value =
      parse_json(R"({"b": [1, 2.0, -3], "a": null, "c": {"d": true, "e": "\u00e4"}})");
  ASSERT_EQ(value.dict().size(), 3U);
  EXPECT_EQ(value.dict()[0].first, "b");
  EXPECT_TRUE(value["b"].list()[0].is_int());
  EXPECT_FALSE(value["b"].list()[1].is_int());
  EXPECT_EQ(value["b"].as_ints(), (std::vector<std::int64_t>{1, 2, -3}));
  EXPECT_TRUE(value.has("a") && value["a"].is_null());
  EXPECT_TRUE(value["c"]["d"].truthy());
  EXPECT_EQ(value["c"]["e"].as_string(), "\u00e4");
  EXPECT_TRUE(value["c"]["nothing"]["below"].is_null());
}

TEST(Json, ReadsPythonsNumbers) {
  const Value value = parse_json(
      R"([NaN, Infinity, -Infinity, 9223372036854775807, 9223372036854775808, -1e-3, "NaN", "a\"NaN"])");
  const Value::List& list = value.list();
  EXPECT_TRUE(std::isnan(list[0].as_double()));
  EXPECT_EQ(list[1].as_double(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(list[2].as_double(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(list[3].as_int(), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(list[4].is_int());
  EXPECT_EQ(list[4].as_double(), 0x1p63);
  EXPECT_EQ(list[5].as_double(), -0.001);
  EXPECT_EQ(list[6].as_string(), "NaN");
  EXPECT_EQ(list[7].as_string(), "a\"NaN");
}

TEST(Value, FlagsAreTrueAsInPython) {
  const Value value = parse_json(
      R"({"true": true, "false": false, "0": 0, "1": 1, "0.0": 0.0, "2.5": 2.5, "null": null,
          "empty": "", "text": "False", "[]": [], "[0]": [0], "{}": {}, "nan": NaN})");
  for (const char* key : {"true", "1", "2.5", "text", "[0]", "nan"}) {
    EXPECT_TRUE(value.flag(key, false)) << key;
  }
  for (const char* key : {"false", "0", "0.0", "null", "empty", "[]", "{}"}) {
    EXPECT_FALSE(value.flag(key, true)) << key;
  }
  EXPECT_TRUE(value.flag("missing", true));
  EXPECT_FALSE(value.flag("missing", false));
  EXPECT_TRUE(Value().flag("anything", true));
}

TEST(Json, TakesTheLastOfTwoMembersAsPythonDoes) {
  EXPECT_EQ(parse_json(R"({"a": 1, "a": 2})")["a"].as_int(), 2);
}

TEST(Json, RefusesWhatIsMalformed) {
  for (const char* text :
       {"", "{", "[1,]", "{'a': 1}", "[1] x", "nan", "[Nan]", "\"\xff\"", "1e999"}) {
    const Problem problem = refusal(text);
    EXPECT_EQ(problem.id, ErrorId::kModelConfig) << text;
    EXPECT_EQ(problem.step, Step::kParse) << text;
  }
}

TEST(Json, LimitsDepthAndSize) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(100)).is_list());
  EXPECT_NE(refusal(nested(101)).reason.find("100"), std::string::npos);
  EXPECT_NE(refusal(std::string(1'000'000, '[')).reason.find("100"), std::string::npos);
  std::string many = "[0";
  for (int i = 0; i < 4'000'000; ++i) many += ",0";
  EXPECT_NE(refusal(many + "]").reason.find("4 million"), std::string::npos);
}

TEST(Value, ConvertsLeniently) {
  EXPECT_EQ(Value(3.0).as_int(), 3);
  EXPECT_EQ(Value(3.5).as_int(7), 7);
  EXPECT_EQ(Value(1e300).as_int(7), 7);
  EXPECT_EQ(Value(true).as_int(7), 7);
  EXPECT_EQ(Value(std::int64_t{3}).as_double(), 3.0);
  EXPECT_EQ(Value(std::int64_t{3}).as_ints(2), (std::vector<std::int64_t>{3, 3}));
  EXPECT_TRUE(parse_json("[1, null]").as_ints().empty());
  EXPECT_EQ(Value().int_or_none(), std::nullopt);
}

TEST(Value, IsTrueAsInPython) {
  for (const char* text : {"null", "false", "0", "0.0", "\"\"", "[]", "{}"}) {
    EXPECT_FALSE(parse_json(text).truthy()) << text;
  }
  for (const char* text : {"true", "1", "-0.5", "\"0\"", "[0]", "{\"a\": null}", "NaN"}) {
    EXPECT_TRUE(parse_json(text).truthy()) << text;
  }
}

TEST(Value, PrintsAsPythonDoes) {
  const auto repr = [](const char* text) { return parse_json(text).repr(); };
  EXPECT_EQ(repr(R"({"a": [1, 2.0, true, null], "b": "it's"})"),
            R"({'a': [1, 2.0, True, None], 'b': "it's"})");
  EXPECT_EQ(repr("[0.1, 1e16, 1e15, 1.5e-5, 0.0001, -2.5e-7, 123456.789, 1e22, 0.0]"),
            "[0.1, 1e+16, 1000000000000000.0, 1.5e-05, 0.0001, -2.5e-07, 123456.789, 1e+22, 0.0]");
  EXPECT_EQ(repr("[NaN, -Infinity]"), "[nan, -inf]");
  EXPECT_EQ(repr(R"("a\n'\"\\")"), R"('a\n\'"\\')");
}

TEST(Value, SetsAndErasesMembers) {
  Value value;
  value.set("a", Value(std::int64_t{1}));
  value.set("b", Value(std::int64_t{2}));
  value.set("a", Value(std::int64_t{3}));
  EXPECT_EQ(value.repr(), "{'a': 3, 'b': 2}");
  value.erase("a");
  EXPECT_EQ(value, parse_json(R"({"b": 2})"));
}

}  // namespace
}  // namespace cnn2snn::keras
