// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "keras/graph.h"
#include "quantizeml/record/record.h"

namespace cnn2snn::quantizeml {

/// A graph of one layer: the float layer that `layer` was made of, with the integers recorded in
/// place of its weights and padding values, and without bias. nullopt: it is of a class whose
/// integers are not computed as the float layer computes.
std::optional<keras::Graph> integer_weights(const keras::Graph& sanitized,
                                            const keras::Layer& layer,
                                            const QuantizedLayer& record);

}  // namespace cnn2snn::quantizeml
