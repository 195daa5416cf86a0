// SPDX-License-Identifier: Apache-2.0
//
// Linux, macOS and their like.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "cli/exit_codes.h"
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

// Of a mapped file: a page behind its end, or one that the disk does not give.
extern "C" void stop_at_lost_page(int /*signal*/) {
  constexpr std::string_view kMessage =
      "cnn2snn: A file became shorter, or could not be read on, while it was being used.\n";
  if (const char* const path = temporary_file) ::unlink(path);
  if (::write(STDERR_FILENO, kMessage.data(), kMessage.size()) < 0) ::_exit(kFileError);
  ::_exit(kFileError);
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

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
/// Most models need no more memory than this at once, their file aside.
constexpr std::size_t kHeap = std::size_t{64} << 20;

/// The heap grows by as much (of which only what is written to becomes memory), and its first piece
/// is of large pages.
void enlarge_pages() {
  mallopt(M_TOP_PAD, kHeap);
  // More than is there already: the heap has to grow.
  std::size_t size = std::size_t{1} << 20;
  void* const first = std::malloc(size);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* whole = first;
  if (first != nullptr && std::align(page, page, whole, size) != nullptr) {
    const auto begin = reinterpret_cast<std::uintptr_t>(whole);
    const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    // Where that is not to be had the pages stay small.
    if (begin < end && end - begin <= 2 * kHeap) {
      (void)::madvise(whole, end - begin, MADV_HUGEPAGE);
    }
  }
  std::free(first);
}
#endif

/// Memory that is given back stays with the process: a model's layers ask for the same sizes again
/// and again, and pages fresh from the kernel cost more than the work done in them.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#ifdef MADV_HUGEPAGE
  enlarge_pages();
#endif
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

std::shared_ptr<const void> map(int descriptor, std::size_t& size) {
  struct stat file {};
  if (::fstat(descriptor, &file) != 0 || file.st_size <= 0) return nullptr;
  if (static_cast<std::uint64_t>(file.st_size) > SIZE_MAX) return nullptr;
  size = static_cast<std::size_t>(file.st_size);
  std::signal(SIGBUS, stop_at_lost_page);
  void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (bytes == MAP_FAILED) return nullptr;
  return {bytes, [size](void* there) { ::munmap(there, size); }};
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
