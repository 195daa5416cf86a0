// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/samples.h"

namespace cnn2snn::cli {

enum class PathKind {
  kNone,    ///< Nothing is there.
  kFile,    ///< A regular file.
  kFolder,  ///< A directory.
  kDevice,  ///< A pipe, a terminal, /dev/null: what is neither.
};

/// Pictures as Keras' `image_dataset_from_directory` makes samples of them.
struct Pictures {
  Samples samples;                       ///< float32 values of 0 to 255.
  std::vector<std::string> files;        ///< One a sample.
  std::vector<std::string> class_names;  ///< Of the sub-folders; empty: there are none.
  std::vector<std::size_t> labels;       ///< Index in class_names, one a sample; empty without.
};

/// The bytes of a file, in memory of their own or where the system keeps the file.
struct FileBytes {
  std::span<const std::uint8_t> bytes;
  std::shared_ptr<const void> keeper;  ///< They are there for as long as this is.
};

/// All that the command line knows of the machine it runs on. Nothing here throws: what goes wrong
/// with a file is said in the C library's words ("Permission denied"); empty: nothing went wrong.
class System {
 public:
  System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  virtual ~System() = default;

  /// The whole file, read once into memory of its size.
  virtual std::string read(const std::string& path, std::vector<std::uint8_t>& bytes) = 0;
  /// The same without a copy where the system can do so. What others change in the file while this
  /// runs may then be seen: for work that is done in a moment.
  virtual std::string map(const std::string& path, FileBytes& file);
  /// `path` is the whole new file or what it was before, also when the program is stopped
  /// meanwhile. Writing through a link replaces what it points to; missing folders are made;
  /// devices and pipes are written to directly.
  virtual std::string write(const std::string& path, std::span<const std::uint8_t> bytes) = 0;
  /// Of what a link points to.
  virtual PathKind kind(const std::string& path) = 0;
  /// Tells the existing file that this leads to from all others; empty: nothing is there.
  virtual std::string identity(const std::string& path) = 0;
  virtual std::optional<std::string> environment(const std::string& name) = 0;
  /// The picture in a file, or those below a folder, as samples of this shape (height, width,
  /// channels), classes and files in Keras' order. Throws ConversionError; so does a system that
  /// has no decoders.
  virtual Pictures pictures(const std::string& path, const std::vector<std::int64_t>& shape);
  /// Whether somebody watches the standard error.
  virtual bool error_is_terminal() = 0;

  /// To the standard output. What is lost is remembered.
  void out(std::string_view text) { output_lost_ = output_lost_ || !write_output(text); }
  [[nodiscard]] bool output_lost() const { return output_lost_; }
  /// To the standard error; nobody is left to be told when that fails.
  virtual void err(std::string_view text) = 0;

 private:
  virtual bool write_output(std::string_view text) = 0;

  bool output_lost_ = false;
};

}  // namespace cnn2snn::cli
