// SPDX-License-Identifier: Apache-2.0
// QuantizedPicoPostProcessing → PicoPostProcessing.
#include <algorithm>

#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

std::vector<double> thresholds(const keras::Layer& pico) {
  const keras::Value& value = pico.config["threshold"];
  std::vector<double> out;
  for (const keras::Value& v : value.list()) out.push_back(v.as_double());
  if (out.empty()) out.push_back(value.as_double());
  return out;
}

void check(const BlockView& block, BlockChecks& checks) {
  const auto values = thresholds(block.layer(0));
  checks.expect(
      std::all_of(values.begin(), values.end(), [](double t) { return t >= 0 && t <= 65535; }),
      "ValueError", "PicoPostProcessing threshold must be uint16 values.",
      "Choose a threshold between 0 and 65535.");
}

std::string convert(const BlockView& block, Target& target) {
  const quantizeml::QuantizedLayer& pico = block.quantized(0);
  akida::Layer parameters;
  parameters.name = block.layer(0).name;
  parameters.type = akida::LayerType::kPicoPostProcessing;
  parameters.parameters["buffer_bits"] = pico.config.buffer_bitwidth.value_or(43) + 1;
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  if (pico.output) set_output(layer, *pico.output, "input");
  std::vector<std::int32_t> threshold;
  for (const double t : thresholds(block.layer(0))) {
    threshold.push_back(static_cast<std::int32_t>(std::clamp(t, 0.0, 65535.0)));
  }
  akida::set_variable(layer, "threshold", std::move(threshold));
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedPicoPostProcessing"}};

constinit const BlockConverter kPicoPostProcessing = {"PicoPostProcessing", kPatterns, check,
                                                      convert};

}  // namespace cnn2snn::blocks
