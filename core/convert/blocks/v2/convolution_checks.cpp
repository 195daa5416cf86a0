// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/v2/convolution_checks.h"

#include "convert/blocks/parameters.h"

namespace cnn2snn::blocks {

void check_weight_bits(const BlockView& block, BlockChecks& checks, std::string_view error_class,
                       std::string_view akida_layer) {
  const int bits = block.quantized(0).config.weight.bitwidth;
  checks.expect(bits == 4 || bits == 8, error_class,
                std::string(akida_layer) +
                    " layer can only handle weights with 4 or 8 bits. Received: " +
                    std::to_string(bits) + ".",
                "Quantize with weight_bits of 4 or 8.");
}

void check_square_kernel(const BlockView& block, BlockChecks& checks,
                         std::string_view kernel_message, std::string_view stride_message) {
  const Pair kernel = pair_of(block.layer(0), "kernel_size");
  const Pair stride = pair_of(block.layer(0), "strides");
  checks.expect(kernel.first == kernel.second, "AssertionError", std::string(kernel_message),
                "Use a square kernel_size.");
  checks.expect(stride.first == stride.second, "AssertionError", std::string(stride_message),
                "Use equal strides.");
}

void check_transpose(const BlockView& block, BlockChecks& checks, std::string_view name) {
  const std::string who(name);
  const Pair kernel = pair_of(block.layer(0), "kernel_size");
  const Pair stride = pair_of(block.layer(0), "strides");
  checks.expect(kernel.first == kernel.second, "AssertionError", who + " kernel should be square",
                "Use a square kernel_size.");
  checks.expect(kernel.first == 3 || kernel.first == 4, "AssertionError",
                who + " supports kernel size of 3 or 4 only", "Use a kernel_size of 3 or 4.");
  checks.expect(stride.first == stride.second, "AssertionError",
                who + " strides should be the same on both dimensions", "Use equal strides.");
  checks.expect(stride.first == 2, "AssertionError", who + " handles only stride 2",
                "Use strides=2.");
  checks.expect(block.layer(0).config["padding"].as_string() == "same", "AssertionError",
                who + " handles only 'same' padding", "Use padding='same'.");
  check_weight_bits(block, checks, "AssertionError", name);
}

}  // namespace cnn2snn::blocks
