// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "akida/builder.h"

namespace cnn2snn::akida {
namespace {

TEST(Summary, ShowsShapesKernelsAndTotals) {
  Model model;
  Layer input;
  input.name = "conv_0";
  input.type = LayerType::kInputConvolutional;
  input.parameters = {{"input_width", 49}, {"input_height", 10}, {"input_channels", 1},
                      {"filters", 64},     {"kernel_width", 5},  {"kernel_height", 5},
                      {"stride_x", 2},     {"stride_y", 2},      {"padding", 1}};
  add_layer(model, std::move(input));
  Layer separable;
  separable.name = "s\xC3\xA9parable";
  separable.type = LayerType::kSeparableConvolutional;
  separable.parameters = {{"filters", 64}, {"kernel_width", 3}, {"kernel_height", 3},
                          {"stride_x", 1}, {"stride_y", 1},     {"padding", 1},
                          {"pool_type", 2}};
  add_layer(model, std::move(separable));
  Layer dense;
  dense.name = "dense";
  dense.type = LayerType::kFullyConnected;
  dense.parameters = {{"units", 33}, {"activation", 0}};
  add_layer(model, std::move(dense));
  EXPECT_EQ(summary(model), R"(                      Model Summary
_________________________________________________________
Input shape  Output shape  Layers  Parameters  IP version
=========================================================
[49, 10, 1]  [1, 1, 33]    3       8545        v1
_________________________________________________________

___________________________________________________
Layer (type)           Output shape  Kernel shape
===================================================
conv_0 (InputConv.)    [25, 5, 64]   (5, 5, 1, 64)
___________________________________________________
s)"
                            "\xC3\xA9"
                            R"(parable (Sep.Conv.)  [1, 1, 64]    (3, 3, 64, 1)
                                     (1, 1, 64, 64)
___________________________________________________
dense (Fully.)         [1, 1, 33]    (1, 1, 64, 33)
___________________________________________________
)");
}

}  // namespace
}  // namespace cnn2snn::akida
