// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "onnx/model.h"

namespace cnn2snn::onnx {

/// An AttributeProto. Throws ConversionError.
Attribute read_attribute(protobuf::Bytes message);

/// What onnx.checker's check_attribute refuses, as the text of its error; empty: nothing.
/// Subgraphs and tensors inside are not looked at: no quantized node has any.
std::string attribute_error(const Attribute& attribute, std::int64_t ir_version);

}  // namespace cnn2snn::onnx
