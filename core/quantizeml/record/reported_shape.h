// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::quantizeml {

/// The shape that Keras reports for the quantized tensor of layer `i`, without batch.
///
/// It is that of `shapes` (keras::infer_shapes) but for one thing: a QuantizedReshape leaves the
/// -1 of its target shape unknown (-1 here), although the values inside the FixedPoint have their
/// full shape. Layers that pass their input on as it is pass this on too.
std::optional<keras::Shape> reported_shape(const keras::Graph& graph,
                                           const std::vector<std::optional<keras::Shape>>& shapes,
                                           std::size_t i);

/// Python's words when the dimensions of `shape`, at least two, are multiplied and one is None;
/// empty: all are known.
std::string product_error(const keras::Shape& shape);

}  // namespace cnn2snn::quantizeml
