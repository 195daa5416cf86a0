// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// The layers that the user's file has. QuantizeML's rewrites insert others, whose names no user
/// knows: what is found in one of those is told of the layer of the file that it was made for.
class OwnLayers {
 public:
  explicit OwnLayers(const keras::Graph& file);

  [[nodiscard]] bool has(const std::string& name) const { return classes_.count(name) != 0; }
  /// Leaves the layers of the file in problem.layers; where there is none, puts the last one before
  /// it. The official message stays as it is.
  void name(const keras::Graph& quantized, Problem& problem) const;
  /// The layer itself where the file has it, else the last one of the file before it; empty: none.
  [[nodiscard]] std::string before(const keras::Graph& quantized, const std::string& name) const;

 private:
  std::map<std::string, std::string> classes_;  ///< By name.
};

}  // namespace cnn2snn::check
