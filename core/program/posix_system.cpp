// SPDX-License-Identifier: Apache-2.0
#include "program/posix_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "files/pictures/folder.h"

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

constexpr int kStoppingSignals[] = {SIGINT, SIGTERM, SIGHUP};
// The temporary file there is now, for the signal handler; nullptr: none.
const char* volatile temporary_file = nullptr;

extern "C" void remove_and_stop(int signal) {
  if (const char* const path = temporary_file) ::unlink(path);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// While it lives no stopping signal is delivered: what the handler looks at can be changed.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int signal : kStoppingSignals) ::sigaddset(&held, signal);
    ::sigprocmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// A new file beside the one it will replace; removed unless it was moved there, also by Ctrl-C.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& beside) {
    const SignalsHeld held;
    temporary_file = nullptr;
    for (const int signal : kStoppingSignals) {
      // What the shell told a background job to ignore stays ignored.
      if (std::signal(signal, remove_and_stop) == SIG_IGN) std::signal(signal, SIG_IGN);
    }
    // A name of its own: another process may be writing the same model.
    for (int attempt = 0; descriptor_ < 0 && attempt < 100; ++attempt) {
      path_ = (beside.parent_path() /
               ("." + beside.filename().string() + "." + std::to_string(::getpid()) + "." +
                std::to_string(attempt) + ".tmp"))
                  .string();
      descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ < 0 && errno != EEXIST) break;
    }
    if (descriptor_ >= 0) temporary_file = path_.c_str();
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    const SignalsHeld held;
    if (temporary_file != nullptr) ::unlink(path_.c_str());
    temporary_file = nullptr;
  }
  /// -1: none could be made.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool move_to(const fs::path& path) {
    const SignalsHeld held;
    if (::rename(path_.c_str(), path.c_str()) != 0) return false;
    temporary_file = nullptr;
    return true;
  }

 private:
  int descriptor_ = -1;
  std::string path_;
};

std::string last_error() {
  return std::strerror(errno);
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

bool write_all(int descriptor, std::string_view text) {
  return write_all(descriptor, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

std::string PosixSystem::read(const std::string& path, std::vector<std::uint8_t>& bytes) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.value() < 0 || ::fstat(file.value(), &status) != 0) return last_error();
  if (S_ISDIR(status.st_mode)) return std::strerror(EISDIR);
  std::size_t size = 0;
  // One byte more than expected shows the end of the file without a second allocation; pipes tell
  // no size and grow.
  bytes.resize(S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 1U << 16);
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t count = ::read(file.value(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_error();
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return {};
}

std::string PosixSystem::write(const std::string& asked, std::span<const std::uint8_t> bytes) {
  const PathKind there = kind(asked);
  if (there == PathKind::kFolder) return std::strerror(EISDIR);
  if (there == PathKind::kDevice) {
    // As it was asked for: what the link of a pipe (/dev/stdout) points to is no path.
    Descriptor device(::open(asked.c_str(), O_WRONLY | O_CLOEXEC));
    const bool written = device.value() >= 0 && write_all(device.value(), bytes) && device.close();
    return written ? std::string() : last_error();
  }
  std::error_code error;
  const fs::path path =
      fs::is_symlink(asked, error) ? fs::weakly_canonical(asked, error) : fs::path(asked);
  if (path.empty()) return error.message();
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  TemporaryFile temporary(path);
  if (temporary.descriptor() < 0) return last_error();
  Descriptor file(temporary.descriptor());
  const bool written = write_all(file.value(), bytes) && file.close() && temporary.move_to(path);
  return written ? std::string() : last_error();
}

PathKind PosixSystem::kind(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return PathKind::kNone;
  if (fs::is_directory(status)) return PathKind::kFolder;
  return fs::is_regular_file(status) ? PathKind::kFile : PathKind::kDevice;
}

bool PosixSystem::same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return fs::equivalent(one, other, error);
}

std::optional<std::string> PosixSystem::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

Pictures PosixSystem::pictures(const std::string& path, const std::vector<std::int64_t>& shape) {
  pictures::PictureFolder folder;
  if (kind(path) == PathKind::kFolder) {
    folder = pictures::list_pictures(path);
  } else {
    folder.files.emplace_back(path);
  }
  Pictures all;
  for (const fs::path& file : folder.files) all.files.push_back(file.string());
  all.class_names = folder.class_names;
  all.labels = folder.labels;
  all.samples = pictures::picture_samples(std::move(folder), shape);
  return all;
}

bool PosixSystem::error_is_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

void PosixSystem::err(std::string_view text) {
  (void)write_all(STDERR_FILENO, text);
}

bool PosixSystem::write_output(std::string_view text) {
  return write_all(STDOUT_FILENO, text);
}

}  // namespace cnn2snn::cli
