// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// Takes away what only follows from a problem told before it: layers that belong to no block
/// because the layers next to them do not, or because of what joins them.
void drop_follow_ups(const keras::Graph& quantized, std::vector<Problem>& problems);

}  // namespace cnn2snn::check
