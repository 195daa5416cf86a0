// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <iterator>
#include <utility>

#include "fuzz/mutate_parts.h"

namespace cnn2snn::fuzz {
namespace {

Form& any_dataset(Form& datasets, Choice& choice) {
  return std::next(datasets.begin(), static_cast<std::ptrdiff_t>(choice.below(datasets.size())))
      .value();
}

void change_values(Form& values, Choice& choice) {
  const std::array<Form, 4> special = {"NaN", "Infinity", "-Infinity", special_real(choice)};
  if (values.is_array() && !values.empty() && choice.one_in(2)) {
    choice.one_of(values) = choice.one_of(special);
  } else {
    // All of them alike: the scales of a layer, or its range.
    values = Form::array({choice.one_of(special)});
  }
}

}  // namespace

void change_dataset(Form& form, Choice& choice) {
  const auto found = form.find("datasets");
  if (found == form.end() || !found->is_object() || found->empty()) return;
  Form& dataset = any_dataset(*found, choice);
  if (!dataset.is_object()) return;
  Form& shape = dataset["shape"];
  switch (choice.below(6)) {
    case 0:
      if (shape.is_array() && !shape.empty()) change_number(choice.one_of(shape), choice);
      break;
    case 1:
      change_value(shape, choice);
      break;
    case 2:
      std::swap(dataset, any_dataset(*found, choice));
      break;
    case 3:
      found->erase(found->begin());
      break;
    default:
      change_values(dataset["values"], choice);
  }
}

}  // namespace cnn2snn::fuzz
