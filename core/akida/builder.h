// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

/// More layers than any model has; with it, looking for a layer by name costs little.
constexpr std::size_t kMaxLayers = 4096;

/// Adds a layer as `akida.Model.add` does: makes the runtime's own checks (constructor, then
/// graph), derives input/output shapes, output bits and sign, and creates every variable the
/// runtime gives that type with its default value (shape and dtype included). The layer's
/// `parameters` must be complete; `inbounds` must name layers already there; an empty list on a
/// later layer means "the layer before". A generated name (`Conv2D_2`) is given when `name` is
/// empty. Variables already in `layer.variables` are checked (name, shape, dtype, int4 range) and
/// kept. Missing parameters that the API has a default for are filled in. Throws ConversionError
/// (Step::kConversion, kAkidaLayer) with the runtime's message and class, the layer not named yet:
/// see ConversionError::at_layer.
Layer& add_layer(Model& model, Layer layer);

/// Adds a layer as the runtime's loader does, which differs from add_layer: only
/// post_op_buffer_bits and weights_bits of Akida 2.0 layers may be missing, and of a variable's
/// stored type only the size counts. `layer` is moved from only when it is accepted.
Layer& load_layer(Model& model, Layer& layer);

/// Adds a layer that the runtime refuses, to look at it: shapes are derived as far as they can be.
Layer& append_unchecked(Model& model, Layer layer);

/// Sets a variable of a layer of the model: `values` are converted to the variable's dtype and
/// checked; a single value is broadcast over the shape. Throws as add_layer.
void set_variable(Layer& layer, std::string_view name, std::vector<std::int32_t> values);
void set_variable(Layer& layer, std::string_view name, std::vector<float> values);
/// Ready int8 elements in C order of the variable's shape; else as set_variable.
void set_weights(Layer& layer, std::string_view name, const std::vector<std::int8_t>& values);
/// The same as the bytes that a variable keeps, which are taken over without a copy.
void move_weights(Layer& layer, std::string_view name, std::vector<std::uint8_t> bytes);

}  // namespace cnn2snn::akida
