// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/pooling.h"

#include <string>
#include <string_view>

namespace cnn2snn::blocks {
namespace {

constexpr std::int64_t kMaxAveragedPositions = 256;

std::string_view name_of(bool same) {
  return same ? "same" : "valid";
}

}  // namespace

Pooling pooling_of(const keras::Layer& pool) {
  Pooling out;
  out.size = pair_of(pool, "pool_size");
  out.stride = pool.config["strides"].is_null() ? out.size : pair_of(pool, "strides");
  out.same = is_same(pool);
  return out;
}

void check_pool_padding(const BlockView& block, BlockChecks& checks) {
  const auto pool = block.find({"QuantizedMaxPool2D"});
  if (!pool) return;
  const bool conv_same = pads_same(block.layer(0));
  const bool pool_same = is_same(block.layer(*pool));
  checks.expect(conv_same == pool_same, "ValueError",
                "Pooling layer " + block.layer(*pool).name + " (padding: " +
                    std::string(name_of(pool_same)) + ") must have the same padding as " +
                    block.layer(0).name + " (padding: " + std::string(name_of(conv_same)) + ").",
                "Give the pooling layer padding='" + std::string(name_of(conv_same)) + "'.");
}

void check_square_pool(const BlockView& block, BlockChecks& checks) {
  const auto pool = block.find({"QuantizedMaxPool2D"});
  if (!pool || block.layer(*pool).config["strides"].is_null()) return;
  const Pooling pooling = pooling_of(block.layer(*pool));
  const std::string& name = block.layer(*pool).name;
  checks.expect(pooling.size.first == pooling.size.second, "ValueError",
                "In Akida v2 " + name + " should have square pooling", "Use a square pool_size.");
  checks.expect(pooling.stride.first == pooling.stride.second, "ValueError",
                "In Akida v2 " + name + " pooling stride should be the same for both dimensions",
                "Use equal strides.");
}

void check_average_pool_v1(const BlockView& block, BlockChecks& checks) {
  const auto pool = block.find({"QuantizedGlobalAveragePooling2D"});
  if (!pool) return;
  const keras::Shape& shape = block.input_shape(*pool);
  const std::int64_t size = shape.size() == 3 ? shape[0] * shape[1] : 0;
  checks.expect(size <= kMaxAveragedPositions, "RuntimeError",
                "Unsupported spatial size product (" + std::to_string(size) +
                    "). We only accepts values smaller than 256. Consider to replace "
                    "GlobalAveragePooling2D by MaxPooling2D.",
                "Reduce the spatial size before the pooling to 256 positions at most.");
}

}  // namespace cnn2snn::blocks
