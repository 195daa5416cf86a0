// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "cnn2snn/array.h"

namespace cnn2snn {

/// Inputs of a model, asked for one at a time.
struct Samples {
  std::size_t count = 0;
  std::vector<std::int64_t> shape;  ///< Of one sample, without the batch, channels last.
  /// Fills `out`, the product of the shape, with sample number `index`. Called from several threads
  /// at once where several are asked for. May throw; that ends the calibration.
  std::function<void(std::size_t index, std::span<float> out)> read;
};

/// The entries of an array's first axis. Throws a std::exception (E_ARRAY) if it has no axes.
Samples samples_of(Array array);

}  // namespace cnn2snn
