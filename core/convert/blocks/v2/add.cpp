// SPDX-License-Identifier: Apache-2.0
// QuantizedAdd → Add.
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& /*block*/, BlockChecks& /*checks*/) {}

std::string convert(const BlockView& block, Target& target) {
  const quantizeml::QuantizedLayer& add = block.quantized(0);
  akida::Layer parameters;
  parameters.name = block.layer(0).name;
  parameters.type = akida::LayerType::kAdd;
  add_output_parameters(block, add.config.buffer_bitwidth.value_or(31), parameters);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_shift(layer, "a_shift", add.a_shift);
  set_shift(layer, "b_shift", add.b_shift);
  if (block.output() != nullptr) set_output(layer, *block.output());
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedAdd"}};

constinit const BlockConverter kAdd = {"Add", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
