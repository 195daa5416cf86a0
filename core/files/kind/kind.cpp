// SPDX-License-Identifier: Apache-2.0
#include "files/kind/kind.h"

#include <algorithm>
#include <array>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/kind/signatures.h"

namespace cnn2snn::files {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSaveAsH5 = "In Keras, save the model with model.save('model.h5').";
constexpr std::string_view kFromKeras =
    "Convert from the quantized Keras model (.h5) that it was made from.";

/// Formats that a fixed text at a fixed place gives away.
struct Signature {
  std::size_t at;
  std::string_view text;
  FileKind kind;
  std::string_view what;
  std::string_view next_step;
};

constexpr std::array kSignatures = {
    Signature{4, "TFL3", FileKind::kTfLite, "a TensorFlow Lite model", kFromKeras},
    Signature{0, "\x93NUMPY", FileKind::kNumPy, "a NumPy array (.npy), not a model",
              "Give the model itself."},
    Signature{0, "\x1F\x8B"sv, FileKind::kArchive, "compressed with gzip",
              "Unpack it: gunzip -c FILE > model.h5."},
    Signature{0,
              "\xFD"
              "7zXZ"sv,
              FileKind::kArchive, "compressed with xz", "Unpack it: xz -dc FILE > model.h5."},
    Signature{0, "BZh"sv, FileKind::kArchive, "compressed with bzip2",
              "Unpack it: bzip2 -dc FILE > model.h5."},
    Signature{0, "\x28\xB5\x2F\xFD"sv, FileKind::kArchive, "compressed with Zstandard",
              "Unpack it: zstd -dc FILE > model.h5."},
    Signature{0, "7z\xBC\xAF\x27\x1C"sv, FileKind::kArchive, "a 7-Zip archive", "Unpack it: 7z x."},
    Signature{0, "Rar!\x1A\x07"sv, FileKind::kArchive, "a RAR archive", "Unpack it: unrar x."},
    Signature{257, "ustar"sv, FileKind::kArchive, "a tar archive", "Unpack it: tar xf."},
    Signature{0, "\x89PNG", FileKind::kImage, "an image, not a model", kSaveAsH5},
    Signature{0, "\xFF\xD8\xFF", FileKind::kImage, "an image, not a model", kSaveAsH5},
    Signature{0, "GIF8", FileKind::kImage, "an image, not a model", kSaveAsH5},
    Signature{0, "%PDF", FileKind::kDocument, "a PDF document, not a model", kSaveAsH5},
    Signature{0, "GGUF", FileKind::kUnknown, "a GGUF file (llama.cpp)", kSaveAsH5},
    Signature{0, "MATLAB 5.0 MAT-file"sv, FileKind::kUnknown, "a MATLAB file", kSaveAsH5},
};

// LevelDB's number at the end of a table: the index of a TensorFlow checkpoint is one.
constexpr std::string_view kTableEnd("\x57\xFB\x80\x8B\x24\x75\x47\xDB", 8);

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Identity identity(FileKind kind, std::string_view what, std::string_view next_step) {
  return {kind, std::string(what), std::string(next_step)};
}

// Protocols 2 to 5 of pickle begin with the number of the protocol; PyTorch before 1.6 wrote its
// own number (a long of ten bytes) after it.
std::optional<Identity> identify_pickle(std::string_view bytes) {
  if (bytes.size() < 3 || bytes[0] != '\x80' || bytes[1] < 2 || bytes[1] > 5) return std::nullopt;
  if (bytes.substr(2).starts_with("\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19"sv)) {
    return identity(FileKind::kPyTorch, "a PyTorch model", kFromKeras);
  }
  return identity(FileKind::kPickle, "a Python pickle",
                  "Load it where it was made, and save the Keras model in it with "
                  "model.save('model.h5').");
}

// 8 bytes of length, then a JSON object of that length.
bool is_safetensors(std::string_view bytes) {
  if (bytes.size() < 16 || bytes[8] != '{' || bytes[9] != '"') return false;
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return length <= bytes.size() - 8 && bytes[7 + static_cast<std::size_t>(length)] != '\0';
}

std::optional<Identity> identify_binary(std::string_view bytes) {
  if (auto zip = identify_zip(bytes)) return zip;
  for (const Signature& known : kSignatures) {
    if (bytes.size() > known.at && bytes.substr(known.at).starts_with(known.text)) {
      return identity(known.kind, known.what, known.next_step);
    }
  }
  if (auto pickle = identify_pickle(bytes)) return pickle;
  if (is_safetensors(bytes)) {
    return identity(FileKind::kSafetensors, "a safetensors file: weights without a model",
                    kSaveAsH5);
  }
  if (bytes.ends_with(kTableEnd)) {
    return identity(FileKind::kCheckpoint, "the index of a TensorFlow checkpoint",
                    "A checkpoint holds weights alone: build the model, load them with "
                    "model.load_weights, and save it with model.save('model.h5').");
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> hdf5_signature(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  const std::string_view text = as_text(bytes);
  for (std::size_t at = 0; at < text.size(); at = at == 0 ? 512 : at * 2) {
    if (text.substr(at, kSignature.size()) == kSignature) return at;
  }
  return std::nullopt;
}

namespace {

// The signature is made to show what a transfer as text does to a file: line ends change, the
// eighth bit goes, or each byte becomes a character.
bool is_hdf5_as_text(std::string_view bytes) {
  const std::size_t name = bytes.substr(0, 8).find("HDF");
  if (name == std::string_view::npos || name == 0 || name + 3 >= bytes.size()) return false;
  const char after = bytes[name + 3];
  return name < 4 && (after == '\r' || after == '\n');
}

}  // namespace

Identity identify(std::span<const std::uint8_t> bytes) {
  const std::string_view text = as_text(bytes);
  if (text.empty()) {
    return identity(FileKind::kEmpty, "empty",
                    "Copy or download it again, or save the model again.");
  }
  if (hdf5_signature(bytes)) return identity(FileKind::kHdf5, "an HDF5 file", {});
  if (text.find_first_not_of('\0') == std::string_view::npos) {
    return identity(FileKind::kUnknown, "nothing but zeros",
                    "Its copy or download was interrupted: do it again.");
  }
  if (is_hdf5_as_text(text)) {
    return identity(FileKind::kUnknown, "an HDF5 file that was copied as text, which damaged it",
                    "Copy or download it again, as binary.");
  }
  if (auto binary = identify_binary(text)) return *std::move(binary);
  if (auto words = identify_text(text)) return *std::move(words);
  if (auto protobuf = identify_protobuf(text)) return *std::move(protobuf);
  if (is_akida(text)) {
    return identity(FileKind::kAkida, "an Akida model already",
                    "There is nothing to convert; `cnn2snn info` shows what it holds.");
  }
  return identity(FileKind::kUnknown, "not an HDF5 file, nor any other kind known here", kSaveAsH5);
}

void refuse(const Identity& identity) {
  fail(ErrorId::kNotHdf5, Step::kRead, "The file is " + identity.what + ".", identity.next_step);
}

void require_hdf5(std::span<const std::uint8_t> bytes) {
  if (!hdf5_signature(bytes)) refuse(identify(bytes));
}

}  // namespace cnn2snn::files

namespace cnn2snn {

std::string_view to_string(FileKind kind) {
  switch (kind) {
#define CNN2SNN_CASE(name, text) \
  case FileKind::name:           \
    return text;
    CNN2SNN_FILE_KINDS(CNN2SNN_CASE)
#undef CNN2SNN_CASE
  }
  return "unknown";
}

FileKind file_kind(std::span<const std::uint8_t> bytes) {
  return files::identify(bytes).kind;
}

}  // namespace cnn2snn
