// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "quantizeml/calibrate/operator.h"
#include "quantizeml/calibrate/spare.h"

namespace cnn2snn::quantizeml {

/// The part of a float model that some of its layers depend on, ready to run.
class FloatModel {
 public:
  /// `graph` must outlive the model. Takes the weights of the layers it needs into memory. Throws
  /// for layers that cannot be run and for models of several inputs.
  FloatModel(const keras::Graph& graph, std::span<const std::size_t> wanted);

  /// What the layers remember of one sequence of samples.
  using Memory = std::vector<std::vector<float>>;
  /// Whether samples follow each other in time (BufferTempConv).
  [[nodiscard]] bool has_memory() const;

  /// Runs one sample; `watch` is called for each wanted layer. Not more tensors are kept than are
  /// needed. Thread-safe for different memories and spares.
  using Watch = std::function<void(std::size_t layer, const Tensor& output)>;
  void run(Tensor input, BatchPlace place, Memory& memory, Spare& spare, const Watch& watch) const;

 private:
  struct Step {
    std::size_t layer = 0;
    bool wanted = false;
    std::unique_ptr<Operator> function;  ///< Null: the model's input.
    std::vector<std::size_t> inputs;     ///< Steps.
    std::size_t uses = 0;
  };
  std::size_t add(const keras::Graph& graph, std::size_t layer, std::vector<std::size_t>& step_of);

  std::vector<Step> steps_;
};

}  // namespace cnn2snn::quantizeml
