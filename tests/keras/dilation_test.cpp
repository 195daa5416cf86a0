// SPDX-License-Identifier: Apache-2.0
#include "keras/dilation.h"

#include <gtest/gtest.h>

namespace cnn2snn::keras {
namespace {

TEST(Dilation, RemediesAreThoseOfTheLayer) {
  EXPECT_EQ(remedy_for_dilation("Conv2D", {2, 2}), "Use dilation_rate=1.");
  EXPECT_EQ(remedy_for_dilation("Conv1D", {2}),
            "Use a Conv2D with a (1, k) kernel and dilation_rate=1.");
  EXPECT_EQ(remedy_for_dilation("SeparableConv1D", {1}),
            "Use a SeparableConv2D with a (1, k) kernel on an input of shape (1, steps, "
            "channels).");
  EXPECT_EQ(remedy_for_dilation("Conv3D", {1, 1, 1}),
            "Use two-dimensional layers: Akida has no three-dimensional convolutions.");
  EXPECT_EQ(remedy_for_dilation("Conv3D", {2, 2, 2}), "Use dilation_rate=1.");
}

}  // namespace
}  // namespace cnn2snn::keras
