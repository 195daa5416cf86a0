// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// An edit met something that makes Keras, or the original of a rewrite, raise.
class EditFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Changes to a graph that are made together or not at all. While an edit is in progress indices
/// stay what they are: added layers are numbered on, removed ones are still there. Whatever is not
/// finished is undone when the edit goes out of scope.
class Edit {
 public:
  explicit Edit(Graph& graph);
  ~Edit();
  Edit(const Edit&) = delete;
  Edit& operator=(const Edit&) = delete;

  /// A layer, as it is now.
  [[nodiscard]] const Layer& at(std::size_t i) const;
  /// A layer to be changed.
  Layer& layer(std::size_t i);
  /// The graph being edited; layers added are not in it before `finish`.
  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] std::vector<Inbound>& outputs() { return graph_.outputs; }

  /// Adds a layer that is linked by the caller; returns its index.
  std::size_t add(Layer layer);
  /// Puts `added` after the layer `target`, whose output the layers `outbounds` take: they take
  /// that of `added` then. Without outbounds it takes the place of an output of the model.
  std::size_t insert_after(std::size_t target, Layer added,
                           const std::vector<std::size_t>& outbounds);
  /// What `layer` takes from `from` it takes from `to`.
  void relink(std::size_t layer, std::size_t from, std::size_t to);
  /// Removes a layer with one inbound; `outbounds` take what it took, from the layer returned.
  std::size_t bypass(std::size_t layer, const std::vector<std::size_t>& outbounds);
  /// Lets `first` → `second` change places; `outbounds` are those of `second`.
  void swap(std::size_t first, std::size_t second, const std::vector<std::size_t>& outbounds);
  void remove(std::size_t layer);
  /// What the model gives from `from` it gives from `to`.
  void move_output(std::size_t from, std::size_t to);
  /// `base`, or `base_1`, `base_2`, …: the first name no layer has.
  [[nodiscard]] std::string unique_name(const std::string& base) const;

  /// What becomes of weights when Keras builds the edited model anew.
  enum class Weights {
    kByName,     ///< They stay with their layers.
    kByPosition  ///< `new_model.set_weights(model.get_weights())`: dealt out in order.
  };
  /// Makes it so: layers in Keras's order, shapes inferred. Throws EditFailure where Keras could
  /// not build the model; everything is then as it was before.
  void finish(Weights weights = Weights::kByName);
  /// As finish, for a model whose layers are not built.
  void finish_unbuilt();

 private:
  [[nodiscard]] std::size_t size() const { return graph_.layers.size() + added_.size(); }
  [[nodiscard]] bool is_removed(std::size_t i) const { return removed_.count(i) != 0; }
  void take_added();
  void check_names() const;
  void check_links() const;
  void check_built(const std::vector<std::optional<Shape>>& shapes) const;
  [[nodiscard]] std::vector<std::size_t> order() const;
  void deal_out_weights(const std::vector<std::size_t>& order);
  void undo();

  Graph& graph_;
  std::size_t size_before_;
  std::map<std::size_t, Layer> before_;  ///< Layers as they were before their first change.
  std::vector<Inbound> outputs_before_;
  std::vector<std::optional<Shape>> shapes_before_;
  std::deque<Layer> added_;
  std::set<std::size_t> removed_;
  bool finished_ = false;
};

}  // namespace cnn2snn::keras
