// SPDX-License-Identifier: Apache-2.0
#include "keras/default_arguments.h"

#include <string_view>
#include <utility>

namespace cnn2snn::keras {
namespace {

/// Of the classes named "…1D", "…2D", "…3D", and those with more behind it (Transpose); 0: none.
std::size_t rank_of(std::string_view class_name) {
  for (const auto& [ending, rank] :
       {std::pair<std::string_view, std::size_t>{"1D", 1}, {"2D", 2}, {"3D", 3}}) {
    if (class_name.find(ending) != std::string_view::npos) return rank;
  }
  return 0;
}

void fill(Layer& layer, std::string_view key, std::int64_t size) {
  const std::size_t rank = rank_of(layer.class_name);
  if (rank == 0 || layer.config.has(key)) return;
  layer.config.set(key, Value(Value::List(rank, Value(size))));
}

}  // namespace

void fill_default_arguments(Layer& layer) {
  if (!layer.config.is_dict()) return;
  const std::string_view name = layer.class_name;
  const bool pooling =
      name.find("Pool") != std::string_view::npos && name.find("Global") == std::string_view::npos;
  if (pooling) fill(layer, "pool_size", 2);
  if (!pooling && layer.config.has("kernel_size")) fill(layer, "strides", 1);
}

}  // namespace cnn2snn::keras
