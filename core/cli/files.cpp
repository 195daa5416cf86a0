// SPDX-License-Identifier: Apache-2.0
#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "cli/text.h"
#include "cnn2snn/report.h"

namespace cnn2snn::cli {
namespace {

namespace fs = std::filesystem;

/// An open file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int value() const { return value_; }
  /// Errors of a delayed write show up here.
  [[nodiscard]] bool close() {
    const int value = value_;
    value_ = -1;
    return ::close(value) == 0;
  }

 private:
  int value_;
};

/// Removes a temporary file unless it was moved away.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  void keep() { path_.clear(); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

[[noreturn]] void fail_read(const std::string& path, int error) {
  const std::string why = error == ENOENT ? text::kNoFile : std::strerror(error);
  fail(ErrorId::kFile, Step::kRead, text::cannot_read(path, why), {}, "OSError");
}

[[noreturn]] void fail_write(const fs::path& path, const std::string& why) {
  fail(ErrorId::kFile, Step::kVerification, text::cannot_write(path.string(), why), {}, "OSError");
}

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

void write_directly(const fs::path& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.value() < 0 || !write_all(file.value(), bytes) || !file.close()) {
    fail_write(path, std::strerror(errno));
  }
}

// A name of its own in the folder of `path`: another process may be writing the same model.
fs::path temporary_name(const fs::path& path, int attempt) {
  return path.parent_path() / ("." + path.filename().string() + "." + std::to_string(::getpid()) +
                               "." + std::to_string(attempt) + ".tmp");
}

}  // namespace

std::vector<std::uint8_t> read_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.value() < 0 || ::fstat(file.value(), &status) != 0) fail_read(path, errno);
  if (S_ISDIR(status.st_mode)) fail_read(path, EISDIR);
  std::vector<std::uint8_t> bytes;
  std::size_t size = 0;
  // One byte more than expected shows the end of the file without a second allocation; pipes tell
  // no size and grow.
  bytes.resize(S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 1U << 16);
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t count = ::read(file.value(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_read(path, errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

void write_file(const fs::path& asked, std::span<const std::uint8_t> bytes) {
  std::error_code error;
  // Writing through a symbolic link replaces what it points to, not the link.
  const fs::path path = fs::is_symlink(asked, error) ? fs::weakly_canonical(asked, error) : asked;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) fail_write(path, std::strerror(EISDIR));
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_directly(path, bytes);
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);

  int descriptor = -1;
  fs::path temporary;
  for (int attempt = 0; descriptor < 0 && attempt < 100; ++attempt) {
    temporary = temporary_name(path, attempt);
    descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno != EEXIST) break;
  }
  if (descriptor < 0) fail_write(path, std::strerror(errno));
  TemporaryFile guard(temporary);
  Descriptor file(descriptor);
  if (!write_all(file.value(), bytes) || !file.close() ||
      ::rename(guard.path().c_str(), path.c_str()) != 0) {
    fail_write(path, std::strerror(errno));
  }
  guard.keep();
}

std::string without_extension(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  const std::size_t dot = path.find_last_of('.');
  const std::size_t first = path.find_first_not_of('.', name);
  // Leading dots belong to the name: ".h5" has no extension.
  if (dot == std::string::npos || first == std::string::npos || dot < first) return path;
  return path.substr(0, dot);
}

fs::path output_path(const std::string& model, const std::string& asked) {
  if (asked.empty()) return without_extension(model) + ".fbz";
  std::error_code error;
  if (asked.back() == '/' || fs::is_directory(asked, error)) {
    return fs::path(asked) / (fs::path(without_extension(model)).filename().string() + ".fbz");
  }
  const bool device = fs::exists(asked, error) && !fs::is_regular_file(asked, error);
  return without_extension(asked) == asked && !device ? asked + ".fbz" : asked;
}

}  // namespace cnn2snn::cli
