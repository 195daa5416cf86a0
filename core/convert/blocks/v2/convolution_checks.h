// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "convert/blocks/block.h"

/// Rules that the v2 convolution-like layers share.
namespace cnn2snn::blocks {

/// 4 or 8 weight bits.
void check_weight_bits(const BlockView& block, BlockChecks& checks, std::string_view error_class,
                       std::string_view akida_layer);
/// Equal kernel sizes, equal strides.
void check_square_kernel(const BlockView& block, BlockChecks& checks,
                         std::string_view kernel_message, std::string_view stride_message);
/// Kernel of 3 or 4, stride 2, padding 'same', 4 or 8 weight bits.
void check_transpose(const BlockView& block, BlockChecks& checks, std::string_view name);

}  // namespace cnn2snn::blocks
