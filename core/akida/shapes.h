// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

/// Output shape of a layer whose parameters and input shape are set (for a Concatenate: `second` is
/// the shape of the second inbound). Throws ConversionError where the runtime refuses it.
Shape3 output_shape(const Layer& layer, const Shape3& second);

/// The input shape a layer with input parameters declares (InputData, InputConv2D, …).
Shape3 declared_input_shape(const Layer& layer);

}  // namespace cnn2snn::akida
