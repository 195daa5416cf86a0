// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/library.h"

#include "base/conversion_error.h"
#include "files/hdf5/variable_strings.h"

namespace cnn2snn::hdf5 {
namespace {

std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

bool set_up_library() {
  return H5dont_atexit() >= 0 && H5open() >= 0 && H5PLset_loading_state(0) >= 0 &&
         H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0 && register_variable_strings();
}

herr_t keep_innermost(unsigned /*depth*/, const H5E_error2_t* error, void* text) noexcept {
  // H5E_WALK_UPWARD visits the innermost entry first.
  auto* kept = static_cast<std::string*>(text);
  if (kept->empty() && error->desc != nullptr) *kept = error->desc;
  return 0;
}

}  // namespace

Session::Session() : lock_(library_mutex()) {
  static const bool ready = set_up_library();
  if (!ready) fail(ErrorId::kInternal, Step::kRead, "The HDF5 library could not be started.");
  H5Eclear2(H5E_DEFAULT);
}

std::string last_error() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  return text;
}

void fail_corrupt(const std::string& action) {
  const std::string reason = last_error();
  fail(ErrorId::kHdf5Corrupt, Step::kRead,
       action + " failed" + (reason.empty() ? "." : " (HDF5: " + reason + ")."),
       "The file is damaged or incomplete: copy or download it again, or save the model again.");
}

void fail_unsupported(const std::string& reason) {
  fail(ErrorId::kHdf5Unsupported, Step::kRead, reason,
       "Load the model in Keras and save it again as a plain .h5 file.");
}

void fail_limit(const std::string& reason) {
  fail(ErrorId::kLimit, Step::kRead, reason,
       "Such a file cannot come from Keras: load the model there and save it again.");
}

}  // namespace cnn2snn::hdf5
