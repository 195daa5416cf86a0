// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/archive.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/hdf5/file.h"
#include "files/zip/zip.h"
#include "keras/value.h"

namespace cnn2snn::keras3 {
namespace {

constexpr std::uint64_t kMaxJsonBytes = std::uint64_t{64} << 20;
// Keras does not pack the weights, and weights hardly pack: what claims to unpack to this many
// times the whole archive is no model.
constexpr std::uint64_t kMaxRatio = 32;
constexpr std::uint64_t kAlwaysTaken = std::uint64_t{64} << 20;

std::vector<std::uint8_t> read_member(const files::ZipArchive& archive, const std::string& name,
                                      std::uint64_t most_bytes) {
  const files::ZipEntry* entry = archive.find(name);
  if (entry == nullptr) {
    fail(ErrorId::kNoModelConfig, Step::kParse, "The .keras archive holds no '" + name + "'.",
         "Save the whole model with model.save('model.keras').");
  }
  if (entry->size > most_bytes) {
    fail(ErrorId::kLimit, Step::kRead,
         "'" + name + "' in the .keras archive unpacks to " + std::to_string(entry->size) +
             " bytes, more than " + std::to_string(most_bytes) + ".");
  }
  return archive.read(*entry);
}

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

// The bytes of an HDF5 file that nothing else holds.
struct OwnedFile {
  explicit OwnedFile(std::vector<std::uint8_t> content)
      : bytes(std::move(content)), file(hdf5::File::open(bytes)) {}

  std::vector<std::uint8_t> bytes;
  hdf5::File file;
};

}  // namespace

Archive read_archive(std::span<const std::uint8_t> bytes) {
  const files::ZipArchive archive = files::ZipArchive::open(bytes);
  Archive out;
  out.config = text_of(read_member(archive, "config.json", kMaxJsonBytes));
  if (archive.find("metadata.json") != nullptr) {
    const std::string metadata = text_of(read_member(archive, "metadata.json", kMaxJsonBytes));
    out.keras_version = keras::parse_json(metadata)["keras_version"].as_string();
  }
  const std::uint64_t most = std::max(kAlwaysTaken, std::uint64_t{bytes.size()} * kMaxRatio);
  const auto owned =
      std::make_shared<const OwnedFile>(read_member(archive, "model.weights.h5", most));
  out.weights = std::shared_ptr<const hdf5::File>(owned, &owned->file);
  return out;
}

}  // namespace cnn2snn::keras3
