// SPDX-License-Identifier: Apache-2.0
#include "program/native_system.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "program/platform.h"

namespace cnn2snn::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kOutput = 1;  // Descriptors of the standard streams.
constexpr int kError = 2;

/// An open file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) platform::close(value_);
  }
  [[nodiscard]] int value() const { return value_; }
  /// Errors of a delayed write show up here.
  [[nodiscard]] bool close() {
    const int value = value_;
    value_ = -1;
    return platform::close(value);
  }

 private:
  int value_;
};

/// The texts are UTF-8, which a path of Windows takes them for only when it is told; elsewhere they
/// are the bytes that they are.
fs::path to_path(const std::string& text) {
  return std::u8string(text.begin(), text.end());
}

std::string last_error() {
  return std::strerror(errno);
}

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const std::ptrdiff_t written = platform::write(descriptor, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_all(int descriptor, std::string_view text) {
  return write_all(descriptor, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

std::string NativeSystem::read(const std::string& path, std::vector<std::uint8_t>& bytes) {
  const PathKind there = kind(path);
  if (there == PathKind::kFolder) return std::strerror(EISDIR);
  const Descriptor file(platform::open_to_read(to_path(path)));
  if (file.value() < 0) return last_error();
  std::error_code error;
  const std::uintmax_t expected =
      there == PathKind::kFile ? fs::file_size(to_path(path), error) : 0;
  std::size_t size = 0;
  // One byte more than expected shows the end of the file without a second allocation; pipes tell
  // no size and grow.
  bytes.resize(expected > 0 && !error ? static_cast<std::size_t>(expected) + 1 : 1U << 16);
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
    const std::ptrdiff_t count =
        platform::read(file.value(), bytes.data() + size, bytes.size() - size);
    if (count < 0) return last_error();
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return {};
}

std::string NativeSystem::map(const std::string& path, FileBytes& file) {
  if (kind(path) == PathKind::kFile) {
    const Descriptor there(platform::open_to_read(to_path(path)));
    std::size_t size = 0;
    if (there.value() >= 0) file.keeper = platform::map(there.value(), size);
    if (file.keeper != nullptr) {
      file.bytes = {static_cast<const std::uint8_t*>(file.keeper.get()), size};
      return {};
    }
  }
  return System::map(path, file);
}

std::string NativeSystem::write(const std::string& text, std::span<const std::uint8_t> bytes) {
  const PathKind there = kind(text);
  const fs::path asked = to_path(text);
  if (there == PathKind::kFolder) return std::strerror(EISDIR);
  if (there == PathKind::kDevice) {
    // As it was asked for: what the link of a pipe (/dev/stdout) points to is no path.
    Descriptor device(platform::open_device(asked));
    const bool written = device.value() >= 0 && write_all(device.value(), bytes) && device.close();
    return written ? std::string() : last_error();
  }
  std::error_code error;
  const fs::path path = fs::is_symlink(asked, error) ? fs::weakly_canonical(asked, error) : asked;
  if (path.empty()) return error.message();
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  platform::TemporaryFile file(path);
  if (file.descriptor() < 0) return last_error();
  const bool written = write_all(file.descriptor(), bytes) && file.move_to(path);
  return written ? std::string() : last_error();
}

PathKind NativeSystem::kind(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(to_path(path), error);
  if (!fs::exists(status)) return PathKind::kNone;
  if (fs::is_directory(status)) return PathKind::kFolder;
  return fs::is_regular_file(status) ? PathKind::kFile : PathKind::kDevice;
}

std::string NativeSystem::identity(const std::string& path) {
  return platform::identity(to_path(path));
}

std::optional<std::string> NativeSystem::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

bool NativeSystem::error_is_terminal() {
  return platform::is_terminal(kError);
}

void NativeSystem::err(std::string_view text) {
  (void)write_all(kError, text);
}

bool NativeSystem::write_output(std::string_view text) {
  return write_all(kOutput, text);
}

}  // namespace cnn2snn::cli
