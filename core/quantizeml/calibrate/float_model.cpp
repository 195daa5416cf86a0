// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/float_model.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace cnn2snn::quantizeml {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

}  // namespace

FloatModel::FloatModel(const keras::Graph& graph, std::span<const std::size_t> wanted) {
  std::vector<std::size_t> step_of(graph.layers.size(), kNone);
  std::vector<std::size_t> path;
  for (const std::size_t layer : wanted) {
    // Depth first; a layer becomes a step when all that it takes are steps.
    path.push_back(layer);
    while (!path.empty()) {
      const std::size_t last = path.back();
      const auto& inbounds = graph.layers[last].inbounds();
      const auto missing = std::find_if(
          inbounds.begin(), inbounds.end(),
          [&](const keras::Inbound& inbound) { return step_of[inbound.layer] == kNone; });
      if (missing != inbounds.end()) {
        if (path.size() > graph.layers.size()) {
          fail_operator(graph.layers[last], "The layer takes its own output.");
        }
        path.push_back(missing->layer);
        continue;
      }
      path.pop_back();
      if (step_of[last] == kNone) step_of[last] = add(graph, last, step_of);
    }
    steps_[step_of[layer]].wanted = true;
  }
}

std::size_t FloatModel::add(const keras::Graph& graph, std::size_t layer,
                            std::vector<std::size_t>& step_of) {
  Step step;
  step.layer = layer;
  const keras::Layer& source = graph.layers[layer];
  if (!source.is("InputLayer")) {
    step.function = make_operator(graph, source);
    if (source.inbounds().empty() || source.inbound_nodes.size() != 1) {
      fail_operator(source, "Layers that are called several times are not run.");
    }
  } else if (std::any_of(steps_.begin(), steps_.end(),
                         [](const Step& s) { return s.function == nullptr; })) {
    fail_operator(source, "Models of several inputs are not run.");
  }
  for (const keras::Inbound& inbound : source.inbounds()) {
    step.inputs.push_back(step_of[inbound.layer]);
    ++steps_[step_of[inbound.layer]].uses;
  }
  steps_.push_back(std::move(step));
  return steps_.size() - 1;
}

bool FloatModel::has_memory() const {
  return std::any_of(steps_.begin(), steps_.end(), [](const Step& step) {
    return step.function != nullptr && step.function->has_memory();
  });
}

void FloatModel::run(Tensor input, BatchPlace place, Memory& memory, Spare& spare,
                     const Watch& watch) const {
  memory.resize(steps_.size());
  std::vector<Tensor> tensors(steps_.size());
  std::vector<std::size_t> uses(steps_.size());
  std::vector<const Tensor*> inputs;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    uses[i] = step.uses;
    if (step.function == nullptr) {
      tensors[i] = std::exchange(input, {});
    } else {
      inputs.clear();
      for (const std::size_t from : step.inputs) inputs.push_back(&tensors[from]);
      if (step.function->in_place() && uses[step.inputs[0]] == 1) {
        tensors[i] = std::move(tensors[step.inputs[0]]);
        inputs[0] = &tensors[i];
      } else {
        tensors[i] = spare.take();
      }
      step.function->run({inputs, place, &memory[i]}, tensors[i]);
      for (const std::size_t from : step.inputs) {
        if (--uses[from] == 0) spare.put_back(tensors[from]);
      }
    }
    if (step.wanted) watch(step.layer, tensors[i]);
    if (step.uses == 0) spare.put_back(tensors[i]);
  }
}

}  // namespace cnn2snn::quantizeml
