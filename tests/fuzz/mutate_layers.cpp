// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "fuzz/mutate_parts.h"

namespace cnn2snn::fuzz {
namespace {

std::string name_of(const Form& layer) {
  if (!layer.is_object()) return "";
  for (const Form* at : {&layer, layer.contains("config") ? &layer["config"] : &layer}) {
    if (at->is_object() && at->contains("name") && (*at)["name"].is_string()) return (*at)["name"];
  }
  return "";
}

void replace_text(Form& value, const std::string& from, const std::string& to) {
  if (value.is_string() && value.get_ref<const std::string&>() == from) value = to;
  if (!value.is_structured()) return;
  for (Form& element : value) replace_text(element, from, to);
}

// Groups and datasets of a layer, under the name of another.
void copy_weights(Form& form, const Form& from, const std::string& old_name,
                  const std::string& new_name) {
  for (const char* kind : {"groups", "datasets"}) {
    if (!from.contains(kind) || !from[kind].is_object()) continue;
    Form added = Form::object();
    for (const auto& [path, value] : from[kind].items()) {
      const std::size_t at = ("/" + path + "/").find("/" + old_name + "/");
      if (at == std::string::npos) continue;
      std::string renamed = path;
      added[renamed.replace(at, old_name.size(), new_name)] = value;
    }
    for (const auto& [path, value] : added.items()) form[kind][path] = value;
  }
  const Form::json_pointer names("/groups/model_weights/layer_names");
  if (form.contains(names) && form[names].is_array()) form[names].push_back(new_name);
}

// The copy takes what the layer gives, and gives it to the layers after it.
void duplicate_layer(Form& form, Form& list, std::size_t at, Choice& choice) {
  Form copy = list[at];
  const std::string name = name_of(copy);
  if (name.empty()) return;
  const std::string new_name = name + "_" + std::to_string(choice.below(1000));
  const bool chained = !choice.one_in(3);
  const Form nodes = copy.contains("inbound_nodes") ? copy["inbound_nodes"] : Form();
  if (chained) replace_text(form["model_config"], name, new_name);
  // The names of all layers are exchanged by that, the first one's too.
  Form original = std::move(copy);
  list[at] = original;
  Form second = std::move(original);
  replace_text(second, name, new_name);
  if (chained && nodes.is_array() && !nodes.empty()) {
    second["inbound_nodes"] =
        Form::array({Form::array({Form::array({name, 0, 0, Form::object()})})});
  }
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(second));
  copy_weights(form, Form(form), name, new_name);
}

// What took the layer takes what the layer took.
void remove_layer(Form& form, Form& list, std::size_t at) {
  const Form layer = list[at];
  list.erase(at);
  const Form::json_pointer first("/inbound_nodes/0/0/0");
  if (layer.is_object() && layer.contains(first) && layer[first].is_string()) {
    replace_text(form["model_config"], name_of(layer), layer[first].get<std::string>());
  }
}

// What an argument of one layer does in another.
void add_arguments(Form& layer, const Form& other) {
  if (!layer.is_object() || !other.is_object()) return;
  if (!layer.contains("config") || !layer["config"].is_object()) return;
  if (!other.contains("config") || !other["config"].is_object()) return;
  Form all = other["config"];
  all.update(layer["config"]);
  layer["config"] = std::move(all);
}

}  // namespace

Form* layers_of(Form& form) {
  const auto model = form.find("model_config");
  if (model == form.end() || !model->is_object()) return nullptr;
  const auto config = model->find("config");
  if (config == model->end()) return nullptr;
  if (config->is_array()) return config->empty() ? nullptr : &*config;
  if (!config->is_object()) return nullptr;
  const auto list = config->find("layers");
  if (list == config->end() || !list->is_array() || list->empty()) return nullptr;
  return &*list;
}

void change_layers(Form& form, Choice& choice) {
  Form* list = layers_of(form);
  if (list == nullptr) return;
  const std::size_t at = choice.below(list->size());
  Form& layer = (*list)[at];
  switch (choice.below(5)) {
    case 0:
      remove_layer(form, *list, at);
      break;
    case 1:
      if (layer.is_object()) layer["class_name"] = known_word(choice);
      break;
    case 2:
      std::swap(layer, choice.one_of(*list));
      break;
    case 3:
      add_arguments(layer, Form(choice.one_of(*list)));
      break;
    default:
      duplicate_layer(form, *list, at, choice);
  }
}

void rename_layer(Form& form, Choice& choice) {
  Form* list = layers_of(form);
  if (list == nullptr) return;
  const std::string from = name_of(choice.one_of(*list));
  if (from.empty()) return;
  Form to = from;
  change_text(to, choice);
  copy_weights(form, Form(form), from, to);
  replace_text(form, from, to);
}

void take_layer(Form& form, const Form& other, Choice& choice) {
  Form from = other;
  Form* theirs = layers_of(from);
  Form* ours = layers_of(form);
  if (theirs == nullptr || ours == nullptr) return;
  const Form layer = choice.one_of(*theirs);
  const std::string name = name_of(layer);
  if (name.empty()) return;
  const std::size_t at = choice.below(ours->size());
  const std::string replaced = name_of((*ours)[at]);
  if (choice.one_in(2) && !replaced.empty()) {
    // In the place of one of ours, under its name.
    Form changed = layer;
    replace_text(changed, name, replaced);
    const Form old = (*ours)[at];
    if (changed.is_object() && old.is_object() && old.contains("inbound_nodes")) {
      changed["inbound_nodes"] = old["inbound_nodes"];
    }
    (*ours)[at] = changed;
    copy_weights(form, other, name, replaced);
    return;
  }
  duplicate_layer(form, *ours, at, choice);
  const std::size_t added = std::min(at + 1, ours->size() - 1);
  const std::string new_name = name_of((*ours)[added]);
  Form changed = layer;
  replace_text(changed, name, new_name);
  if (changed.is_object() && (*ours)[added].is_object() &&
      (*ours)[added].contains("inbound_nodes")) {
    changed["inbound_nodes"] = (*ours)[added]["inbound_nodes"];
  }
  (*ours)[added] = changed;
  copy_weights(form, other, name, new_name);
}

}  // namespace cnn2snn::fuzz
