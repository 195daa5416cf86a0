// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/conversion_error.h"
#include "cli/system.h"

/// Files that are read and written. Failures are ConversionError (kFile) with a path in the reason.
namespace cnn2snn::cli {

/// The whole file, not copied where it need not be (System::map).
FileBytes map_file(System& system, const std::string& path);
/// The same as a copy, for work of minutes: what becomes of the file meanwhile makes no difference.
std::vector<std::uint8_t> read_file(System& system, const std::string& path);

/// What a verb writes. A file is replaced by one of its own kind alone.
enum class OutputKind { kAkida, kKeras, kJson, kSamples };

/// The extension that files of this kind get, e.g. ".fbz".
std::string_view extension_of(OutputKind kind);

/// The one place that writes: refuses to replace a file of another kind; devices and pipes take
/// all.
void write_output(System& system, const std::string& path, std::span<const std::uint8_t> bytes,
                  OutputKind kind);

/// `path` without its last extension, as Python's os.path.splitext cuts it.
std::string without_extension(const std::string& path);
/// The part of `path` that is cut off, with its dot; empty: none.
std::string_view extension(const std::string& path);
/// Whether that is `lower` (".onnx"), in whatever case.
bool has_extension(const std::string& path, std::string_view lower);

/// What is wrong with a name of a file of this kind: it is that of another kind of model (".h5" of
/// an Akida model); empty: nothing.
std::string misnamed(const std::string& path, OutputKind kind);

/// Where what is made of `input` goes. `asked` is the value of --output: empty (beside the input),
/// a folder (exists, or ends with a slash) or a file (the extension is added when it has none).
std::string output_path(System& system, const std::string& input, const std::string& asked,
                        OutputKind kind);

/// What is wrong with the outputs asked for, before anything is made: several inputs that go to one
/// file, an output that is an input, or that is named like a model of another kind; empty: nothing.
std::string wrong_outputs(System& system, const std::vector<std::string>& inputs,
                          const std::string& asked, OutputKind kind);

/// Stands for the standard output as a value of --output.
inline constexpr std::string_view kStandardOutput = "-";

/// Writes the Akida model of a result (`fbz`, `model`, `report`) to a file or the standard output.
/// A failure is one more problem of the report, and nothing is left of the model.
template <class Result>
void save_akida(System& system, const std::string& path, Result& result) {
  if (path == kStandardOutput) {
    system.out({reinterpret_cast<const char*>(result.fbz.data()), result.fbz.size()});
    return;
  }
  try {
    write_output(system, path, result.fbz, OutputKind::kAkida);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
    result.fbz.clear();
    result.model = {};
  }
}

}  // namespace cnn2snn::cli
