// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cnn2snn::bench {

/// Milliseconds of a whole process, from its start to its end.
struct ProcessTime {
  double processor = 0;  ///< What the system counted for it: user and system.
  double wall = 0;
};

/// Runs a command, looked for in PATH; nobody reads what it prints. Throws std::runtime_error
/// unless it ends well.
ProcessTime time_child(const std::vector<std::string>& command);

}  // namespace cnn2snn::bench
