// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

/// A layer to add to a model: without a name and variables.
inline Layer make(LayerType type, std::map<std::string, std::int32_t> parameters,
                  std::vector<std::string> inbounds = {}) {
  Layer layer;
  layer.type = type;
  layer.parameters = std::move(parameters);
  layer.inbounds = std::move(inbounds);
  return layer;
}

/// The first layer of an Akida 1.0 model: a 1x1 kernel over (4, 4, 1).
inline Layer input_convolutional(std::map<std::string, std::int32_t> more = {}) {
  std::map<std::string, std::int32_t> parameters = {
      {"input_width", 4},  {"input_height", 4},  {"input_channels", 1}, {"filters", 1},
      {"kernel_width", 1}, {"kernel_height", 1}, {"stride_x", 1},       {"stride_y", 1}};
  parameters.merge(more);
  return make(LayerType::kInputConvolutional, std::move(parameters));
}

}  // namespace cnn2snn::akida
