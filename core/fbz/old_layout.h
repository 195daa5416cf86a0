// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "fbz/akida_model_generated.h"

/// The layout of Akida 2.2 and earlier, where each layer type has a table of its own. Which field
/// is which parameter was worked out from files that today's runtime had saved again.
namespace cnn2snn::fbz {

/// Sets the layer's type and parameters; false: `stored` holds no parameters of that layout. Throws
/// ConversionError (kFbzCorrupt) when a part of them is missing.
bool read_old_parameters(const schema::LayerParameters& stored, akida::Layer& layer);

/// Sets the model's options of edge learning when this layer learns.
void read_old_learning(const schema::LayerParameters& stored, akida::Model& model);

}  // namespace cnn2snn::fbz
