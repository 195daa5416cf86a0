// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/blocks/parameters.h"

/// The pooling of a block: its sizes, and what Akida asks of them.
namespace cnn2snn::blocks {

/// MaxPool2D: pool size, and strides (pool size when not given).
struct Pooling {
  Pair size;
  Pair stride;
  bool same = false;
};
Pooling pooling_of(const keras::Layer& pool);

/// Pool and convolution must pad alike.
void check_pool_padding(const BlockView& block, BlockChecks& checks);
/// v2: square pools with equal strides.
void check_square_pool(const BlockView& block, BlockChecks& checks);
/// v1: at most 256 positions under a global average pool.
void check_average_pool_v1(const BlockView& block, BlockChecks& checks);
}  // namespace cnn2snn::blocks
