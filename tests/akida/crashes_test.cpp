// SPDX-License-Identifier: Apache-2.0
// Values that the runtime (akida 2.19.3) loads and crashes on, found by running files that hold
// them: every shift of every layer type at -128…255, act_step from 65535 to infinity.
#include "akida/crashes.h"

#include <gtest/gtest.h>

#include <limits>

#include "akida/builder.h"
#include "akida/fields.h"
#include "akida/make_layer.h"

namespace cnn2snn::akida {
namespace {

Model with_conv() {
  Model model;
  add_layer(model, make(LayerType::kInputData, {{"input_width", 4},
                                                {"input_height", 4},
                                                {"input_channels", 1},
                                                {"input_bits", 8},
                                                {"input_signed", 1}}));
  add_layer(model, make(LayerType::kConv2D, {{"filters", 2}, {"kernel_size", 1}}));
  return model;
}

TEST(Crashes, ShiftsBeyond31Bits) {
  Model model = with_conv();
  Layer& conv = model.layers[1];
  for (const int shift : {-31, 0, 31, -128}) {
    set_variable(conv, "output_shift", std::vector<std::int32_t>{0, shift});
    EXPECT_EQ(crash_of(conv), "") << shift;
  }
  for (const int shift : {-127, -33, -32, 32, 33, 64, 127}) {
    set_variable(conv, "output_shift", std::vector<std::int32_t>{0, shift});
    EXPECT_EQ(crash_of(conv), "output_shift holds " + std::to_string(shift) + ", outside -31…31");
  }
  set_variable(conv, "output_shift", std::vector<std::int32_t>{0, -128});
  ASSERT_TRUE(shift_beyond(conv).has_value());
  EXPECT_FALSE(shift_beyond(conv)->crashes);
}

TEST(Crashes, LeftShiftsBeyond31Bits) {
  Model model = with_conv();
  Layer& conv = model.layers[1];
  for (const char* name : {"bias_shift", "input_shift", "max_value_shift"}) {
    const std::size_t count = element_count(find_variable(conv, name));
    const auto set = [&](std::int32_t shift) {
      set_variable(conv, name, std::vector<std::int32_t>(count, shift));
    };
    for (const int shift : {0, 31, 128, 255}) {
      set(shift);
      EXPECT_EQ(crash_of(conv), "") << name << shift;
      EXPECT_EQ(shift_beyond(conv).has_value(), shift >= 128);
    }
    for (const int shift : {32, 64, 127}) {
      set(shift);
      EXPECT_NE(crash_of(conv), "") << name << shift;
    }
    set(0);
  }
}

TEST(Crashes, StepsThatNothingCanBeDividedBy) {
  for (const std::int32_t activation : {0, 1}) {
    Model model;
    Layer& layer = add_layer(model, input_convolutional({{"activation", activation}}));
    for (const float step : {0.0625F, 65535.F, 8388608.F}) {
      set_variable(layer, "act_step", std::vector<float>{step});
      EXPECT_EQ(crash_of(layer), "") << step;
    }
    for (const float step : {16777216.F, 1e12F, std::numeric_limits<float>::infinity(),
                             std::numeric_limits<float>::quiet_NaN()}) {
      set_variable(layer, "act_step", std::vector<float>{step});
      // Without an activation the runtime does not look at it.
      EXPECT_EQ(crash_of(layer).empty(), activation == 0) << step;
    }
  }
}

}  // namespace
}  // namespace cnn2snn::akida
