// SPDX-License-Identifier: Apache-2.0
#include "files/zip/zip.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/conversion_error.h"
#include "files/kind/signatures.h"

namespace cnn2snn::files {
namespace {

constexpr std::size_t kMostEntries = 4096;
constexpr std::uint64_t kMostMetadata = 64 * 1024;

std::uint64_t number(std::string_view bytes, std::size_t at, unsigned size) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < size && at + i < bytes.size(); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return value;
}

// The names in an archive that is cut off, and has no central directory: its first entries tell
// what it was.
std::vector<std::string> names_of_cut(std::string_view bytes) {
  constexpr std::size_t kHeader = 30;
  std::vector<std::string> names;
  std::size_t at = 0;
  while (names.size() < kMostEntries && at + kHeader < bytes.size() &&
         bytes.substr(at, 4) == std::string_view("PK\x03\x04", 4)) {
    const auto name = static_cast<std::size_t>(number(bytes, at + 26, 2));
    names.emplace_back(bytes.substr(at + kHeader, name));
    const std::uint64_t size = number(bytes, at + 18, 4);
    const std::uint64_t next = kHeader + name + number(bytes, at + 28, 2) + size;
    if (size == 0 || next > bytes.size() - at) break;  // The size may come behind the content.
    at += static_cast<std::size_t>(next);
  }
  return names;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool any_ends_with(const std::vector<std::string>& names, std::string_view end) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.ends_with(end); });
}

// The value of "keras_version" in metadata.json; empty: not there, or compressed.
std::string keras_version(std::string_view metadata) {
  constexpr std::string_view kKey = "\"keras_version\"";
  const std::size_t key = metadata.find(kKey);
  if (key == std::string_view::npos) return {};
  const std::size_t begin = metadata.find('"', key + kKey.size());
  if (begin == std::string_view::npos) return {};
  const std::string_view value = metadata.substr(begin + 1, 32);
  return std::string(value.substr(0, value.find('"')));
}

std::string keras_version(const ZipArchive& archive) {
  const ZipEntry* metadata = archive.find("metadata.json");
  if (metadata == nullptr || metadata->size > kMostMetadata) return {};
  const std::vector<std::uint8_t> bytes = archive.read(*metadata);
  return keras_version({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Identity keras_archive(const std::string& version) {
  const std::string what =
      "a .keras archive" + (version.empty() ? std::string() : ", saved by Keras " + version);
  return {FileKind::kKerasArchive, what,
          "A float model in it is quantized as it is: `cnn2snn quantize`."};
}

}  // namespace

std::optional<Identity> identify_zip(std::string_view text) {
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(text.data()),
                                            text.size());
  if (!is_zip(bytes)) return std::nullopt;
  std::vector<std::string> names;
  std::string version;
  try {
    const ZipArchive archive = ZipArchive::open(bytes);
    for (const ZipEntry& entry : archive.entries()) names.push_back(entry.name);
    version = keras_version(archive);
  } catch (const ConversionError&) {
    if (names.empty()) names = names_of_cut(text);
  }
  if (has(names, "model.weights.h5") ||
      (has(names, "config.json") && has(names, "metadata.json"))) {
    return keras_archive(version);
  }
  if (any_ends_with(names, "data.pkl") || any_ends_with(names, "constants.pkl")) {
    return Identity{FileKind::kPyTorch, "a PyTorch model",
                    "Convert from the quantized Keras model (.h5) that it was made from."};
  }
  if (any_ends_with(names, ".npy")) {
    return Identity{FileKind::kNumPy, "a NumPy archive (.npz): arrays, not a model",
                    "Give the model itself."};
  }
  if (any_ends_with(names, "saved_model.pb")) {
    return Identity{FileKind::kSavedModel, "a zip archive of a TensorFlow SavedModel",
                    "Unpack it, load the folder with tf_keras.models.load_model and save it as "
                    "HDF5 with model.save('model.h5')."};
  }
  for (const std::string_view model : {".h5", ".hdf5", ".keras", ".onnx", ".fbz"}) {
    if (any_ends_with(names, model)) {
      return Identity{FileKind::kArchive,
                      "a zip archive with a " + std::string(model) + " file in it",
                      "Unpack it: unzip."};
    }
  }
  return Identity{FileKind::kArchive, "a zip archive", "Unpack it, and give the model in it."};
}

}  // namespace cnn2snn::files
