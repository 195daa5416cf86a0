// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"

namespace cnn2snn::engine {

/// What the runtime refuses to run or crashes on, and what nobody could verify: throws
/// ConversionError (Step::kInference), the layer named. The model must come from the builder or
/// from fbz::read.
void check_runnable(const akida::Model& model);

}  // namespace cnn2snn::engine
