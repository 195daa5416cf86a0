// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::quantizeml {

/// What QuantizeML asks of a float model before it does anything with it (Step::kQuantization, or
/// Step::kParse for classes that cannot be loaded). Returns whether the model can be looked at
/// further.
bool check_preconditions(const keras::Graph& graph, Report& report);

/// Throws ConversionError (kLimit) for models whose size no computer's memory is meant for.
void check_limits(const keras::Graph& graph);

/// Writes aliases of classes and functions as Keras does when it saves a model it has loaded.
void normalize(keras::Graph& graph);

}  // namespace cnn2snn::quantizeml
