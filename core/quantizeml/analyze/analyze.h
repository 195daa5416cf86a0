// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "cnn2snn/quantization_error.h"
#include "cnn2snn/samples.h"
#include "quantizeml/quantize/quantize.h"

namespace cnn2snn::quantizeml {

/// What `quantizeml analysis quantization_error` measures, `single` and `cumulative`, in the order
/// of the model's layers: those that cause an error (not Flatten, Reshape, Rescaling, Dropout,
/// InputQuantizer, and of the poolings those with an output quantizer).
/// The first `count` samples are run one by one. `quantization` has its ranges (set_ranges).
/// `progress` is called with samples done and in all. Throws ConversionError for layers that cannot
/// be run and values that are not finite.
std::vector<LayerQuantizationError> analyze(
    const Quantization& quantization, const Samples& samples, std::size_t count,
    const std::function<void(std::size_t done, std::size_t all)>& progress);

}  // namespace cnn2snn::quantizeml
