// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "files/kind/signatures.h"

namespace cnn2snn::files {
namespace {

struct Beginning {
  std::string_view text;  ///< In lower case.
  FileKind kind;
  std::string_view what;
  std::string_view next_step;
};

constexpr std::string_view kDownload =
    "Download the model again, through the site's raw or download link.";
constexpr std::string_view kSaveAsH5 = "In Keras, save the model with model.save('model.h5').";

constexpr std::array kBeginnings = {
    Beginning{"version https://git-lfs", FileKind::kGitLfs,
              "a Git LFS pointer, not the model itself",
              "Fetch the real file with 'git lfs pull'."},
    Beginning{"<!doctype", FileKind::kWebPage, "a web page, not a model", kDownload},
    Beginning{"<html", FileKind::kWebPage, "a web page, not a model", kDownload},
    Beginning{"<head", FileKind::kWebPage, "a web page, not a model", kDownload},
    Beginning{"<?xml", FileKind::kWebPage, "XML text (a web page or an error message), not a model",
              kDownload},
    Beginning{"{", FileKind::kJson, "JSON text, not an HDF5 file",
              "A model description alone has no weights: save the whole model with "
              "model.save('model.h5')."},
    Beginning{"[", FileKind::kJson, "JSON text, not an HDF5 file",
              "A model description alone has no weights: save the whole model with "
              "model.save('model.h5')."},
    Beginning{"saved_model_schema_version", FileKind::kSavedModel,
              "a TensorFlow SavedModel in text form",
              "Load its folder with tf_keras.models.load_model and save it as HDF5 with "
              "model.save('model.h5')."},
};

std::string lower_start(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size()));
  std::string start(text.substr(0, 64));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return start;
}

bool is_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\r' || c == '\t';
  });
}

}  // namespace

std::optional<Identity> identify_text(std::string_view bytes) {
  if (!is_text(bytes.substr(0, 512))) return std::nullopt;
  const std::string start = lower_start(bytes);
  for (const Beginning& known : kBeginnings) {
    if (start.starts_with(known.text)) {
      return Identity{known.kind, std::string(known.what), std::string(known.next_step)};
    }
  }
  return Identity{FileKind::kText, "text, not an HDF5 file", std::string(kSaveAsH5)};
}

}  // namespace cnn2snn::files
