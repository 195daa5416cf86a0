// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

/// scales / 2^frac_bits of the Dequantizer's input: what one integer step is worth.
quantizeml::Array dequantizer_scales(const BlockView& block);

/// A Dequantizer of several tensors is not convertible.
void check_single_inbound(const BlockView& block, BlockChecks& checks);

}  // namespace cnn2snn::blocks
