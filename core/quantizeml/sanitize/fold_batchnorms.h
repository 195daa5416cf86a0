// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "keras/graph.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {

/// Whether a BatchNormalization right behind the layer is folded into it.
bool is_foldable(const keras::Layer& layer);

/// A BatchNormalization behind a foldable layer that cannot be folded, and what to do in it.
struct Unfoldable {
  std::size_t layer = 0;
  std::string remedy;
};

/// The first of them: where there is one, QuantizeML folds none.
std::optional<Unfoldable> first_unfoldable(const Model& model);

/// Folds BatchNormalization into the weights of the layer before.
keras::Graph fold_batchnorms(keras::Graph graph);

}  // namespace cnn2snn::compatibility
