// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::keras3 {

/// Gives the weights of a layer the names that Keras 2 gives them ("conv/kernel:0"). Keras 3
/// numbers them in a .keras file, and names some of them otherwise in an .h5; the order is the
/// same. Weights of classes that are not known here keep their names.
void name_weights(keras::Layer& layer);

/// Finds the weights of every layer in `graph.file`, the model.weights.h5 of a .keras archive:
/// variable i of a layer is "layers/<class in snake case, numbered>/vars/<i>"
/// (keras/src/saving/saving_lib.py); objects in a layer have groups of their own below it.
void locate_weights(keras::Graph& graph);

}  // namespace cnn2snn::keras3
