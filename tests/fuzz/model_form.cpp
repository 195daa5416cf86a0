// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "base/conversion_error.h"
#include "cnn2snn/file_kind.h"
#include "files/hdf5/file.h"
#include "files/hdf5_writer/writer.h"
#include "files/zip/zip.h"
#include "keras/keras3/archive.h"

namespace cnn2snn::fuzz {
namespace {

constexpr std::size_t kKeptValues = 12;
constexpr std::int64_t kMostElements = 1 << 18;
constexpr std::int64_t kMostRead = 1 << 22;
constexpr std::size_t kMostDimensions = 255;  // A byte in the file; HDF5 itself takes 32.
constexpr std::array kTexts = {"keras_version", "backend", "name"};
constexpr std::array kLists = {"layer_names", "weight_names"};

std::string dump(const Form& value) {
  return value.dump(-1, ' ', false, Form::error_handler_t::replace);
}

std::string description(const Form& model_config) {
  if (model_config.is_string()) return model_config.get<std::string>();
  std::string text = dump(model_config);
  for (const std::string name : {"-Infinity", "Infinity", "NaN"}) {
    const std::string quoted = "\"" + name + "\"";
    for (std::size_t at = text.find(quoted); at != std::string::npos; at = text.find(quoted, at)) {
      text.replace(at, quoted.size(), name);
    }
  }
  return text;
}

float number(const Form& value) {
  if (value.is_number()) return static_cast<float>(value.get<double>());
  if (!value.is_string()) return 0;
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const auto& text = value.get_ref<const std::string&>();
  if (text == "Infinity") return kInfinity;
  return text == "-Infinity" ? -kInfinity : std::numeric_limits<float>::quiet_NaN();
}

Form value_of(float number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return number;
}

std::vector<std::int64_t> shape_of(const Form& dataset) {
  std::vector<std::int64_t> shape;
  const auto found = dataset.find("shape");
  if (found == dataset.end() || !found->is_array()) return shape;
  for (const Form& extent : *found) {
    if (extent.is_number_integer()) shape.push_back(extent.get<std::int64_t>());
  }
  shape.resize(std::min(shape.size(), kMostDimensions));
  return shape;
}

// 0 for what no program can be asked to hold here: such a dataset is described but not stored.
std::size_t elements_of(const std::vector<std::int64_t>& shape, std::int64_t most) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (extent <= 0 || extent > most) return 0;
    count *= extent;
    if (count > most) return 0;
  }
  return static_cast<std::size_t>(count);
}

void write_dataset(const std::string& path, const Form& dataset, hdf5::Writer& writer) {
  if (!dataset.is_object()) return;
  const std::vector<std::int64_t> shape = shape_of(dataset);
  std::vector<float> values;
  const auto given = dataset.find("values");
  if (given != dataset.end() && given->is_array() && !given->empty()) {
    std::vector<float> pattern;
    for (const Form& value : *given) pattern.push_back(number(value));
    values.resize(elements_of(shape, kMostElements));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = pattern[i % pattern.size()];
  }
  writer.dataset(path, shape, values);
}

void write_attribute(const std::string& group, const std::string& name, const Form& value,
                     hdf5::Writer& writer) {
  if (value.is_string()) {
    writer.attribute(group, name, value.get<std::string>());
  } else if (value.is_array()) {
    std::vector<std::string> texts;
    for (const Form& text : value) {
      texts.push_back(text.is_string() ? text.get<std::string>() : dump(text));
    }
    writer.attribute(group, name, texts);
  }
}

const Form& member(const Form& form, const char* name) {
  static const Form nothing;
  const auto found = form.find(name);
  return found == form.end() ? nothing : *found;
}

std::vector<std::uint8_t> write_hdf5(const Form& form, bool with_description) {
  hdf5::Writer writer;
  for (const auto& [path, attributes] : member(form, "groups").items()) {
    writer.group(path);
    if (!attributes.is_object()) continue;
    for (const auto& [name, value] : attributes.items()) {
      write_attribute(path, name, value, writer);
    }
  }
  for (const auto& [path, dataset] : member(form, "datasets").items()) {
    write_dataset(path, dataset, writer);
  }
  if (with_description && form.contains("model_config")) {
    writer.attribute("", "model_config", description(form["model_config"]));
  }
  return writer.finish();
}

std::vector<std::uint8_t> bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

Form read_dataset(const hdf5::File& file, const std::string& path) {
  Form dataset;
  const std::vector<std::int64_t> shape = file.dataset_shape(path);
  dataset["shape"] = shape;
  std::vector<float> values(elements_of(shape, kMostRead));
  if (!values.empty()) file.read_dataset(path, values);
  values.resize(std::min(values.size(), kKeptValues));
  Form& kept = dataset["values"] = Form::array();
  for (const float value : values) kept.push_back(value_of(value));
  return dataset;
}

Form read_attributes(const hdf5::File& file, const std::string& path) {
  Form attributes = Form::object();
  for (const char* name : kTexts) {
    if (const auto text = file.string_attribute(path, name)) attributes[name] = *text;
  }
  for (const char* name : kLists) {
    if (const auto texts = file.strings_attribute(path, name)) attributes[name] = *texts;
  }
  return attributes;
}

void read_group(const hdf5::File& file, const std::string& path, Form& form) {
  form["groups"][path] = read_attributes(file, path);
  for (const std::string& name : file.members(path)) {
    const std::string below = path.empty() ? name : path + "/" + name;
    // A dataset has no members, and neither has a group with nothing in it.
    if (!file.members(below).empty()) {
      read_group(file, below, form);
      continue;
    }
    try {
      form["datasets"][below] = read_dataset(file, below);
    } catch (const ConversionError&) {
      form["groups"][below] = read_attributes(file, below);
    }
  }
}

}  // namespace

Form parse_form(std::span<const std::uint8_t> text) {
  Form form = Form::parse(text.begin(), text.end(), nullptr, false);
  return form.is_object() ? form : Form();
}

std::vector<std::uint8_t> write_model(const Form& form) {
  if (member(form, "container") != "keras") return write_hdf5(form, true);
  const Form& root = member(member(form, "groups"), "");
  const std::vector<files::ZipMember> members = {
      {"metadata.json", bytes_of(dump(root))},
      {"config.json", bytes_of(description(member(form, "model_config")))},
      {"model.weights.h5", write_hdf5(form, false)}};
  return files::write_zip(members);
}

Form read_model(std::span<const std::uint8_t> file) {
  Form form;
  form["call"] = "convert";
  form["options"] = Form::object();
  form["container"] = files::is_zip(file) ? "keras" : "h5";
  if (files::is_zip(file)) {
    const keras3::Archive archive = keras3::read_archive(file);
    form["model_config"] = Form::parse(archive.config, nullptr, false);
    read_group(*archive.weights, "", form);
    form["groups"][""]["keras_version"] = archive.keras_version;
    return form;
  }
  const hdf5::File hdf5 = hdf5::File::open(file);
  const std::string text = hdf5.string_attribute("", "model_config").value_or("");
  form["model_config"] = Form::parse(text, nullptr, false);
  // Python's NaN is no JSON: such a description stays a text.
  if (form["model_config"].is_discarded()) form["model_config"] = text;
  read_group(hdf5, "", form);
  return form;
}

}  // namespace cnn2snn::fuzz
