// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/source.h"
#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/devices.h"
#include "onnx/model.h"

/// ONNX models behind the public functions. All throw ConversionError.
namespace cnn2snn {

/// The nodes as reports and pictures need them. A node without a name, or with one that another
/// node has, goes by the name of its first output.
SourceModel onnx_info(const onnx::Model& model);

void convert_onnx(Source::Content& source, const ConvertOptions& options, ConversionResult& result);

/// A quantized model is compatible when it converts; a float one is not quantized.
/// `device`: one to judge the converted model by, or nullptr.
void check_onnx(Source::Content& source, const CompatibilityOptions& options, const Device* device,
                CompatibilityResult& result);

}  // namespace cnn2snn
