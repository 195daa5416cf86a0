// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

/// Names of the Akida layers that stand for the inputs of Keras layer `index`, in order: each input
/// is followed back over layers that leave no trace in Akida. Throws when one is not found.
std::vector<std::string> find_inbounds(const Source& source, std::size_t index,
                                       const akida::Model& model);

/// Whether a block whose Akida inputs are `inbounds` needs an InputData before it.
bool needs_input_data(const akida::Model& model, const std::vector<std::string>& inbounds);

/// Adds the InputData that stands for the model's input, or for the Quantizer before; returns its
/// name.
std::string add_input_data(const Source& source, akida::Model& model,
                           const std::vector<std::string>& inbounds);

}  // namespace cnn2snn::blocks
