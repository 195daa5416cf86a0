// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"
#include "keras/neighbours.h"
#include "quantizeml/arithmetic/tensors.h"

namespace cnn2snn::quantizeml {

/// Folds the zero point of the InputQuantizer at index `i`, whose smallest values are `range_min`,
/// into bias and padding of the first layer (quantizeml.models.calibrate,
/// _set_and_fold_zero_point). Throws ConversionError where QuantizeML raises.
void fold_zero_point(keras::Graph& graph, const keras::Neighbours& neighbours, std::size_t i,
                     const Array& range_min);

}  // namespace cnn2snn::quantizeml
