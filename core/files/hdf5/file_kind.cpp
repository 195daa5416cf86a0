// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/file_kind.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "cnn2snn/report.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::string_view kSaveAsH5 = "In Keras, save it with model.save('model.h5').";

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
    return byte >= 0x20 || c == '\n' || c == '\r' || c == '\t';
  });
}

[[noreturn]] void refuse(std::string reason, std::string_view remedy) {
  fail(ErrorId::kNotHdf5, Step::kRead, std::move(reason), std::string(remedy));
}

void refuse_text(std::string_view text) {
  const std::string start = lower_start(text);
  if (start.starts_with("version https://git-lfs")) {
    refuse("The file is a Git LFS pointer, not the model itself.",
           "Fetch the real file with 'git lfs pull'.");
  }
  if (start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml")) {
    refuse("The file looks like a web page, not a model.",
           "Download the model again, through the site's raw or download link.");
  }
  if (start.starts_with("{") || start.starts_with("[")) {
    refuse("The file is JSON text, not an HDF5 file.",
           "A model description alone has no weights: save the whole model with "
           "model.save('model.h5').");
  }
  if (is_text(text.substr(0, 512))) refuse("The file is text, not an HDF5 file.", kSaveAsH5);
}

void refuse_known_formats(std::string_view text) {
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) {
    refuse("The file is a zip archive; the newer Keras format '.keras' is one.",
           "Load it in Keras and save it as HDF5 with model.save('model.h5').");
  }
  if (text.substr(std::min<std::size_t>(4, text.size()), 4) == "TFL3") {
    refuse("The file is a TensorFlow Lite model.",
           "Convert from the quantized Keras model (.h5) it was made from.");
  }
  if (text.starts_with("\x89PNG") || text.starts_with("\xFF\xD8\xFF") || text.starts_with("GIF8")) {
    refuse("The file is an image, not a model.", kSaveAsH5);
  }
  if (text.starts_with("%PDF")) refuse("The file is a PDF document, not a model.", kSaveAsH5);
  if (text.starts_with("\x1F\x8B")) {
    refuse("The file is compressed with gzip.", "Unpack it first (gunzip).");
  }
  // An ONNX file is a protobuf message that begins with ir_version and producer_name.
  if (text.starts_with("\x08") && text.size() > 4 && (text[2] == '\x12' || text[2] == '\x3A')) {
    refuse("The file looks like an ONNX model.",
           "Only Keras models saved as HDF5 (.h5) can be converted.");
  }
}

}  // namespace

std::optional<std::size_t> signature_position(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t at = 0; at < text.size(); at = at == 0 ? 512 : at * 2) {
    if (text.substr(at, kSignature.size()) == kSignature) return at;
  }
  return std::nullopt;
}

void check_signature(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.empty()) refuse("The file is empty.", kSaveAsH5);
  if (signature_position(bytes)) return;
  refuse_known_formats(text);
  refuse_text(text);
  refuse("The file is not an HDF5 file.", kSaveAsH5);
}

}  // namespace cnn2snn::hdf5
