// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/dequantizer_scales.h"

#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::blocks {

quantizeml::Array dequantizer_scales(const BlockView& block) {
  const quantizeml::Metadata& input = block.quantized(0).metadata;
  const quantizeml::Array scales = input.is_qfloat() ? input.scales : quantizeml::Array::of(1.0F);
  return quantizeml::combine(scales, input.fp.frac_bits, [](float scale, float frac_bits) {
    return quantizeml::quotient(scale, quantizeml::pow2(frac_bits));
  });
}

void check_single_inbound(const BlockView& block, BlockChecks& checks) {
  checks.expect(block.layer(0).inbounds().size() <= 1, "RuntimeError",
                "Multi-inbounds in " + block.layer(0).name + " is not supported.",
                "Give the model a single output.");
}

}  // namespace cnn2snn::blocks
