// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_set>

#include "keras/value.h"

namespace cnn2snn::keras3 {

/// Names of the layers that are models of their own. Keras 2 counts a nested model's call on its
/// own inputs as its first node, Keras 3 does not.
using NestedModels = std::unordered_set<std::string>;

/// Whether the value is a tensor of the model ("__keras_tensor__").
bool is_tensor(const keras::Value& value);

/// `[layer, node, tensor]` of a tensor, counted as Keras 2 does.
keras::Value tensor_reference(const keras::Value& tensor, const NestedModels& nested);

/// The calls of a layer: from {"args", "kwargs"} each to a list of [layer, node, tensor, kwargs].
/// Nodes that have the form of Keras 2 stay as they are.
keras::Value keras2_inbound_nodes(const keras::Value& nodes, const NestedModels& nested);

/// A model's "input_layers" or "output_layers": single references or structures of them.
keras::Value keras2_endpoints(const keras::Value& endpoints, const NestedModels& nested);

}  // namespace cnn2snn::keras3
