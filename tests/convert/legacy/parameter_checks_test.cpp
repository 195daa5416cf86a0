// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/parameter_checks.h"

#include <gtest/gtest.h>

namespace cnn2snn::legacy {
namespace {

std::optional<Problem> problem_with(int bits, bool input_convolution) {
  static const keras::Layer keras = [] {
    keras::Layer layer;
    layer.name = "conv";
    return layer;
  }();
  LegacyLayer layer;
  layer.keras = &keras;
  layer.kind = Kind::kQuantizedConv2D;
  layer.quantizer.bitwidth = bits;
  return check_weight_bits(layer, input_convolution);
}

TEST(WeightBits, OfTheFirstLayerFitBytes) {
  for (const int bits : {2, 3, 8}) EXPECT_FALSE(problem_with(bits, true)) << bits;
  // The official converter takes these, and its file holds numbers that wrapped around.
  for (const int bits : {9, 16}) {
    const auto problem = problem_with(bits, true);
    ASSERT_TRUE(problem) << bits;
    EXPECT_EQ(problem->reason,
              "Weight bitwidth " + std::to_string(bits) + " does not fit 8-bit weights.");
  }
}

TEST(WeightBits, OfOtherLayersAreThoseOfTheProcessors) {
  for (const int bits : {2, 4, 8}) EXPECT_FALSE(problem_with(bits, false)) << bits;
  for (const int bits : {1, 3, 5, 16}) EXPECT_TRUE(problem_with(bits, false)) << bits;
}

}  // namespace
}  // namespace cnn2snn::legacy
