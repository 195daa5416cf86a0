// SPDX-License-Identifier: Apache-2.0
// InputQuantizer → Quantizer, first layer of models with float inputs, v1 and v2.
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& /*block*/, BlockChecks& /*checks*/) {}

std::string convert(const BlockView& block, Target& target) {
  const keras::Layer& quantizer = block.layer(0);
  const quantizeml::QuantizedLayer& quantized = block.quantized(0);
  akida::Layer parameters;
  parameters.name = quantizer.name;
  parameters.type = akida::LayerType::kQuantizer;
  add_input_shape(block.input_shape(0), "input_width", "input_height", parameters);
  parameters.parameters["output_bits"] = parameter(quantizer.config["bitwidth"].as_int(8));
  parameters.parameters["output_signed"] = quantizer.config.flag("signed", true) ? 1 : 0;
  parameters.parameters["channels_first"] = 0;
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  std::vector<float> scales = quantized.metadata.fp.frac_bits.values;
  for (float& s : scales) s = quantizeml::pow2(s);
  akida::set_variable(layer, "scales", std::move(scales));
  if (quantized.zero_points) {
    akida::set_variable(layer, "zero_points", to_uint8(*quantized.zero_points));
  }
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"InputQuantizer"}};

constinit const BlockConverter kQuantizer = {"Quantizer", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
