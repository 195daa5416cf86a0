// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/patterns.h"

#include <algorithm>
#include <array>

namespace cnn2snn::blocks {
namespace {

constexpr std::array kV2 = {&kDense1D,
                            &kConv2D,
                            &kConv2DTranspose,
                            &kDepthwiseConv2D,
                            &kDepthwiseConv2DTranspose,
                            &kAdd,
                            &kConcatenate,
                            &kDequantizer,
                            &kBufferTempConv,
                            &kDepthwiseBufferTempConv,
                            &kStatefulRecurrent,
                            &kPicoPostProcessing};
constexpr std::array kV2Input = {&kInputConv2D, &kQuantizer};
constexpr std::array kV1 = {&kFullyConnected, &kConvolutional, &kSeparableConvolutional,
                            &kMergedDequantizer};
constexpr std::array kV1Input = {&kInputConvolutional, &kQuantizer};

}  // namespace

std::span<const BlockConverter* const> converters(AkidaVersion version, bool input) {
  if (version == AkidaVersion::v1) {
    if (input) return kV1Input;
    return kV1;
  }
  if (input) return kV2Input;
  return kV2;
}

const BlockConverter* find_converter(const BlockView& block, AkidaVersion version, bool input) {
  for (const BlockConverter* converter : converters(version, input)) {
    for (const auto& pattern : converter->patterns) {
      bool same = pattern.size() == block.size();
      for (std::size_t i = 0; same && i < pattern.size(); ++i) {
        same = block.layer(i).package == "Custom" && block.layer(i).is(pattern[i]);
      }
      if (same) return converter;
    }
  }
  return nullptr;
}

std::string describe_patterns(const BlockView& block, AkidaVersion version) {
  std::string sharing;
  std::string all;
  for (const BlockConverter* converter : converters(version, false)) {
    for (const auto& pattern : converter->patterns) {
      std::string line = "\n - ";
      bool shares = false;
      for (std::size_t i = 0; i < pattern.size(); ++i) {
        line += (i == 0 ? "" : " > ") + std::string(pattern[i]);
        shares = shares || block.find({pattern[i]}).has_value();
      }
      all += line;
      if (shares) sharing += line;
    }
  }
  return sharing.empty() ? all : sharing;
}

}  // namespace cnn2snn::blocks

namespace cnn2snn {

std::vector<Pattern> patterns(AkidaVersion version) {
  std::vector<Pattern> out;
  for (const bool input : {true, false}) {
    for (const blocks::BlockConverter* converter : blocks::converters(version, input)) {
      for (const auto& pattern : converter->patterns) {
        out.push_back(
            {{pattern.begin(), pattern.end()}, std::string(converter->akida_layer), input});
      }
    }
  }
  return out;
}

}  // namespace cnn2snn
