// SPDX-License-Identifier: Apache-2.0
#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <string>
#include <utility>

#include "akida/builder.h"
#include "akida/layer_table.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "fbz/akida_model_generated.h"
#include "fbz/fbz.h"
#include "fbz/old_layout.h"
#include "fbz/payload.h"
#include "files/snappy/snappy_stream.h"

namespace cnn2snn::fbz {

namespace {

[[noreturn]] void corrupt(std::string reason) {
  fail(ErrorId::kFbzCorrupt, Step::kRead, std::move(reason),
       "The Akida runtime would refuse the file or crash on it.");
}

/// The root, once every offset in the buffer is known to stay inside it.
const schema::Model& verified_root(std::span<const std::uint8_t> payload) {
  flatbuffers::Verifier verifier(payload.data(), payload.size());
  if (payload.size() < 8 || !schema::VerifyModelBuffer(verifier)) {
    corrupt("Unable to parse model: the content is no Akida model.");
  }
  return *schema::GetModel(payload.data());
}

template <typename Vector>
const Vector& present(const Vector* vector, const std::string& what) {
  if (vector == nullptr) corrupt(what + " is missing");
  return *vector;
}

akida::DType to_dtype(std::int8_t code, const std::string& name) {
  const auto dtype = static_cast<akida::DType>(code);
  if (code == 4 || code == 5) return akida::DType::kInt8;  // One byte an element, never written.
  if (akida::to_string(dtype).empty()) {
    corrupt("variable " + name + ": Unknown tensor type.");
  }
  return dtype;
}

/// Checks everything about a variable but its elements; `shape` is given as the API shows it.
akida::Variable describe_variable(const schema::Variable& stored, const std::string& layer) {
  akida::Variable variable;
  variable.name = stored.name()->str();
  const std::string where = "layer " + layer + ", variable " + variable.name;
  const auto& shape = present(stored.shape(), where + ": its shape");
  const auto& data = present(stored.data(), where + ": its data");
  if (!stored.dtype().has_value()) corrupt(where + ": its type is missing");
  variable.dtype = to_dtype(static_cast<std::int8_t>(*stored.dtype()), variable.name);
  if (shape.size() > 8) corrupt(where + ": more than 8 dimensions");
  variable.shape.assign(shape.begin(), shape.end());
  if (stored.order() == 0) std::reverse(variable.shape.begin(), variable.shape.end());
  if (stored.order() != 0 && stored.order() != 1) {
    corrupt(where + ": Cannot deserialize tensor layout: Unknown tensor layout.");
  }
  std::uint64_t expected = akida::element_size(variable.dtype);
  for (const std::uint32_t size : variable.shape) {
    expected = size != 0 && expected > data.size() / size ? data.size() + 1 : expected * size;
  }
  if (expected != data.size()) {
    corrupt(where + ": " + std::to_string(data.size()) + " bytes do not fit its shape");
  }
  return variable;
}

void read_parameters(const schema::EntryList& stored, akida::Layer& layer) {
  for (const schema::Entry* entry :
       present(stored.entries(), "the list of parameters of " + layer.name)) {
    layer.parameters[entry->name()->str()] = entry->value();
  }
  const auto type = layer.parameters.extract("layer_type");
  if (type.empty()) corrupt("Layer type not found in " + layer.name);
  layer.type = static_cast<akida::LayerType>(type.mapped());
  if (akida::find_rule(layer.type) == nullptr) {
    corrupt("Invalid layer type " + std::to_string(type.mapped()) + " of " + layer.name);
  }
}

akida::Layer parse_layer(const schema::Layer& stored) {
  akida::Layer layer;
  layer.name = stored.name()->str();
  const schema::LayerParameters* holder = stored.parameters();
  if (holder == nullptr) corrupt("Cannot find serialized layer parameters of " + layer.name);
  if (holder->dict() != nullptr) {
    read_parameters(*holder->dict(), layer);
  } else if (!read_old_parameters(*holder, layer)) {
    corrupt("LayerParams not found in " + layer.name);
  }
  if (stored.inbounds() != nullptr) {
    for (const flatbuffers::String* name : *stored.inbounds()) {
      layer.inbounds.push_back(name->str());
    }
  }
  for (const schema::Variable* variable :
       present(stored.variables(), "the list of variables of " + layer.name)) {
    akida::Variable described = describe_variable(*variable, layer.name);
    const auto* data = variable->data();
    described.data.assign(data->begin(), data->end());
    // As in the runtime, the last of two variables of the same name wins.
    layer.variables[described.name] = std::move(described);
  }
  return layer;
}

/// A payload and what is to be found in it.
struct Comparison {
  std::span<const std::uint8_t> payload;
  std::span<const LeftOut> left_out;

