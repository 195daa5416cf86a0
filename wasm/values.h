// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"

/// Between JavaScript's values and ours.
namespace cnn2snn::wasm {

using emscripten::val;

/// The one copy of a Uint8Array: from JavaScript's memory into ours, `to`, of as many bytes.
inline void copy_in(const val& bytes, std::span<std::uint8_t> to) {
  val(emscripten::typed_memory_view(to.size(), to.data())).call<void>("set", bytes);
}

/// A copy for the time of a call. No vector: it would write zeros first, which takes longer than
/// the copy.
class CopiedIn {
 public:
  explicit CopiedIn(const val& bytes)
      : size_(bytes["length"].as<std::size_t>()), copy_(new std::uint8_t[size_]) {
    copy_in(bytes, {copy_.get(), size_});
  }

  operator std::span<const std::uint8_t>() const { return {copy_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<std::uint8_t[]> copy_;
};

/// A copy that is kept.
inline std::vector<std::uint8_t> vector_in(const val& bytes) {
  std::vector<std::uint8_t> copy(bytes["length"].as<std::size_t>());
  copy_in(bytes, copy);
  return copy;
}

/// A Uint8Array of JavaScript's own (views of our memory become invalid when it grows); null
/// without bytes.
inline val copy_out(const std::vector<std::uint8_t>& bytes) {
  if (bytes.empty()) return val::null();
  return val(emscripten::typed_memory_view(bytes.size(), bytes.data())).call<val>("slice");
}

inline bool absent(const val& value) {
  return value.isUndefined() || value.isNull();
}

/// The text of a member; empty where there is none.
inline std::string text_of(const val& object, const char* key) {
  const val value = object[key];
  return absent(value) ? std::string() : value.as<std::string>();
}

inline Progress progress_of(const val& callback) {
  if (absent(callback)) return {};
  return [callback](double fraction, Step step) {
    return callback(fraction, std::string(to_string(step))).as<bool>();
  };
}

/// {akidaVersion, inputDtype, device}
inline CompatibilityOptions compatibility_options(const val& options, const val& on_progress) {
  const std::string dtype = text_of(options, "inputDtype");
  CompatibilityOptions native;
  native.akida_version = akida_version_from(text_of(options, "akidaVersion"));
  if (dtype == "int8") native.input_dtype = InputDType::kInt8;
  if (dtype == "int16") native.input_dtype = InputDType::kInt16;
  native.device = text_of(options, "device");
  native.progress = progress_of(on_progress);
  return native;
}

/// A table; empty without a model.
inline std::string summary_of(const akida::Model& model) {
  return model.layers.empty() ? std::string() : summary(model);
}

}  // namespace cnn2snn::wasm
