// SPDX-License-Identifier: Apache-2.0
#include <flatbuffers/flatbuffers.h>

#include <map>
#include <string>
#include <vector>

#include "akida/layer_table.h"
#include "base/conversion_error.h"
#include "fbz/akida_model_generated.h"
#include "fbz/fbz.h"
#include "fbz/payload.h"
#include "files/snappy/snappy_stream.h"

namespace cnn2snn::fbz {

namespace {

using Builder = flatbuffers::FlatBufferBuilder;
template <typename Table>
using Offset = flatbuffers::Offset<Table>;

/// Enough for the whole payload, so that the builder never has to grow (and copy) its buffer.
std::size_t payload_bound(const akida::Model& model) {
  std::size_t bytes = 1024 + model.version.size() + 64 * model.learning.size();
  for (const akida::Layer& layer : model.layers) {
    bytes += 256 + layer.name.size() + 64 * layer.parameters.size();
    for (const std::string& inbound : layer.inbounds) bytes += 16 + inbound.size();
    for (const auto& [name, variable] : layer.variables) {
      bytes += 128 + name.size() + 4 * variable.shape.size() + variable.data.size();
    }
  }
  return bytes;
}

/// Elements that stay where the model has them; `end`: how far from the payload's end their vector
/// begins.
struct Reserved {
  const akida::Variable* variable;
  std::size_t end;
};

/// Fewer bytes are copied into the payload: Snappy takes that many at once.
constexpr std::size_t kReservedFrom = std::size_t{1} << 16;

Offset<flatbuffers::Vector<std::uint8_t>> add_elements(Builder& builder,
                                                       const akida::Variable& variable,
                                                       std::vector<Reserved>& reserved) {
  // Elements of 2 and 4 bytes are read in place: keep them aligned.
  const std::size_t width = akida::element_size(variable.dtype);
  builder.ForceVectorAlignment(variable.data.size(), 1, width);
  if (variable.data.size() < kReservedFrom) return builder.CreateVector(variable.data);
  std::uint8_t* unwritten = nullptr;
  const auto data = builder.CreateUninitializedVector(variable.data.size(), &unwritten);
  reserved.push_back({&variable, builder.GetSize()});
  return data;
}

Offset<schema::Variable> add_variable(Builder& builder, akida::LayerType type,
                                      const std::string& name, const akida::Variable& variable,
                                      std::vector<Reserved>& reserved) {
  const bool reversed = stored_reversed(type, name);
  std::vector<std::uint32_t> shape = variable.shape;
  if (reversed) shape.assign(variable.shape.rbegin(), variable.shape.rend());
  const auto data = add_elements(builder, variable, reserved);
  const auto shape_offset = builder.CreateVector(shape);
  const auto name_offset = builder.CreateString(name);
  return schema::CreateVariable(builder, name_offset, shape_offset, data,
                                static_cast<schema::DType>(variable.dtype),
                                static_cast<std::int8_t>(reversed ? 0 : 1));
}

Offset<schema::LayerParameters> add_parameters(Builder& builder, const akida::Layer& layer) {
  std::map<std::string, std::int32_t> all = layer.parameters;
  all["layer_type"] = static_cast<std::int32_t>(layer.type);
  std::vector<Offset<schema::Entry>> entries;
  entries.reserve(all.size());
  for (const auto& [name, value] : all) {
    entries.push_back(schema::CreateEntry(builder, builder.CreateString(name), value));
  }
  const auto list = schema::CreateEntryList(builder, builder.CreateVector(entries));
  schema::LayerParametersBuilder parameters(builder);
  parameters.add_dict(list);
  return parameters.Finish();
}

Offset<schema::Layer> add_layer(Builder& builder, const akida::Layer& layer,
                                std::vector<Reserved>& reserved) {
  std::vector<Offset<schema::Variable>> variables;
  variables.reserve(layer.variables.size());
  for (const auto& [name, variable] : layer.variables) {
    variables.push_back(add_variable(builder, layer.type, name, variable, reserved));
  }
  std::vector<Offset<flatbuffers::String>> names;
  for (const std::string& inbound : layer.inbounds) names.push_back(builder.CreateString(inbound));
  // Empty vectors are written too: the runtime crashes on a file without them.
  const auto variables_offset = builder.CreateVector(variables);
  const auto inbounds_offset = builder.CreateVector(names);
  const auto parameters = add_parameters(builder, layer);
  const auto name = builder.CreateString(layer.name);
  schema::LayerBuilder table(builder);
  table.add_name(name);
  table.add_variables(variables_offset);
  table.add_parameters(parameters);
  table.add_inbounds(inbounds_offset);
  return table.Finish();
}

/// Returns what is left out, as it comes in the payload.
std::vector<LeftOut> build(Builder& builder, const akida::Model& model) {
  std::vector<Reserved> reserved;
  std::vector<Offset<schema::Layer>> layers;
  layers.reserve(model.layers.size());
  for (const akida::Layer& layer : model.layers) {
    layers.push_back(add_layer(builder, layer, reserved));
  }
  const auto layers_offset = builder.CreateVector(layers);
  Offset<schema::Learning> learning;
  if (!model.learning.empty()) {
    std::vector<Offset<schema::LearningEntry>> entries;
    for (const auto& [name, value] : model.learning) {
      entries.push_back(schema::CreateLearningEntry(builder, builder.CreateString(name), value));
    }
    learning = schema::CreateLearning(builder, builder.CreateVector(entries));
  }
  const auto version = builder.CreateString(model.version);
  builder.Finish(schema::CreateModel(builder, layers_offset, learning, version));
  std::vector<LeftOut> left_out;
  // Payloads are built from their end. The number of elements is in front of them.
  for (auto it = reserved.rbegin(); it != reserved.rend(); ++it) {
    left_out.push_back(
        {it->variable, builder.GetSize() - it->end + sizeof(flatbuffers::uoffset_t)});
  }
  return left_out;
}

/// The payload with what was left out of it.
files::Pieces whole(std::span<const std::uint8_t> payload, const std::vector<LeftOut>& left_out) {
  files::Pieces pieces;
  std::size_t position = 0;
  for (const LeftOut& left : left_out) {
    pieces.append(payload.subspan(position, left.position - position));
    pieces.append(left.variable->data);
    position = left.position + left.variable->data.size();
  }
  pieces.append(payload.subspan(position));
  return pieces;
}

}  // namespace

bool stored_reversed(akida::LayerType type, std::string_view variable) {
  const akida::LayerRule* rule = akida::find_rule(type);
  return rule != nullptr && rule->ip == akida::IpVersion::kV1 &&
         (variable == "weights" || variable == "weights_pw");
}

std::vector<std::uint8_t> write(const akida::Model& model) {
  if (payload_bound(model) >= (std::size_t{1} << 30)) {
    fail(ErrorId::kLimit, Step::kVerification, "the model would be larger than 1 GiB");
  }
  Builder builder(payload_bound(model));
  const std::vector<LeftOut> left_out = build(builder, model);
  const std::span<const std::uint8_t> payload(builder.GetBufferPointer(), builder.GetSize());
  const files::Pieces plain = whole(payload, left_out);
  std::vector<std::uint8_t> bytes = files::compress(plain);
  std::string found;
  try {
    found = difference(payload, model, left_out);
    if (found.empty() && !files::decompresses_to(bytes, plain)) found = "the compressed stream";
  } catch (const ConversionError& error) {
    found = error.what();
  }
  if (!found.empty()) {
    fail(ErrorId::kVerification, Step::kVerification,
         "the file made does not read back as the model: " + found,
         "This is a defect of this program: please report it.");
  }
  return bytes;
}

}  // namespace cnn2snn::fbz
