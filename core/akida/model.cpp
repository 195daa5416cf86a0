// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "akida/layer_table.h"
#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

std::string_view to_string(DType type) {
  switch (type) {
    case DType::kInt32:
      return "int32";
    case DType::kFloat32:
      return "float32";
    case DType::kUInt8:
      return "uint8";
    case DType::kInt8:
      return "int8";
    case DType::kBit:
      return "bit";
    case DType::kInt4:
      return "int4";
    case DType::kInt2:
      return "int2";
    case DType::kInt16:
      return "int16";
    case DType::kUInt16:
      return "uint16";
  }
  return {};
}

std::size_t element_size(DType type) {
  switch (type) {
    case DType::kInt32:
    case DType::kFloat32:
      return 4;
    case DType::kInt16:
    case DType::kUInt16:
      return 2;
    default:
      return 1;
  }
}

const Layer* Model::find(std::string_view name) const {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [&](const Layer& layer) { return layer.name == name; });
  return found == layers.end() ? nullptr : &*found;
}

std::string_view ip_version(const Model& model) {
  for (const Layer& layer : model.layers) {
    const LayerRule* rule = find_rule(layer.type);
    if (rule == nullptr) continue;
    switch (rule->ip) {
      case IpVersion::kV1:
        return "v1";
      case IpVersion::kV2:
        return "v2";
      case IpVersion::kPico:
        return "pico";
      case IpVersion::kNeutral:
        break;
    }
  }
  return "none";
}

}  // namespace cnn2snn::akida
