// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "quantizeml/calibrate/calibrate.h"

namespace cnn2snn::quantizeml {

/// Which samples are used, in which batches: never shuffled, the first ones.
struct Batches {
  std::size_t samples = 0;  ///< Used in one epoch.
  std::size_t size = 1;     ///< The last batch may be smaller.
  std::size_t epochs = 1;
};

/// Throws what QuantizeML raises. `temporal`: the model has layers that remember; its batches are
/// the frames of `size` sequences.
Batches plan_batches(std::size_t count, bool temporal, const CalibrationOptions& options);

}  // namespace cnn2snn::quantizeml
