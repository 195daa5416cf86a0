// SPDX-License-Identifier: Apache-2.0
// A file that is opened once gives to every call what its bytes give, in any order of the calls.
#include "cnn2snn/source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/quantize.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

class OneSource : public testing::TestWithParam<const char*> {};

TEST_P(OneSource, GivesWhatTheBytesGive) {
  const std::vector<std::uint8_t> bytes =
      fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/" + GetParam());
  ASSERT_FALSE(bytes.empty());
  const std::string shown = to_json(inspect(bytes));
  const std::string checked = to_json(check_model_compatibility(bytes));
  const ConversionResult converted = convert(bytes);
  QuantizeOptions options;
  options.num_samples = 2;
  const QuantizeResult quantized = quantize(bytes, options);

  const Source source = open(bytes);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(to_json(convert(source)), to_json(converted));
    EXPECT_EQ(convert(source).fbz, converted.fbz);
    EXPECT_EQ(to_json(quantize(source, options)), to_json(quantized));
    EXPECT_EQ(quantize(source, options).h5, quantized.h5);
    EXPECT_EQ(to_json(check_model_compatibility(source)), checked);
    EXPECT_EQ(to_json(inspect(source)), shown);
  }
}

INSTANTIATE_TEST_SUITE_P(All, OneSource,
                         testing::Values("models/act_gelu.h5", "models/act_gelu.fbz",
                                         "compat/residual.h5", "compat/gru.h5",
                                         "keras3/models/custom_conv.keras", "onnx/conv_nobias.onnx",
                                         "models.json"));

TEST(Source, IsReadOnce) {
  for (const char* file : {"/onnx/conv_nobias.onnx", "/models/act_gelu.h5"}) {
    std::vector<std::uint8_t> bytes = fixtures::read_file(std::string(CNN2SNN_FIXTURES) + file);
    const ConversionResult converted = convert(bytes);
    ASSERT_TRUE(converted.report.ok()) << file;
    const Source source = open(bytes);
    const std::string shown = to_json(inspect(source));
    // Against the rules, to see who begins to read anew: nobody can.
    std::fill_n(bytes.begin(), 8, std::uint8_t{0});
    EXPECT_FALSE(convert(bytes).report.ok()) << file;
    EXPECT_EQ(to_json(inspect(source)), shown) << file;
    EXPECT_EQ(convert(source).fbz, converted.fbz) << file;
  }
}

}  // namespace
}  // namespace cnn2snn
