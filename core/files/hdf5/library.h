// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>

#include "cnn2snn/report.h"

namespace cnn2snn::hdf5 {

/// Holds libhdf5 for one thread: the library is not built thread-safe. Sets it up the first time
/// (own error text, no plug-ins) and forgets the errors of earlier calls.
class Session {
 public:
  Session();

 private:
  std::scoped_lock<std::mutex> lock_;
};

/// The innermost reason on HDF5's error stack, e.g. "truncated file: eof = 10, …"; may be empty.
std::string last_error();

/// Throws: `action` failed because of damage; HDF5's own reason is appended.
[[noreturn]] void fail_corrupt(const std::string& action);
/// Throws: the file uses something that is refused.
[[noreturn]] void fail_unsupported(const std::string& reason);
/// Throws: a size beyond what is accepted.
[[noreturn]] void fail_limit(const std::string& reason);

}  // namespace cnn2snn::hdf5
