// SPDX-License-Identifier: Apache-2.0
// Dequantizer → Dequantizer.
#include "convert/blocks/dequantizer_scales.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

std::string convert(const BlockView& block, Target& target) {
  akida::Layer parameters;
  parameters.name = block.layer(0).name;
  parameters.type = akida::LayerType::kDequantizer;
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  akida::set_variable(layer, "scales", dequantizer_scales(block).values);
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"Dequantizer"}};

constinit const BlockConverter kDequantizer = {"Dequantizer", kPatterns, check_single_inbound,
                                               convert};

}  // namespace cnn2snn::blocks
