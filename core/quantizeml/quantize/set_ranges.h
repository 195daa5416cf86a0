// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "keras/graph.h"
#include "quantizeml/classes/ranges.h"

namespace cnn2snn::quantizeml {

/// What calibration has to observe for a graph that `quantize_structure` made, in the order of its
/// layers.
std::vector<Observer> observers(const keras::Graph& quantized);

/// Puts the ranges into the quantizers: what QuantizeML does when the samples have passed. Weights
/// of the layers behind are equalized, an input's zero point is folded into the first layer.
/// Throws ConversionError where a layer has no range, or one for another number of channels, and
/// where QuantizeML raises.
void set_ranges(keras::Graph& quantized, const Ranges& ranges);

/// Gives the InputQuantizer the whole range of its type, as random samples do.
void set_full_input_range(keras::Graph& quantized);

}  // namespace cnn2snn::quantizeml
