// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "files/kind/signatures.h"

namespace cnn2snn::files {
namespace {

/// Text that begins in one way and holds a word: an OpenVINO model is XML with a "<net ".
struct Form {
  std::string_view beginning;  ///< In lower case, as the word.
  std::string_view word;       ///< Among the first characters; empty: none is needed.
  FileKind kind;
  std::string_view what;
  std::string_view next_step;
};

constexpr std::size_t kLooked = 4096;
constexpr std::string_view kDownload =
    "Download the model again, through the site's raw or download link.";
constexpr std::string_view kSaveAsH5 = "In Keras, save the model with model.save('model.h5').";
constexpr std::string_view kFromKeras =
    "Convert from the quantized Keras model (.h5) that it was made from.";
constexpr std::string_view kWebPage = "a web page, not a model";

constexpr std::array kForms = {
    Form{"version https://git-lfs", "", FileKind::kGitLfs,
         "a Git LFS pointer, not the model itself", "Fetch the real file with 'git lfs pull'."},
    Form{"/annex/objects/", "", FileKind::kText, "a git-annex pointer, not the model itself",
         "Fetch the real file with 'git annex get'."},
    Form{"<!doctype", "", FileKind::kWebPage, kWebPage, kDownload},
    Form{"<html", "", FileKind::kWebPage, kWebPage, kDownload},
    Form{"<head", "", FileKind::kWebPage, kWebPage, kDownload},
    Form{"<!--", "<html", FileKind::kWebPage, kWebPage, kDownload},
    Form{"<?xml", "<html", FileKind::kWebPage, kWebPage, kDownload},
    Form{"<?xml", "<net ", FileKind::kText, "an OpenVINO model", kFromKeras},
    Form{"<?xml", "<error", FileKind::kWebPage, "an error message in XML, not a model", kDownload},
    Form{"<?xml", "", FileKind::kText, "XML text, not an HDF5 file", kSaveAsH5},
    Form{"{", "\"modeltopology\"", FileKind::kJson, "a TensorFlow.js model", kFromKeras},
    Form{"{", "\"class_name\"", FileKind::kJson, "a Keras model's description (JSON)",
         "A model description alone has no weights: save the whole model with "
         "model.save('model.h5')."},
    Form{"{", "\"nbformat\"", FileKind::kJson, "a Jupyter notebook",
         "Run it, and let it save the model with model.save('model.h5')."},
    Form{"{\"message\"", "", FileKind::kJson, "an error message in JSON, not a model", kDownload},
    Form{"{\"error", "", FileKind::kJson, "an error message in JSON, not a model", kDownload},
    Form{"{", "", FileKind::kJson, "JSON text, not an HDF5 file", kSaveAsH5},
    Form{"[{", "", FileKind::kJson, "JSON text, not an HDF5 file", kSaveAsH5},
    Form{"[[", "", FileKind::kJson, "JSON text, not an HDF5 file", kSaveAsH5},
    Form{"[\"", "", FileKind::kJson, "JSON text, not an HDF5 file", kSaveAsH5},
    Form{"saved_model_schema_version", "", FileKind::kSavedModel,
         "a TensorFlow SavedModel in text form",
         "Load its folder with tf_keras.models.load_model and save it as HDF5 with "
         "model.save('model.h5')."},
};

/// In lower case, without what stands before the first word.
std::string lower_start(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size()));
  std::string start(text.substr(0, kLooked));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return start;
}

/// How many bytes follow the first one of a character in UTF-8; nullopt: none begins so.
std::optional<std::size_t> following(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first < 0xE0) return 1;
  if (first >= 0xE0 && first < 0xF0) return 2;
  if (first >= 0xF0 && first < 0xF5) return 3;
  return std::nullopt;
}

/// Without control characters, in UTF-8; the last character may be cut off.
bool is_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool blank = byte == '\n' || byte == '\r' || byte == '\t';
    const auto more = following(byte);
    if (!more || (byte < 0x20 && !blank) || byte == 0x7F) return false;
    for (std::size_t i = 0; i < *more && at + 1 < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[++at]) & 0xC0U) != 0x80U) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Identity> identify_text(std::string_view bytes) {
  if (!is_text(bytes.substr(0, 512))) return std::nullopt;
  const std::string start = lower_start(bytes);
  for (const Form& known : kForms) {
    if (start.starts_with(known.beginning) && start.find(known.word) != std::string::npos) {
      return Identity{known.kind, std::string(known.what), std::string(known.next_step)};
    }
  }
  return Identity{FileKind::kText, "text, not an HDF5 file", std::string(kSaveAsH5)};
}

}  // namespace cnn2snn::files
