// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/patterns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cnn2snn/cnn2snn.h"

namespace cnn2snn {
namespace {

std::set<std::string> akida_layers(AkidaVersion version) {
  std::set<std::string> out;
  for (const Pattern& pattern : patterns(version)) out.insert(pattern.akida_layer);
  return out;
}

TEST(Patterns, EveryAkidaLayerOfV2) {
  EXPECT_EQ(
      akida_layers(AkidaVersion::v2),
      (std::set<std::string>{"InputConv2D", "Quantizer", "Dense1D", "Conv2D", "Conv2DTranspose",
                             "DepthwiseConv2D", "DepthwiseConv2DTranspose", "Add", "Concatenate",
                             "Dequantizer", "BufferTempConv", "DepthwiseBufferTempConv",
                             "StatefulRecurrent", "PicoPostProcessing"}));
}

TEST(Patterns, EveryAkidaLayerOfV1) {
  EXPECT_EQ(
      akida_layers(AkidaVersion::v1),
      (std::set<std::string>{"InputConvolutional", "Quantizer", "FullyConnected", "Convolutional",
                             "SeparableConvolutional", "(merged into the last layer)"}));
}

TEST(Patterns, NoneIsListedTwice) {
  for (const AkidaVersion version : {AkidaVersion::v1, AkidaVersion::v2}) {
    std::set<std::pair<std::vector<std::string>, bool>> seen;
    for (const Pattern& pattern : patterns(version)) {
      EXPECT_TRUE(seen.insert({pattern.layers, pattern.input}).second) << pattern.layers[0];
    }
  }
}

TEST(Patterns, AveragePoolingComesBeforeReluOnV1AndAfterItOnV2) {
  const auto has = [](AkidaVersion version, const std::vector<std::string>& layers) {
    const auto all = patterns(version);
    return std::any_of(all.begin(), all.end(),
                       [&layers](const Pattern& p) { return p.layers == layers; });
  };
  const std::vector<std::string> before = {"QuantizedConv2D", "QuantizedGlobalAveragePooling2D",
                                           "QuantizedReLU"};
  const std::vector<std::string> after = {"QuantizedConv2D", "QuantizedReLU",
                                          "QuantizedGlobalAveragePooling2D"};
  EXPECT_TRUE(has(AkidaVersion::v1, before));
  EXPECT_FALSE(has(AkidaVersion::v1, after));
  EXPECT_TRUE(has(AkidaVersion::v2, after));
  EXPECT_FALSE(has(AkidaVersion::v2, before));
}

}  // namespace
}  // namespace cnn2snn
