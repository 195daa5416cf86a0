// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// The calls that systems do not share. Each system has one file: posix.cpp, windows.cpp. Where
/// something fails, errno tells why.
namespace cnn2snn::cli::platform {

/// First of all: makes the process what the program expects (signals, standard streams of bytes).
/// Returns the arguments without the program's name, in UTF-8 where the system knows of encodings.
std::vector<std::string> begin(int argc, char** argv);

/// Descriptors of the C library, for bytes as they are; -1: it cannot be opened.
int open_to_read(const std::filesystem::path& path);
int open_device(const std::filesystem::path& path);
/// False: what was written before could not be kept.
bool close(int descriptor);

/// The bytes of a file, there as long as the pointer is: in no memory of their own. Sets `size` to
/// their number. nullptr: this file or this system has no such thing. The process ends, with a
/// message, when a page cannot be had because the file was made shorter meanwhile.
std::shared_ptr<const void> map(int descriptor, std::size_t& size);

/// How many were read or written, up to `size`; negative: failed. Interruptions are tried again.
std::ptrdiff_t read(int descriptor, void* bytes, std::size_t size);
std::ptrdiff_t write(int descriptor, const void* bytes, std::size_t size);

bool is_terminal(int descriptor);

/// Tells the existing file behind all links from every other; empty: nothing is there.
std::string identity(const std::filesystem::path& path);

/// A new file beside the one it will replace; removed unless it was moved there, also when the
/// program is stopped (Ctrl-C).
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& beside);
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

  /// -1: none could be made.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// Closes it and puts it in the place of `path`, which is what it was before or all of this.
  [[nodiscard]] bool move_to(const std::filesystem::path& path);

 private:
  int descriptor_ = -1;
  std::filesystem::path path_;
};

/// A hidden name of its own: another process may be writing the same model.
inline std::filesystem::path temporary_path(const std::filesystem::path& beside, long process,
                                            int attempt) {
  std::filesystem::path name = ".";
  name += beside.filename();
  name += "." + std::to_string(process) + "." + std::to_string(attempt) + ".tmp";
  return beside.parent_path() / name;
}

constexpr int kAttempts = 100;

}  // namespace cnn2snn::cli::platform
