// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// Which layers take the output of which, as Keras keeps it in `layer.outbound_nodes`. Valid until
/// the graph changes; an Edit in progress does not change it.
class Neighbours {
 public:
  explicit Neighbours(const Graph& graph);

  [[nodiscard]] std::size_t size() const { return outbounds_.size(); }
  /// The taking layer once per tensor taken.
  [[nodiscard]] const std::vector<std::size_t>& outbounds(std::size_t i) const {
    return outbounds_[i];
  }
  /// The taking layer when there is exactly one outbound node.
  [[nodiscard]] std::optional<std::size_t> only_outbound(std::size_t i) const;
  /// Whether it is called on its own output.
  [[nodiscard]] bool feeds_itself(std::size_t i) const;
  /// The layer before when the first call takes exactly one tensor.
  [[nodiscard]] std::optional<std::size_t> only_inbound(std::size_t i) const;

 private:
  std::vector<std::vector<std::size_t>> outbounds_;
  std::vector<std::optional<std::size_t>> only_inbounds_;
};

/// The layers behind one, each the only one that takes the output of the layer before it:
///
///     for (Following following(neighbours, i); const auto next = following.next();) …
///
/// Ends also where layers feed each other in a circle: one that is called on its own output, and
/// that nothing else takes.
class Following {
 public:
  Following(const Neighbours& neighbours, std::size_t from) : neighbours_(neighbours), at_(from) {}

  std::optional<std::size_t> next() {
    const auto found = neighbours_.only_outbound(at_);
    if (!found || ++steps_ > neighbours_.size()) return std::nullopt;
    at_ = *found;
    return found;
  }

 private:
  const Neighbours& neighbours_;
  std::size_t at_;
  std::size_t steps_ = 0;
};

/// Index of the first layer of Keras's `model.layers`: a Sequential hides its InputLayer.
std::size_t first_layer(const Graph& graph);

}  // namespace cnn2snn::keras
