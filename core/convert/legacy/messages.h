// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "keras/graph.h"

/// Values as Python prints them: users search for the official messages.
namespace cnn2snn::legacy {

/// "(8, 8, None)"; one element: "(8,)".
std::string python_tuple(const keras::Shape& shape);
/// "(None, 8, 8, 3)".
std::string python_shape_with_batch(const keras::Shape& shape);
/// "['a', 'b']".
std::string python_list(const std::vector<std::string>& names);
/// "(1.0, 0.5)".
std::string python_pair(double first, double second);

}  // namespace cnn2snn::legacy
