// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

/// A shift beyond 31 bits: the runtime takes any when it loads a model, and dies when it runs most
/// of them. What it computes with the others is not known.
struct ShiftBeyond {
  std::string text;  ///< "output_shift holds 33, outside -31…31"
  bool crashes = true;
};
std::optional<ShiftBeyond> shift_beyond(const Layer& layer);

/// act_step in sixteenths, times 16, modulo 2^32: what a potential is divided by. 0: no integer can
/// be divided by it, and the runtime dies.
std::uint32_t step_divisor(float act_step);

/// What in this layer ends the process of the runtime that runs it, though it loads; empty: none is
/// known.
std::string crash_of(const Layer& layer);

}  // namespace cnn2snn::akida
