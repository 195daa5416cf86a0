// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"
#include "keras/neighbours.h"
#include "quantizeml/arithmetic/tensors.h"

namespace cnn2snn::quantizeml {

/// Cross-layer equalization (quantizeml.models.calibrate, _set_and_equalize): the range of layer
/// `i`'s output quantizer is lowered to one that its bits express well, and the weights of the next
/// layer are divided by the rate of that change.
struct EqualizedRange {
  Array range_max;
  Array rescaling_rate;
};

/// `range`: observed, a scalar or one value for each channel. Changes weights of `graph`.
EqualizedRange equalize(keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                        const Array& range);

}  // namespace cnn2snn::quantizeml
