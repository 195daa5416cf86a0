// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "quantizeml/calibrate/tensor.h"

namespace cnn2snn::quantizeml {

/// The memory of tensors that are not needed any more, for later ones: asking the system for it
/// again, layer by layer and sample by sample, takes longer than small layers do.
class Spare {
 public:
  /// A tensor of any shape, with the largest piece of memory that there is.
  Tensor take() {
    const auto largest =
        std::max_element(free_.begin(), free_.end(),
                         [](const auto& a, const auto& b) { return a.capacity() < b.capacity(); });
    Tensor tensor;
    if (largest == free_.end()) return tensor;
    tensor.values = std::move(*largest);
    free_.erase(largest);
    return tensor;
  }

  /// Leaves `tensor` empty.
  void put_back(Tensor& tensor) {
    if (tensor.values.capacity() != 0) free_.push_back(std::move(tensor.values));
    tensor = {};
  }

 private:
  std::vector<std::vector<float>> free_;
};

}  // namespace cnn2snn::quantizeml
