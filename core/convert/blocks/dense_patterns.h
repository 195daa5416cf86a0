// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

/// Sequences around a dense layer, the same for v1 and v2.
inline constexpr Sequence kDensePatterns[] = {
    {"QuantizedDense"},
    {"QuantizedDense", "QuantizedReLU"},
    {"QuantizedFlatten", "QuantizedDense"},
    {"QuantizedFlatten", "QuantizedDense", "QuantizedReLU"},
    {"QuantizedReshape", "QuantizedDense"},
    {"QuantizedReshape", "QuantizedDense", "QuantizedReLU"},
    {"QuantizedReshape", "QuantizedFlatten", "QuantizedDense"},
    {"QuantizedReshape", "QuantizedFlatten", "QuantizedDense", "QuantizedReLU"}};

}  // namespace cnn2snn::blocks
