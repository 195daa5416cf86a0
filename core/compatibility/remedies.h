// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// What to change in a float model to mend a problem of its conversion.
std::string remedy_for(const Problem& problem);

/// Whether the remedy for a quantized model does not help with a float one.
bool has_better_remedy(const Problem& problem);

/// What to use instead of a layer that cannot be quantized.
std::string remedy_for_float(const keras::Layer& layer);

}  // namespace cnn2snn::compatibility
