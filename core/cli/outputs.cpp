// SPDX-License-Identifier: Apache-2.0
#include "cli/outputs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <new>
#include <set>
#include <string_view>

#include "api/call.h"
#include "base/conversion_error.h"
#include "cli/text.h"
#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/file_kind.h"

namespace cnn2snn::cli {
namespace {

struct KindOfOutput {
  std::string_view extension;
  std::string_view name;
};

/// In the order of OutputKind.
constexpr std::array<KindOfOutput, 4> kKinds = {{
    {".fbz", "an Akida model"},
    {".h5", "a quantized Keras model"},
    {".json", "a JSON file"},
    {".npz", "an .npz file"},
}};

const KindOfOutput& row_of(OutputKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

constexpr std::array<std::string_view, 5> kModelExtensions = {".fbz", ".h5", ".hdf5", ".keras",
                                                              ".onnx"};

bool is_quantized(std::span<const std::uint8_t> h5) {
  const InspectResult model = inspect(h5);
  return model.source && model.source->kind == ModelKind::kQuantizeML;
}

bool is_kind(std::span<const std::uint8_t> bytes, OutputKind kind) {
  const FileKind there = file_kind(bytes);
  switch (kind) {
    case OutputKind::kAkida:
      return there == FileKind::kAkida;
    case OutputKind::kKeras:
      return there == FileKind::kHdf5 && is_quantized(bytes);
    case OutputKind::kJson:
      return there == FileKind::kJson;
    case OutputKind::kSamples:
      return there == FileKind::kNumPy;
  }
  return false;
}

[[noreturn]] void fail_write(const std::string& path, const std::string& why, std::string remedy) {
  fail(ErrorId::kFile, Step::kVerification, text::cannot_write(path, why), std::move(remedy),
       "OSError");
}

/// `read` is given the file and tells why it cannot be read, as System::read does.
template <class Read>
void read_main_file(System& system, const std::string& path, Read read) {
  // The one kind of model that is a folder: its main file tells what it is.
  const std::string main = path + "/saved_model.pb";
  const bool saved_model = system.kind(main) == PathKind::kFile;
  std::string why;
  try {
    why = read(saved_model ? main : path);
  } catch (const std::bad_alloc&) {
    // The other models of the call may have room.
    Problem problem = no_memory(Step::kRead);
    problem.reason = text::cannot_read(path, problem.reason);
    throw ConversionError(problem);
  }
  if (why.empty()) return;
  const bool missing = system.kind(path) == PathKind::kNone && why == "No such file or directory";
  const bool folder = system.kind(path) == PathKind::kFolder;
  fail(ErrorId::kFile, Step::kRead, text::cannot_read(path, missing ? text::kNoFile : why),
       folder ? text::kFolderRemedy : "", "OSError");
}

bool is_folder(System& system, const std::string& path) {
  return path.ends_with('/') || system.kind(path) == PathKind::kFolder;
}

/// Where the name of the file begins.
std::size_t name_position(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? 0 : slash + 1;
}

}  // namespace

FileBytes map_file(System& system, const std::string& path) {
  FileBytes file;
  read_main_file(system, path, [&](const std::string& main) { return system.map(main, file); });
  return file;
}

std::vector<std::uint8_t> read_file(System& system, const std::string& path) {
  std::vector<std::uint8_t> bytes;
  read_main_file(system, path, [&](const std::string& main) { return system.read(main, bytes); });
  return bytes;
}

std::string_view extension_of(OutputKind kind) {
  return row_of(kind).extension;
}

void write_output(System& system, const std::string& path, std::span<const std::uint8_t> bytes,
                  OutputKind kind) {
  if (system.kind(path) == PathKind::kFile) {
    FileBytes there;
    if (const std::string why = system.map(path, there); !why.empty()) fail_write(path, why, {});
    if (!is_kind(there.bytes, kind)) {
      fail_write(path, text::other_kind_there(row_of(kind).name), text::kOtherKindRemedy);
    }
  }
  if (const std::string why = system.write(path, bytes); !why.empty()) fail_write(path, why, {});
}

std::string without_extension(const std::string& path) {
  return path.substr(0, path.size() - extension(path).size());
}

std::string_view extension(const std::string& path) {
  const std::size_t dot = path.find_last_of('.');
  const std::size_t first = path.find_first_not_of('.', name_position(path));
  // Leading dots belong to the name: ".h5" has no extension.
  if (dot == std::string::npos || first == std::string::npos || dot < first) return {};
  return std::string_view(path).substr(dot);
}

bool has_extension(const std::string& path, std::string_view lower) {
  const std::string_view found = extension(path);
  return std::equal(found.begin(), found.end(), lower.begin(), lower.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  });
}

std::string misnamed(const std::string& path, OutputKind kind) {
  for (const std::string_view foreign : kModelExtensions) {
    if (foreign != extension_of(kind) && has_extension(path, foreign)) {
      return text::named_like_another(path, row_of(kind).name, extension_of(kind));
    }
  }
  return {};
}

std::string output_path(System& system, const std::string& input, const std::string& asked,
                        OutputKind kind) {
  const std::string ending(extension_of(kind));
  const std::string stem = without_extension(input);
  if (asked.empty()) return stem + ending;
  if (is_folder(system, asked)) {
    return asked + (asked.back() == '/' ? "" : "/") + stem.substr(name_position(stem)) + ending;
  }
  const bool takes_any_name = system.kind(asked) == PathKind::kDevice;
  return extension(asked).empty() && !takes_any_name ? asked + ending : asked;
}

std::string wrong_outputs(System& system, const std::vector<std::string>& inputs,
                          const std::string& asked, OutputKind kind) {
  const bool one_file = asked == kStandardOutput || (!asked.empty() && !is_folder(system, asked));
  if (one_file && inputs.size() > 1) return text::several_outputs();
  if (asked == kStandardOutput) return {};
  // How often a file is an input: thousands need not be held against each other.
  std::map<std::string, int> times;
  for (const std::string& input : inputs) ++times[system.identity(input)];
  std::set<std::string> outputs;
  for (const std::string& input : inputs) {
    const std::string path = output_path(system, input, asked, kind);
    const std::string output = std::filesystem::path(path).lexically_normal().string();
    if (!outputs.insert(output).second) return text::same_output(output);
    const std::string there = system.identity(path);
    if (const auto found = times.find(there); !there.empty() && found != times.end()) {
      // A single input in the place of its own output is of the output's kind already: reading it
      // says so.
      const bool own = asked.empty() && system.identity(input) == there;
      if (found->second > (own ? 1 : 0)) return text::output_is_input(output);
    }
    if (std::string wrong = misnamed(path, kind); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace cnn2snn::cli
