// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

/// A Keras model in a form that can be changed at will and still makes a sound file, one JSON
/// object:
///
///     call          "convert", "check", "quantize" or "inspect": what the model is given to
///     options       of that call
///     container     "h5" or "keras"
///     model_config  the description of the model; "NaN", "Infinity" and "-Infinity" in it become
///                   the numbers that Python's JSON has
///     groups        path -> attribute -> text or list of texts
///     datasets      path -> {"shape", "values"}: the values are repeated until the shape is full
///
/// The last point keeps inputs small: of a kernel the first values are kept.
namespace cnn2snn::fuzz {

using Form = nlohmann::ordered_json;

/// A form of this text; null for what is none.
Form parse_form(std::span<const std::uint8_t> text);

/// The file of a form. Throws ConversionError where HDF5 cannot hold it.
std::vector<std::uint8_t> write_model(const Form& form);

/// The form of an `.h5` or `.keras` file. Throws ConversionError for what cannot be read.
Form read_model(std::span<const std::uint8_t> file);

}  // namespace cnn2snn::fuzz
