// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "quantizeml/quantize/quantization_params.h"

namespace cnn2snn::quantizeml {

/// An output quantizer to put on a layer.
struct OutputQuantizerConfig {
  int bitwidth = 8;
  bool is_signed = true;
  bool has_signed = false;  ///< Written into the configuration (ReLU only).
  bool per_tensor = false;
};

/// Output quantizers by layer name: on the last layers able to hold one before each layer that
/// needs aligned inputs. A problem (Step::kQuantization) where the original raises.
std::map<std::string, OutputQuantizerConfig> place_output_quantizers(
    const keras::Graph& graph, const QuantizationParams& params, Report& report);

}  // namespace cnn2snn::quantizeml