  /// Whether the elements of the variable stand there, or would.
  [[nodiscard]] bool holds(std::span<const std::uint8_t> stored,
                           const akida::Variable& variable) const {
    if (stored.size() != variable.data.size()) return false;
    const auto left = std::find_if(left_out.begin(), left_out.end(),
                                   [&](const LeftOut& out) { return out.variable == &variable; });
    if (left != left_out.end()) return stored.data() == payload.data() + left->position;
    return std::equal(stored.begin(), stored.end(), variable.data.begin());
  }
};

std::string compare_variable(const schema::Variable& stored, const akida::Variable& variable,
                             const akida::Layer& layer, const Comparison& comparison) {
  const akida::Variable described = describe_variable(stored, layer.name);
  const std::string where = layer.name + ", variable " + variable.name;
  if (described.name != variable.name) return where + " is stored as " + described.name;
  if (described.shape != variable.shape) return where + ": shape";
  if (described.dtype != variable.dtype) return where + ": type";
  if ((stored.order() == 0) != stored_reversed(layer.type, variable.name)) return where + ": order";
  if (!comparison.holds({stored.data()->data(), stored.data()->size()}, variable)) {
    return where + ": elements";
  }
  return {};
}

std::string compare_layer(const schema::Layer& stored, const akida::Layer& layer,
                          const Comparison& comparison) {
  if (stored.name()->str() != layer.name) return "name of layer " + layer.name;
  std::map<std::string, std::int32_t> parameters;
  for (const schema::Entry* entry : *stored.parameters()->dict()->entries()) {
    parameters[entry->name()->str()] = entry->value();
  }
  const auto type = parameters.extract("layer_type");
  if (type.empty() || type.mapped() != static_cast<std::int32_t>(layer.type)) {
    return "type of layer " + layer.name;
  }
  if (parameters != layer.parameters) return "parameters of layer " + layer.name;
  if (!std::equal(layer.inbounds.begin(), layer.inbounds.end(), stored.inbounds()->begin(),
                  stored.inbounds()->end(),
                  [](const std::string& name, const flatbuffers::String* other) {
                    return other->str() == name;
                  })) {
    return "inbounds of layer " + layer.name;
  }
  if (stored.variables()->size() != layer.variables.size()) {
    return "number of variables of layer " + layer.name;
  }
  flatbuffers::uoffset_t index = 0;
  for (const auto& entry : layer.variables) {
    std::string found =
        compare_variable(*stored.variables()->Get(index++), entry.second, layer, comparison);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

akida::Model parse(std::span<const std::uint8_t> payload) {
  const schema::Model& root = verified_root(payload);
  akida::Model model;
  if (root.version() != nullptr) model.version = root.version()->str();
  if (root.learning() != nullptr) {
    for (const schema::LearningEntry* entry :
         present(root.learning()->entries(), "the list of learning options")) {
      model.learning[entry->name()->str()] = entry->value();
    }
  }
  if (root.layers() == nullptr || root.layers()->size() == 0) {
    corrupt("Unable to parse any layer in the serialized model.");
  }
  if (root.layers()->size() > akida::kMaxLayers) {
    fail(ErrorId::kLimit, Step::kRead,
         "the model has more than " + std::to_string(akida::kMaxLayers) + " layers");
  }
  model.layers.reserve(root.layers()->size());
  for (const schema::Layer* layer : *root.layers()) {
    model.layers.push_back(parse_layer(*layer));
    read_old_learning(*layer->parameters(), model);
  }
  return model;
}

std::string difference(std::span<const std::uint8_t> payload, const akida::Model& model,
                       std::span<const LeftOut> left_out) {
  const schema::Model& root = verified_root(payload);
  if (root.version() == nullptr || root.version()->str() != model.version) return "version";
  std::map<std::string, double> learning;
  if (root.learning() != nullptr) {
    for (const schema::LearningEntry* entry : *root.learning()->entries()) {
      learning[entry->name()->str()] = entry->value();
    }
  }
  if (learning != model.learning) return "learning options";
  if (root.layers()->size() != model.layers.size()) return "number of layers";
  for (flatbuffers::uoffset_t i = 0; i < root.layers()->size(); ++i) {
    std::string found = compare_layer(*root.layers()->Get(i), model.layers[i], {payload, left_out});
    if (!found.empty()) return found;
  }
  return {};
}

akida::Model read(std::span<const std::uint8_t> bytes, std::vector<Problem>* refused) {
  akida::Model stored;
  {
    const files::SnappyStream stream = files::scan(bytes);
    stored = parse(files::decompress(bytes, stream));
  }
  akida::Model model;
  model.version = std::move(stored.version);
  model.learning = std::move(stored.learning);
  model.layers.reserve(stored.layers.size());
  bool stopped = false;
  for (akida::Layer& layer : stored.layers) {
    try {
      if (!stopped) {
        akida::load_layer(model, layer);
        continue;
      }
    } catch (ConversionError& error) {
      error.at_layer(layer.name, akida::to_string(layer.type));
      Problem problem = error.problem();
      problem.step = Step::kRead;
      if (problem.id == ErrorId::kAkidaLayer) problem.id = ErrorId::kFbzCorrupt;
      problem.remedy = "The Akida runtime would refuse the file.";
      if (refused == nullptr) throw ConversionError(std::move(problem));
      refused->push_back(std::move(problem));
      stopped = true;  // As the runtime does: what follows from here is not known.
    }
    akida::append_unchecked(model, std::move(layer));
  }
  return model;
}

akida::Model read(std::span<const std::uint8_t> bytes) {
  return read(bytes, nullptr);
}

}  // namespace cnn2snn::fbz
