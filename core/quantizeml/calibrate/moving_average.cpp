// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/moving_average.h"

#include <algorithm>

namespace cnn2snn::quantizeml {
namespace {

// 1 − momentum, TensorFlow's moving average in float32.
constexpr float kDecay = 0.1F;

}  // namespace

void MovingAverage::add(const std::vector<float>& batch) {
  if (std::all_of(values_.begin(), values_.end(), [](float v) { return v == 1.0F; })) {
    values_ = batch;
    return;
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const float step = (values_[i] - batch[i]) * kDecay;
    values_[i] = values_[i] - step;
  }
}

}  // namespace cnn2snn::quantizeml
