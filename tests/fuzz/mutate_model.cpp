// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutate_model.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/mutate_parts.h"

namespace cnn2snn::fuzz {
namespace {

// Where a value stands, and the key it has there (empty in a list).
struct Place {
  Form* value;
  std::string key;
};

void collect(Form& value, const std::string& key, std::vector<Place>& places) {
  places.push_back({&value, key});
  if (value.is_object()) {
    for (auto& [name, element] : value.items()) collect(element, name, places);
  } else if (value.is_array()) {
    for (Form& element : value) collect(element, "", places);
  }
}

std::vector<Place> places_in(Form& value) {
  std::vector<Place> places;
  collect(value, "", places);
  return places;
}

// The description more often than the rest, and single layers more often than all of it.
Form& part_of(Form& form, Choice& choice) {
  if (Form* list = layers_of(form); list != nullptr && !choice.one_in(3))
    return choice.one_of(*list);
  if (form.contains("model_config") && !choice.one_in(3)) return form["model_config"];
  return form;
}

void change_somewhere(Form& form, Choice& choice) {
  change_value(*choice.one_of(places_in(part_of(form, choice))).value, choice);
}

// A value takes the place of another, of the same key where there is one.
void copy_somewhere(Form& form, Choice& choice) {
  std::vector<Place> from = places_in(part_of(form, choice));
  const Place source = choice.one_of(from);
  const Form copy = *source.value;
  std::vector<Place> places = places_in(part_of(form, choice));
  std::vector<Form*> same;
  for (const Place& place : places) {
    if (!source.key.empty() && place.key == source.key) same.push_back(place.value);
  }
  *(same.empty() || choice.one_in(4) ? choice.one_of(places).value : choice.one_of(same)) = copy;
}

// Filters that are 16 wherever 8 were: what follows still fits.
void change_everywhere(Form& form, Choice& choice) {
  Form* list = layers_of(form);
  if (list == nullptr) return;
  std::vector<Form> numbers;
  for (const Place& place : places_in(*list)) {
    if (place.value->is_number_integer()) numbers.push_back(*place.value);
  }
  if (numbers.empty()) return;
  const Form from = choice.one_of(numbers);
  Form to = from;
  change_number(to, choice);
  for (const Place& place : places_in(form)) {
    if (place.value->is_number_integer() && *place.value == from) *place.value = to;
  }
}

void change_call(Form& form, Choice& choice) {
  if (choice.one_in(2)) {
    const std::array<Form, 4> calls = {"convert", "check", "quantize", "inspect"};
    form["call"] = choice.one_of(calls);
    return;
  }
  const std::array<std::pair<const char*, Form>, 14> options = {
      {{"akida_version", 1},
       {"akida_version", 2},
       {"input_scaling", {special_real(choice), special_real(choice)}},
       {"keep_shift", true},
       {"device", choice.one_in(2) ? "AKD1000" : "TwoNodesIPv2"},
       {"input_dtype", known_word(choice)},
       {"weight_bits", choice.below(10)},
       {"activation_bits", choice.below(18)},
       {"output_bits", choice.below(18)},
       {"input_weight_bits", choice.below(10)},
       {"buffer_bits", choice.below(40)},
       {"last_output_bits", choice.below(18)},
       {"per_tensor", true},
       {"input_shape", {choice.below(12), choice.below(12), choice.below(5)}}}};
  const auto& [name, value] = choice.one_of(options);
  form["options"][name] = value;
}

// Changes made anywhere may have left a number or a text where the others look for members.
void restore_members(Form& form) {
  if (!form.is_object()) form = Form::object();
  for (const char* kind : {"options", "groups", "datasets"}) {
    if (form.contains(kind) && !form[kind].is_object()) form[kind] = Form::object();
  }
}

}  // namespace

void mutate(Form& form, Random& random) {
  restore_members(form);
  Choice choice(random);
  // How often each is taken: what reaches most code most often.
  constexpr std::array kWays = std::to_array<void (*)(Form&, Choice&)>(
      {change_somewhere, change_somewhere, change_somewhere, change_somewhere, change_somewhere,
       copy_somewhere, copy_somewhere, change_everywhere, rename_layer, change_layers,
       change_layers, change_layers, change_dataset, change_dataset, change_dataset, change_call});
  choice.one_of(kWays)(form, choice);
}

void cross_over(Form& form, const Form& other, Random& random) {
  restore_members(form);
  Choice choice(random);
  take_layer(form, other, choice);
}

}  // namespace cnn2snn::fuzz
