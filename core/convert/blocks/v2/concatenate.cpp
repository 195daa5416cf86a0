// SPDX-License-Identifier: Apache-2.0
// QuantizedConcatenate → Concatenate, which joins channels whatever the Keras axis says: another
// axis is refused by the shapes of the layers around it.
#include "akida/builder.h"
#include "convert/blocks/patterns.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& /*block*/, BlockChecks& /*checks*/) {}

std::string convert(const BlockView& block, Target& target) {
  akida::Layer parameters;
  parameters.name = block.layer(0).name;
  parameters.type = akida::LayerType::kConcatenate;
  parameters.inbounds = target.inbounds;
  return akida::add_layer(target.model, std::move(parameters)).name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedConcatenate"}};

constinit const BlockConverter kConcatenate = {"Concatenate", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
