// SPDX-License-Identifier: Apache-2.0
// A v1 model has no Dequantizer: its scales join the act_step of the last layer, where that has no
// activation.
#include "akida/fields.h"
#include "base/conversion_error.h"
#include "convert/blocks/dequantizer_scales.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

std::string convert(const BlockView& block, Target& target) {
  akida::Layer& layer = target.model.layers.back();
  const auto activation = layer.parameters.find("activation");
  if (activation == layer.parameters.end()) {
    fail(ErrorId::kBlockParameter, Step::kConversion,
         "the layer before the Dequantizer has no activation step to hold its scales",
         "End the model with a neural layer.", "AttributeError");
  }
  if (activation->second != 1) {
    quantizeml::Array step = quantizeml::Array::vector(akida::values(layer, akida::kActStep));
    step = quantizeml::combine(step, dequantizer_scales(block),
                               [](float s, float scale) { return s / scale; });
    if (step.known) akida::set_variable(layer, "act_step", step.values);
  }
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"Dequantizer"}};

constinit const BlockConverter kMergedDequantizer = {"(merged into the last layer)", kPatterns,
                                                     check_single_inbound, convert};

}  // namespace cnn2snn::blocks
