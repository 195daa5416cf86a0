// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace cnn2snn::quantizeml {

/// A variable of QuantizeML's observers: it starts at 1, and a variable that is 1 everywhere is
/// replaced by the next batch's value, not averaged with it.
class MovingAverage {
 public:
  void add(const std::vector<float>& batch);
  [[nodiscard]] const std::vector<float>& values() const { return values_; }

 private:
  std::vector<float> values_;
};

}  // namespace cnn2snn::quantizeml
