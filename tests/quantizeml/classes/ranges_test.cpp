// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/ranges.h"

#include <gtest/gtest.h>

#include "base/conversion_error.h"

namespace cnn2snn::quantizeml {
namespace {

TEST(Ranges, ReadBackAsWritten) {
  const Ranges ranges{{{"input_quantizer", {253.097F, 1.0F / 3}, {-0.1F, 0}},
                       {"block/relu \"1\"", {2.254181385040283F, 1e-30F}, {}}}};
  const std::string json = to_json(ranges);
  EXPECT_EQ(json.find("{\"observed\":{\"input_quantizer/min\":[-0.1"), 0U) << json;
  const Ranges read = ranges_from_json(json);
  ASSERT_EQ(read.layers.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read.layers[i].layer, ranges.layers[i].layer);
    EXPECT_EQ(read.layers[i].max, ranges.layers[i].max);
    EXPECT_EQ(read.layers[i].min, ranges.layers[i].min);
  }
  EXPECT_EQ(to_json(read), json);
}

TEST(Ranges, FindsALayer) {
  const Ranges ranges = ranges_from_json(R"({"conv":[1.5],"name":7, "observed":{"relu":[2]}})");
  ASSERT_NE(ranges.find("relu"), nullptr);
  EXPECT_EQ(ranges.find("relu")->max, std::vector<float>{2.0F});
  EXPECT_EQ(ranges.find("conv"), nullptr);
  EXPECT_NE(ranges_from_json(R"({"conv":[1.5]})").find("conv"), nullptr);
}

TEST(Ranges, RefusesWhatIsNoRange) {
  for (const char* text :
       {"", "[1]", "{\"a\":1}", "{\"a\":[]}", "{\"a\":[\"1\"]}", "{\"a\":[NaN]}", "{\"a\":[1e39]}",
        "{\"observed\":[1]}", "{\"a/min\":[null]}", "{\"a\":[1],"}) {
    try {
      (void)ranges_from_json(text);
      ADD_FAILURE() << text;
    } catch (const ConversionError& error) {
      EXPECT_EQ(error.problem().id, ErrorId::kArgument) << text;
    }
  }
}

}  // namespace
}  // namespace cnn2snn::quantizeml
