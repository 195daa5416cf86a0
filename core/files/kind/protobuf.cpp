// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <set>
#include <string>

#include "files/kind/signatures.h"

namespace cnn2snn::files {
namespace {

/// A field of a protobuf message: its number, wire type (0 varint, 1 and 5 fixed, 2 bytes),
/// content.
struct Field {
  std::uint64_t number = 0;
  unsigned wire = 0;
  std::uint64_t value = 0;
  std::string_view bytes;
};

bool read_varint(std::string_view& rest, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

/// Takes a field off `rest`; false when none stands there. The last one may be cut off.
bool read_field(std::string_view& rest, Field& field) {
  std::uint64_t key = 0;
  if (!read_varint(rest, key) || key >> 3U == 0 || key >> 3U > 1000) return false;
  field.number = key >> 3U;
  field.wire = static_cast<unsigned>(key & 7U);
  std::uint64_t size = 0;
  switch (field.wire) {
    case 0:
      return read_varint(rest, field.value);
    case 1:
      size = 8;
      break;
    case 2:
      if (!read_varint(rest, size)) return false;
      break;
    case 5:
      size = 4;
      break;
    default:
      return false;
  }
  const std::size_t taken = size < rest.size() ? static_cast<std::size_t>(size) : rest.size();
  field.bytes = rest.substr(0, taken);
  rest.remove_prefix(taken);
  return true;
}

bool is_word(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  return !text.empty() && text.size() < 200;
}

/// Which fields of the messages that are told apart a file holds.
struct Fields {
  bool valid = true;
  bool foreign = false;        ///< A field that none of the messages has.
  bool small_version = false;  ///< Field 1 as a small number: ir_version, schema version.
  bool producer = false;       ///< Field 2 as a word: producer_name.
  bool graph = false;          ///< Field 7 as an ONNX graph.
  bool operator_sets = false;  ///< Field 8.
  bool meta_graph = false;     ///< Field 2 as a message that begins with its own field 1.
  bool nodes = false;          ///< Field 1 as a message that begins with a name.
};

/// Whether `message` begins with its field 1 as bytes that stay inside it.
bool begins_with_message(std::string_view message) {
  Field first;
  return read_field(message, first) && first.number == 1 && first.wire == 2;
}

/// Whether `message` begins with a node, a name, a weight, or another part of an ONNX graph.
bool begins_with_graph(std::string_view message) {
  Field first;
  return read_field(message, first) && first.number <= 16 && first.wire == 2 &&
         !first.bytes.empty();
}

Fields fields_of(std::string_view bytes) {
  constexpr std::uint64_t kMostVersions = 1000;
  // Of ModelProto: 1 to 8, 14, 20, 25, 26; of SavedModel: 1, 2; of GraphDef: 1 to 5.
  static const std::set<std::uint64_t> known = {1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26};
  Fields found;
  while (!bytes.empty()) {
    Field field;
    if (!read_field(bytes, field)) {
      found.valid = false;
      return found;
    }
    if (known.count(field.number) == 0) found.foreign = true;
    if (field.number == 1 && field.wire == 0) found.small_version = field.value < kMostVersions;
    if (field.number == 1 && field.wire == 2) {
      found.nodes = found.nodes || begins_with_message(field.bytes);
    }
    if (field.number == 2 && field.wire == 2) {
      found.producer = found.producer || is_word(field.bytes);
      found.meta_graph = found.meta_graph || begins_with_message(field.bytes);
    }
    if (field.number == 7 && field.wire == 2) {
      found.graph = found.graph || begins_with_graph(field.bytes);
    }
    if (field.number == 8 && field.wire == 2) found.operator_sets = true;
  }
  return found;
}

}  // namespace

std::optional<Identity> identify_protobuf(std::string_view bytes) {
  const Fields found = fields_of(bytes);
  // Whoever reads protobuf steps over fields that are foreign to it, so what is surely ONNX stays
  // so.
  const bool surely_onnx = found.graph && found.small_version && found.operator_sets;
  if (!found.valid || (found.foreign && !surely_onnx)) return std::nullopt;
  if ((found.graph && (found.small_version || found.operator_sets)) ||
      (found.small_version && found.producer && !found.meta_graph)) {
    return Identity{FileKind::kOnnx, "an ONNX model",
                    "Here a Keras model (.h5) is wanted; `cnn2snn convert`, `cnn2snn check` and "
                    "`cnn2snn info` take ONNX models too."};
  }
  if (found.small_version && found.meta_graph) {
    return Identity{FileKind::kSavedModel, "a TensorFlow SavedModel",
                    "Load its folder with tf_keras.models.load_model and save it as HDF5 with "
                    "model.save('model.h5')."};
  }
  if (found.nodes) {
    return Identity{FileKind::kFrozenGraph, "a frozen TensorFlow graph, without its Keras layers",
                    "Convert from the quantized Keras model (.h5) that it was made from."};
  }
  return std::nullopt;
}

}  // namespace cnn2snn::files
