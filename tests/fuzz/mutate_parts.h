// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fuzz/choice.h"
#include "fuzz/model_form.h"

// The parts of mutate_model.h.
namespace cnn2snn::fuzz {

/// Another number: near, at a limit of some type, or no number at all.
void change_number(Form& value, Choice& choice);
void change_text(Form& value, Choice& choice);
/// Another value, of the same type as a rule.
void change_value(Form& value, Choice& choice);

/// A name of a class, an activation or an argument.
std::string known_word(Choice& choice);
double special_real(Choice& choice);

/// The layers of the description; nullptr: there are none.
Form* layers_of(Form& form);
/// Removes, doubles or swaps a layer, or gives it another class or more arguments.
void change_layers(Form& form, Choice& choice);
/// Gives a layer another name, wherever that stands.
void rename_layer(Form& form, Choice& choice);
/// Puts a layer of `other`, with its weights, into `form`.
void take_layer(Form& form, const Form& other, Choice& choice);

/// Another shape, special values, or another place of a dataset.
void change_dataset(Form& form, Choice& choice);

}  // namespace cnn2snn::fuzz
