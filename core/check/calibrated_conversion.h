// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "check/check.h"
#include "convert/blocks/convert.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// What the official helper does next: calibrates the float model `sanitized` with the samples,
/// puts the ranges into `quantized`, and converts it with all its values. Problems are added to the
/// report; those of filters without output name them. nullopt: the float model cannot be run, and
/// `why_not` says why.
std::optional<blocks::ConvertResult> convert_calibrated(const keras::Graph& sanitized,
                                                        keras::Graph quantized,
                                                        const CheckRequest& request, Report& report,
                                                        std::string& why_not);

}  // namespace cnn2snn::check
