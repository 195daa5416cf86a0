// SPDX-License-Identifier: Apache-2.0
// [Reshape/Flatten +] QuantizedDense [+ ReLU] → FullyConnected.
#include <algorithm>
#include <utility>

#include "base/conversion_error.h"
#include "convert/blocks/dense_patterns.h"
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_dense_shape(block, checks);
  check_relu_v1(block, checks);
}

// Keras flattens (X, Y, C) row by row, Akida column by column: rows of the kernel move from
// (x, y, c) to (c, y, x).
std::vector<std::uint8_t> reordered(const std::vector<std::uint8_t>& weights,
                                    const keras::Shape& spatial, std::size_t units) {
  const auto nx = static_cast<std::size_t>(spatial[0]);
  const auto ny = static_cast<std::size_t>(spatial[1]);
  const auto nc = static_cast<std::size_t>(spatial[2]);
  std::vector<std::uint8_t> out(weights.size());
  for (std::size_t x = 0; x < nx; ++x) {
    for (std::size_t y = 0; y < ny; ++y) {
      for (std::size_t c = 0; c < nc; ++c) {
        std::copy_n(weights.data() + ((x * ny + y) * nc + c) * units, units,
                    out.data() + ((c * ny + y) * nx + x) * units);
      }
    }
  }
  return out;
}

std::string convert(const BlockView& block, Target& target) {
  const std::size_t i = block.find({"QuantizedDense"}).value();
  const keras::Layer& dense = block.layer(i);
  const quantizeml::QuantizedLayer& quantized = block.quantized(i);
  const int bits = quantized.config.weight.bitwidth;
  if (bits != 1 && bits != 2 && bits != 4) {
    fail(ErrorId::kBlockParameter, Step::kConversion,
         "FullyConnected layer only supports 1, 2 or 4 weight bits value. Received weights_bits=" +
             std::to_string(bits) + ".",
         "Quantize with weight_bits of 4 (or 2) for Akida 1.0.", "ValueError");
  }
  akida::Layer parameters;
  parameters.name = dense.name;
  parameters.type = akida::LayerType::kFullyConnected;
  parameters.parameters["units"] = parameter(dense.config["units"].as_int(0));
  parameters.parameters["weights_bits"] = bits;
  add_activation_v1(block, parameters);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_threshold(layer, quantized);
  const keras::Shape from = block.reported_input_shape(0);
  const keras::Shape to = block.reported_input_shape(i);
  const bool flattens = from != to;
  if (flattens && from.size() != 3) {
    fail(ErrorId::kModelStructure, Step::kConversion,
         std::string(from.size() < 3 ? "not enough" : "too many") +
             " values to unpack (expected 4" +
             (from.size() < 3 ? ", got " + std::to_string(from.size() + 1) : "") +
             "): a FullyConnected layer flattens (X, Y, C) inputs only",
         "Use (height, width, channels) before '" + block.layer(0).name + "', or leave it out.",
         "ValueError");
  }
  if (!to.empty() && to.back() < 0) {
    fail(ErrorId::kModelStructure, Step::kConversion,
         "'NoneType' object cannot be interpreted as an integer",
         "Replace the -1 in '" + block.layer(0).name +
             "' by the number it stands for, or use a Flatten.",
         "TypeError");
  }
  const auto units = static_cast<std::size_t>(layer.parameters.at("units"));
  std::vector<std::uint8_t> weights = block.take_kernel(i);
  if (flattens && !weights.empty()) weights = reordered(weights, from, units);
  set_kernel(layer, "weights", std::move(weights));
  if (block.output() != nullptr) set_act_step(layer, *block.output());
  return layer.name;
}

}  // namespace

constinit const BlockConverter kFullyConnected = {"FullyConnected", kDensePatterns, check, convert};

}  // namespace cnn2snn::blocks
