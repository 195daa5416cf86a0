// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/choice.h"
#include "fuzz/model_form.h"

/// Changes to the form of a model that leave it a form: what is reached is behind the reading of
/// files, where damaged bytes seldom come.
namespace cnn2snn::fuzz {

/// One change: of a value anywhere, of a layer and what takes it, of a dataset, or of a number
/// wherever it stands (so that shapes go on fitting).
void mutate(Form& form, Random& random);

/// Puts a part of `other` into `form`: a layer with its weights, or the value of the same name.
void cross_over(Form& form, const Form& other, Random& random);

}  // namespace cnn2snn::fuzz
