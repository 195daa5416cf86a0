// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

/// Throws ConversionError (kAkidaLayer) with the runtime's message and exception class.
[[noreturn]] void refuse(std::string message, std::string_view error_class = "ValueError",
                         Rule rule = Rule::kNone);
[[noreturn]] void refuse(std::string message, Rule rule);

/// What the runtime checks when a layer object is made: exact set of parameters (those with a
/// default are filled in), ranges, and what they must be together.
void check_parameters(Layer& layer);

/// What it checks when the layer is added: number, type, shape, width and sign of the inbounds and
/// the IP version of the model so far.
void check_graph(const Model& model, const Layer& layer, const std::vector<const Layer*>& inbounds);

}  // namespace cnn2snn::akida
