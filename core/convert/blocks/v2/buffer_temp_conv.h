// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

/// Adds a BufferTempConv or DepthwiseBufferTempConv: the two differ by their filters alone.
std::string convert_buffer_temp_conv(const BlockView& block, Target& target, akida::LayerType type);
/// At most 8 weight bits.
void check_buffer_temp_conv(const BlockView& block, BlockChecks& checks, std::string_view name);

}  // namespace cnn2snn::blocks
