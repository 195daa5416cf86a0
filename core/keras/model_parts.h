// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "keras/graph.h"

// The parts of load_graph. All throw ConversionError (Step::kParse).
namespace cnn2snn::keras {

/// The index of each layer by the name it has in the file.
using LayerIndex = std::unordered_map<std::string, std::size_t>;

/// Throws kModelConfig with a remedy that suits a file which Keras did not write this way.
[[noreturn]] void fail_model_config(std::string reason);

/// Whether a layer of this class is a model of its own, kept as one layer.
bool is_nested_model(std::string_view class_name);

/// The calls of `layer` as its `inbound_nodes` entry tells them: fills `layer.inbound_nodes` and
/// `layer.call_kwargs`.
void read_inbound_nodes(const Value& nodes, const LayerIndex& index, const Graph& graph,
                        Layer& layer);

/// A model's `input_layers` or `output_layers`: one `[name, node, tensor]` or a structure of them.
std::vector<Inbound> read_endpoints(const Value& endpoints, const LayerIndex& index,
                                    const Graph& graph);

/// Throws unless every inbound refers to an existing call and no layer takes its own output.
void check_topology(const Graph& graph);

/// The graph of a model of class `class_name` with this "config", without weights.
Graph read_structure(std::string class_name, const Value& config);

/// The same of a whole description, {"class_name", "config"}.
Graph read_model(const Value& model);

/// Fills the layers' weights (names, paths, shapes) from `graph.file`.
void read_weights(Graph& graph);

}  // namespace cnn2snn::keras
