// SPDX-License-Identifier: Apache-2.0
#include "check/follow_ups.h"

#include <algorithm>
#include <set>

namespace cnn2snn::check {
namespace {

bool are_linked(const keras::Graph& graph, std::size_t a, std::size_t b) {
  const auto takes = [&graph](std::size_t layer, std::size_t other) {
    const auto& inbounds = graph.layers[layer].inbounds();
    return std::any_of(inbounds.begin(), inbounds.end(),
                       [other](const keras::Inbound& in) { return in.layer == other; });
  };
  return takes(a, b) || takes(b, a);
}

}  // namespace

void drop_follow_ups(const keras::Graph& quantized, std::vector<Problem>& problems) {
  // A join that cannot be observed is no layer of Akida: the branches it joins end nowhere.
  const bool unobserved = std::any_of(problems.begin(), problems.end(), [](const Problem& p) {
    return p.rule == Rule::kObservedTensor;
  });
  std::set<std::size_t> told;
  const auto follows = [&](const Problem& problem) {
    if (problem.rule != Rule::kNoBlock || problem.layers.empty()) return false;
    const auto layer = quantized.find(problem.layers.front().name);
    if (!layer) return false;
    const bool again = std::any_of(told.begin(), told.end(), [&](std::size_t other) {
      return are_linked(quantized, *layer, other);
    });
    told.insert(*layer);
    return unobserved || again;
  };
  problems.erase(std::remove_if(problems.begin(), problems.end(), follows), problems.end());
}

}  // namespace cnn2snn::check
