// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/quantizers.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::quantizeml {
namespace {

std::vector<std::int8_t> signed_values(const QuantizedWeights& weights) {
  return {weights.values.begin(), weights.values.end()};
}

TEST(WeightQuantizer, OneScalePerChannelOfTheLastAxis) {
  const std::vector<float> kernel = {1.0F, -0.5F, -2.0F, 0.25F};  // (2, 2)
  const QuantizedWeights q = quantize(WeightQuantizer{8, true, -1, false}, kernel, {2, 2});
  ASSERT_EQ(q.scales.size(), 2U);
  EXPECT_EQ(q.scales.values[0], 2.0F * reciprocal(127.0F));
  EXPECT_EQ(q.scales.values[1], 0.5F * reciprocal(127.0F));
  EXPECT_EQ(signed_values(q), (std::vector<std::int8_t>{64, -127, -127, 64}));
}

TEST(WeightQuantizer, DepthwiseAxisIsTheOneBeforeTheLast) {
  const std::vector<float> kernel = {1.0F, 4.0F, -1.0F, 2.4F};  // (1, 2, 2, 1)
  const QuantizedWeights q = quantize(WeightQuantizer{4, true, -2, false}, kernel, {1, 2, 2, 1});
  ASSERT_EQ(q.scales.size(), 2U);
  EXPECT_EQ(signed_values(q), (std::vector<std::int8_t>{7, 7, -7, 4}));
}

TEST(WeightQuantizer, WithoutAxisOneScaleForAll) {
  const std::vector<float> kernel = {1.0F, -2.0F, 0.5F};
  const QuantizedWeights q =
      quantize(WeightQuantizer{8, true, std::nullopt, false}, kernel, {3, 1});
  EXPECT_TRUE(q.scales.scalar);
  EXPECT_EQ(signed_values(q), (std::vector<std::int8_t>{64, -127, 32}));
}

TEST(WeightQuantizer, InnerAxesShareTheChannelOfAMiddleAxis) {
  // (1, 2, 3): channels on axis 1, three elements each.
  const std::vector<float> kernel = {1, -1, 0.5F, 8, 4, -8};
  const QuantizedWeights q = quantize(WeightQuantizer{8, true, 1, false}, kernel, {1, 2, 3});
  EXPECT_EQ(signed_values(q), (std::vector<std::int8_t>{127, -127, 64, 127, 64, -127}));
}

TEST(WeightQuantizer, ZeroWeightsKeepASmallestScale) {
  const std::vector<float> kernel(4, 0.0F);
  const QuantizedWeights q = quantize(WeightQuantizer{8, true, -1, false}, kernel, {2, 2});
  EXPECT_EQ(q.scales.values[0], 1e-6F);
  EXPECT_EQ(signed_values(q), std::vector<std::int8_t>(4, 0));
}

TEST(WeightQuantizer, FixedPointStatesHaveSixteenBits) {
  const std::vector<float> a = {0.9F, -0.25F};
  const QuantizedWeights q = quantize(WeightQuantizer{16, true, std::nullopt, true}, a, {2});
  EXPECT_EQ(q.frac_bits.values[0], 15.0F);
  EXPECT_EQ(q.wide, (std::vector<std::int16_t>{29491, -8192}));
}

TEST(WeightQuantizer, RefusesWhatIsNotFinite) {
  const std::vector<float> kernel = {1.0F, std::numeric_limits<float>::quiet_NaN()};
  EXPECT_THROW(quantize(WeightQuantizer{}, kernel, {1, 2}), ConversionError);
  const std::vector<float> infinite = {1.0F, std::numeric_limits<float>::infinity()};
  EXPECT_THROW(quantize(WeightQuantizer{}, infinite, {2, 1}), ConversionError);
}

TEST(WeightQuantizer, RefusesAnAxisOutOfRange) {
  const std::vector<float> kernel(4, 1.0F);
  EXPECT_THROW(quantize(WeightQuantizer{8, true, 2, false}, kernel, {2, 2}), ConversionError);
}

TEST(WeightQuantizer, OfUnknownElementsOnlyTheNumberOfScalesIsKnown) {
  const QuantizedWeights q = quantize_unknown(WeightQuantizer{8, true, -2, false}, {3, 3, 5, 1});
  EXPECT_EQ(q.scales.size(), 5U);
  EXPECT_FALSE(q.scales.known || q.scales.scalar);
  EXPECT_TRUE(q.frac_bits.known);
  EXPECT_TRUE(q.values.empty() && q.wide.empty());
  const QuantizedWeights states = quantize_unknown(WeightQuantizer{16, true, -1, true}, {5});
  EXPECT_TRUE(states.scales.known && states.frac_bits.scalar);
  EXPECT_FALSE(states.frac_bits.known);
  EXPECT_THROW(quantize_unknown(WeightQuantizer{8, true, 4, false}, {2, 2}), ConversionError);
}

TEST(AlignedWeightQuantizer, AlignsOnTheOther) {
  const QFloat other{FixedPoint{27, Array::of(8.0F)}, Array::vector({0.5F, 0.25F})};
  const std::vector<float> bias = {3.0F, -1.0F};
  const AlignedValues q = quantize(AlignedWeightQuantizer{8, true}, bias, false, other);
  // 3 / 0.5 = 6: 7 − 3 = 4 fractional bits; −1 / 0.25 = −4: 7 − 2 = 5. Then shifted to 8.
  EXPECT_EQ(q.shift.values, (std::vector<float>{4.0F, 3.0F}));
  EXPECT_EQ(q.values, (std::vector<float>{96.0F * 16, -128.0F * 8}));
  EXPECT_EQ(unshifted(q), (std::vector<std::int32_t>{96, -128}));
}

TEST(AlignedWeightQuantizer, FewBitsShareOneRange) {
  const QFloat other{FixedPoint{27, Array::of(8.0F)}, Array::of(1.0F)};
  const std::vector<float> bias = {3.0F, 0.5F};
  const AlignedValues q = quantize(AlignedWeightQuantizer{4, true}, bias, false, other);
  EXPECT_EQ(unshifted(q), (std::vector<std::int32_t>{6, 1}));
}

TEST(AlignedWeightQuantizer, AScalarBoundBecomesOnePerChannel) {
  const QFloat other{FixedPoint{32, Array::of(0.0F)}, Array::vector({0.1F, 0.2F, 0.3F})};
  const std::vector<float> bound = {6.0F};
  const AlignedValues q = quantize(AlignedWeightQuantizer{8, false}, bound, true, other);
  EXPECT_EQ(unshifted(q), (std::vector<std::int32_t>{60, 30, 20}));
}

TEST(OutputQuantizer, ScalesAndShift) {
  Metadata x = Metadata::of(QFloat{FixedPoint{27, Array::of(4.0F)}, Array::of(0.3F)});
  const QuantizedOutput q = quantize(OutputQuantizer{}, x, Array::of(6.0F), Array::of(1.0F));
  ASSERT_TRUE(q.qscales.has_value());
  // 0.3 needs 8 − (−1) = 9 fractional bits: 153.6 rounds to 154.
  EXPECT_EQ(q.qscales->values[0], 154.0F);
  EXPECT_EQ(q.fp.frac_bits.values[0], 4.0F);
  EXPECT_EQ(q.shift.values[0], 4.0F - (4.0F + 9.0F));
}

TEST(OutputQuantizer, ScalesSaturateAt255) {
  // Just below a power of two: 255.99… would round to 256.
  const QuantizedScales q = to_fixed_point(Array::of(0.99999F), 8);
  EXPECT_EQ(q.values.values[0], 255.0F);
}

TEST(OutputQuantizer, FixedPointInputsHaveNoScales) {
  const Metadata x = Metadata::of(FixedPoint{31, Array::of(6.0F)});
  const QuantizedOutput q = quantize(OutputQuantizer{}, x, Array::of(1.0F), Array::of(1.0F));
  EXPECT_FALSE(q.qscales.has_value());
  EXPECT_EQ(q.shift.values[0], 1.0F);
}

TEST(OutputQuantizer, RefusesToWiden) {
  const Metadata x = Metadata::of(FixedPoint{7, Array::of(0.0F)});
  try {
    (void)quantize(OutputQuantizer{}, x, Array::of(1.0F), Array::of(1.0F));
    FAIL() << "a 7-bit tensor was requantized to 7 bits";
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().error_class, "ValueError");
    EXPECT_EQ(error.problem().step, Step::kQuantization);
  }
}

