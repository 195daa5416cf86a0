// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "keras/neighbours.h"

namespace cnn2snn::check {

/// What to change in a float model to mend a problem of its conversion: the problem's own remedy
/// unless that speaks of the quantized model. Never empty.
std::string remedy_for(const Problem& problem);

/// What to do about a layer of the float model that cannot be quantized. `last`: no layer takes its
/// output.
std::string remedy_for_float(const keras::Graph& graph, const keras::Neighbours& neighbours,
                             std::size_t layer, bool last);

/// What to do about a Rescaling whose scale or offset no values can be quantized behind; empty: the
/// model, as it is in the file, has none.
std::string remedy_for_rescaling(const keras::Graph& graph);

}  // namespace cnn2snn::check
