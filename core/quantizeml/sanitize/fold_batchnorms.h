// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "keras/graph.h"
#include "keras/neighbours.h"

namespace cnn2snn::quantizeml {

/// Whether a BatchNormalization right behind the layer is folded into it.
bool is_foldable(const keras::Layer& layer);

/// A BatchNormalization behind a foldable layer that cannot be folded, and what to do in it.
struct Unfoldable {
  std::size_t layer = 0;
  std::string remedy;
};

/// The first of them: where there is one, QuantizeML folds none. Throws keras::EditFailure where
/// QuantizeML raises.
std::optional<Unfoldable> first_unfoldable(const keras::Graph& graph,
                                           const keras::Neighbours& neighbours);

}  // namespace cnn2snn::quantizeml
