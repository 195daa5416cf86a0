// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cnn2snn/patterns.h"
#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

/// The converters of a target; `input`: those that only serve as first block of a model.
std::span<const BlockConverter* const> converters(AkidaVersion version, bool input);

/// The converter whose patterns hold the block's sequence of classes; nullptr: none.
const BlockConverter* find_converter(const BlockView& block, AkidaVersion version, bool input);

/// One line " - A > B" for each ordinary pattern that shares a class with the block; all of them
/// when none does.
std::string describe_patterns(const BlockView& block, AkidaVersion version);

// The converters, one file each. v2:
extern const BlockConverter kInputConv2D, kConv2D, kDepthwiseConv2D, kConv2DTranspose,
    kDepthwiseConv2DTranspose, kDense1D, kAdd, kConcatenate, kDequantizer, kBufferTempConv,
    kDepthwiseBufferTempConv, kStatefulRecurrent, kPicoPostProcessing;
// v1:
extern const BlockConverter kInputConvolutional, kConvolutional, kSeparableConvolutional,
    kFullyConnected, kMergedDequantizer;
// both:
extern const BlockConverter kQuantizer;

}  // namespace cnn2snn::blocks