TEST(OutputQuantizer, RefusesAShiftThatSaturates) {
  const Metadata x = Metadata::of(FixedPoint{27, Array::of(-10.0F)});
  try {
    (void)quantize(OutputQuantizer{}, x, Array::of(1.0F), Array::of(1.0F));
    FAIL() << "a shift of 17 bits was accepted in 7 bits";
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().error_class, "InvalidArgumentError");
  }
}

TEST(Tensors, ExpandAlignsOnTheLargestFractionalBits) {
  const Rescaled r = expand(FixedPoint{7, Array::vector({3.0F, 5.0F, 4.0F})}, 27);
  EXPECT_TRUE(r.fp.per_tensor());
  EXPECT_EQ(r.fp.frac_bits.values[0], 5.0F);
  EXPECT_EQ(r.shift.values, (std::vector<float>{2.0F, 0.0F, 1.0F}));
}

TEST(Tensors, AVectorOfOneScaleIsNotPerTensor) {
  const QFloat vector_scale{FixedPoint{7, Array::vector({1.0F})}, Array::vector({1.0F})};
  EXPECT_TRUE(vector_scale.fp.per_tensor());
  EXPECT_FALSE(vector_scale.per_tensor());
}

TEST(Tensors, AnUnknownRangeMakesAnUnknownOutputThatNoAssertionRefuses) {
  const FixedPoint sums{20, Array::of(3.0F)};
  const Metadata x = Metadata::of(QFloat{sums, Array::filled(4, 0.5F)});
  const QuantizedOutput q = quantize(OutputQuantizer{8, true, true, 8, 32}, x,
                                     Array::unknown(4, false), Array::unknown(4, false));
  EXPECT_FALSE(q.shift.known || q.qscales->known || q.fp.frac_bits.known);
  EXPECT_EQ(q.fp.frac_bits.size(), 4U);
  const Rescaled aligned = expand(q.fp, 8);
  EXPECT_FALSE(aligned.shift.known || aligned.fp.frac_bits.known);
  EXPECT_TRUE(aligned.fp.per_tensor());
  EXPECT_EQ(aligned.shift.size(), 4U);
}

TEST(Tensors, LengthsOfUnknownValuesMustMatchToo) {
  const auto plus = [](float a, float b) { return a + b; };
  EXPECT_THROW((void)combine(Array::unknown(3, false), Array::filled(2, 1.0F), plus),
               ConversionError);
  EXPECT_FALSE(combine(Array::of(1.0F), Array::unknown(3, false), plus).known);
}

TEST(Tensors, AnAssertionOnUnknownValuesNeitherPassesNorFails) {
  const auto positive = [](float v) { return v > 0; };
  EXPECT_EQ(holds(Array::of(1.0F), positive), true);
  EXPECT_EQ(holds(Array::of(-1.0F), positive), false);
  EXPECT_EQ(holds(Array::unknown(2, false), positive), std::nullopt);
  assert_recorded(std::nullopt, "not known");
  EXPECT_THROW(assert_recorded(false, "known"), ConversionError);
}

TEST(Tensors, ChannelsThatDoNotMatchAreRefused) {
  const auto plus = [](float a, float b) { return a + b; };
  EXPECT_THROW(combine(Array::filled(2, 1), Array::filled(3, 1), plus), ConversionError);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
