// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "engine/prepared_layer.h"

namespace cnn2snn::engine {

/// A layer on the fast kernels; nullptr where they are not known to give the same: its input has
/// values of `type` and `bits` bits. Results are those of the layer's definition in layers/.
LayerPointer prepare_fast(const akida::Layer& layer, akida::DType type, int bits);

/// The parts of it, by how the layer sums.
LayerPointer prepare_fast_convolution(const akida::Layer& layer, akida::DType type, int bits);
LayerPointer prepare_fast_depthwise(const akida::Layer& layer, akida::DType type, int bits);

}  // namespace cnn2snn::engine
