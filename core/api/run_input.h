// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "cnn2snn/array.h"
#include "engine/plan.h"

namespace cnn2snn {

/// The element type in Akida's words; nothing for those no layer reads or writes.
std::optional<akida::DType> dtype_of(ElementType type);
ElementType element_type_of(akida::DType type);

/// What the runtime refuses about an array given to forward, in the order in which it looks: type,
/// shape, range. Throws ConversionError (kInput) with its message.
void check_input(const engine::InputRule& rule, const Array& inputs);

}  // namespace cnn2snn
