// SPDX-License-Identifier: Apache-2.0
//
// Linux, macOS and their like.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cerrno>
#include <csignal>

#include "program/platform.h"

namespace cnn2snn::cli::platform {
namespace {

namespace fs = std::filesystem;

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
    sigemptyset(&held);
    for (const int signal : kStoppingSignals) sigaddset(&held, signal);
    ::sigprocmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// Memory that is given back stays with the process: a model's layers ask for the same sizes again
/// and again, and pages fresh from the kernel cost more than the work done in them.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace

std::vector<std::string> begin(int argc, char** argv) {
  // A limit of a file's size is an error of writing like any other.
  std::signal(SIGXFSZ, SIG_IGN);
  keep_memory();
  return {argv + (argc > 0 ? 1 : 0), argv + argc};
}

int open_to_read(const fs::path& path) {
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

int open_device(const fs::path& path) {
  return ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
}

bool close(int descriptor) {
  return ::close(descriptor) == 0;
}

std::ptrdiff_t read(int descriptor, void* bytes, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(descriptor, bytes, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

std::ptrdiff_t write(int descriptor, const void* bytes, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::write(descriptor, bytes, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

std::string identity(const fs::path& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return {};
  return std::to_string(file.st_dev) + ":" + std::to_string(file.st_ino);
}

TemporaryFile::TemporaryFile(const fs::path& beside) {
  const SignalsHeld held;
  temporary_file = nullptr;
  for (const int signal : kStoppingSignals) {
    // What the shell told a background job to ignore stays ignored.
    if (std::signal(signal, remove_and_stop) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
  for (int attempt = 0; descriptor_ < 0 && attempt < kAttempts; ++attempt) {
    path_ = temporary_path(beside, ::getpid(), attempt);
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ >= 0) temporary_file = path_.c_str();
}

TemporaryFile::~TemporaryFile() {
  const SignalsHeld held;
  if (descriptor_ >= 0) ::close(descriptor_);
  if (temporary_file != nullptr) ::unlink(path_.c_str());
  temporary_file = nullptr;
}

bool TemporaryFile::move_to(const fs::path& path) {
  // Errors of a delayed write show up where it is closed.
  const bool closed = ::close(descriptor_) == 0;
  descriptor_ = -1;
  const SignalsHeld held;
  if (!closed || ::rename(path_.c_str(), path.c_str()) != 0) return false;
  temporary_file = nullptr;
  return true;
}

}  // namespace cnn2snn::cli::platform
