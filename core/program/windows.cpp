// SPDX-License-Identifier: Apache-2.0
//
// Windows: paths are UTF-16 there, UTF-8 in the program (std::filesystem converts).
#include <windows.h>
// Below the header it needs.
#include <fcntl.h>
#include <io.h>
#include <shellapi.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "program/platform.h"

namespace cnn2snn::cli::platform {
namespace {

namespace fs = std::filesystem;

// The temporary file there is now; the handler of Ctrl-C runs in a thread of its own.
SRWLOCK temporary_lock = SRWLOCK_INIT;
std::wstring temporary_file;

class Locked {
 public:
  Locked() { ::AcquireSRWLockExclusive(&temporary_lock); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { ::ReleaseSRWLockExclusive(&temporary_lock); }
};

// The lock is kept: nothing can be moved into place any more, and the process ends.
BOOL WINAPI remove_and_stop(DWORD /*event*/) {
  ::AcquireSRWLockExclusive(&temporary_lock);
  if (!temporary_file.empty()) ::DeleteFileW(temporary_file.c_str());
  return FALSE;
}

/// In the C library's terms.
void set_errno() {
  switch (::GetLastError()) {
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
      errno = EEXIST;
      break;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
      errno = ENOENT;
      break;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
      errno = ENOSPC;
      break;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_WRITE_PROTECT:
      errno = EACCES;
      break;
    default:
      errno = EIO;
  }
}

/// Others may remove it while it is open: remove_and_stop does.
int create_new(const fs::path& path) {
  const HANDLE handle =
      ::CreateFileW(path.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                    CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    set_errno();
    return -1;
  }
  return ::_open_osfhandle(reinterpret_cast<std::intptr_t>(handle), _O_WRONLY | _O_BINARY);
}

std::string utf8(const wchar_t* text) {
  const int size = ::WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(std::max(size, 1)), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text, -1, out.data(), size, nullptr, nullptr);
  out.pop_back();  // The zero at the end.
  return out;
}

UINT code_page_before = 0;

void restore_code_page() {
  ::SetConsoleOutputCP(code_page_before);
}

/// The descriptors take no more than an int at once.
unsigned int part(std::size_t size) {
  return static_cast<unsigned int>(std::min<std::size_t>(size, 1U << 30));
}

}  // namespace

std::vector<std::string> begin(int /*argc*/, char** /*argv*/) {
  for (const int stream : {0, 1, 2}) ::_setmode(stream, _O_BINARY);
  // The texts are UTF-8 on a console too; it may be the shell's, which gets its own back.
  code_page_before = ::GetConsoleOutputCP();
  if (code_page_before != 0 && ::SetConsoleOutputCP(CP_UTF8) != 0) std::atexit(restore_code_page);

  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> wide(
      ::CommandLineToArgvW(::GetCommandLineW(), &count), ::LocalFree);
  std::vector<std::string> arguments;
  for (int i = 1; i < count; ++i) {
    std::string argument = utf8(wide.get()[i]);
    // The command line knows one separator of folders, which Windows takes as well as its own (but
    // not behind \\?\, which means: as it is written).
    if (!argument.starts_with("\\\\?\\")) std::replace(argument.begin(), argument.end(), '\\', '/');
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

int open_to_read(const fs::path& path) {
  return ::_wopen(path.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
}

int open_device(const fs::path& path) {
  return ::_wopen(path.c_str(), _O_WRONLY | _O_BINARY | _O_NOINHERIT);
}

bool close(int descriptor) {
  return ::_close(descriptor) == 0;
}

std::ptrdiff_t read(int descriptor, void* bytes, std::size_t size) {
  return ::_read(descriptor, bytes, part(size));
}

std::ptrdiff_t write(int descriptor, const void* bytes, std::size_t size) {
  return ::_write(descriptor, bytes, part(size));
}

std::shared_ptr<const void> map(int /*descriptor*/, std::size_t& /*size*/) {
  return nullptr;  // Nobody could replace the file while it is mapped.
}

bool is_terminal(int descriptor) {
  // _isatty is true for the device NUL as well.
  DWORD mode = 0;
  return ::GetConsoleMode(reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor)), &mode) != 0;
}

std::string identity(const fs::path& path) {
  constexpr DWORD kShared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  // A folder is opened only with the right to make backups.
  const HANDLE handle = ::CreateFileW(path.c_str(), 0, kShared, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (handle == INVALID_HANDLE_VALUE) return {};
  BY_HANDLE_FILE_INFORMATION file{};
  const bool known = ::GetFileInformationByHandle(handle, &file) != 0;
  ::CloseHandle(handle);
  if (!known) return {};
  return std::to_string(file.dwVolumeSerialNumber) + ":" + std::to_string(file.nFileIndexHigh) +
         ":" + std::to_string(file.nFileIndexLow);
}

TemporaryFile::TemporaryFile(const fs::path& beside) {
  static const bool handled = ::SetConsoleCtrlHandler(remove_and_stop, TRUE) != 0;
  static_cast<void>(handled);
  const Locked locked;
  for (int attempt = 0; descriptor_ < 0 && attempt < kAttempts; ++attempt) {
    path_ = temporary_path(beside, static_cast<long>(::GetCurrentProcessId()), attempt);
    descriptor_ = create_new(path_);
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ >= 0) temporary_file = path_.native();
}

TemporaryFile::~TemporaryFile() {
  const Locked locked;
  if (descriptor_ >= 0) ::_close(descriptor_);
  if (!temporary_file.empty()) ::DeleteFileW(path_.c_str());
  temporary_file.clear();
}

bool TemporaryFile::move_to(const fs::path& path) {
  const bool closed = ::_close(descriptor_) == 0;
  descriptor_ = -1;
  const Locked locked;
  if (!closed) return false;
  if (::MoveFileExW(path_.c_str(), path.c_str(),
                    MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0) {
    set_errno();
    return false;
  }
  temporary_file.clear();
  return true;
}

}  // namespace cnn2snn::cli::platform
