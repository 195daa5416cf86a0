// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "convert/blocks/block.h"
#include "convert/blocks/parameters.h"

namespace cnn2snn::blocks {

/// Adds the Akida layer of a convolution-like block: parameters, kernel, and all that
/// set_convolution sets. Returns its name.
std::string convert_convolution(const BlockView& block, Target& target, akida::LayerType type,
                                Kernel kernel);

}  // namespace cnn2snn::blocks
