// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cnn2snn/cnn2snn.h"
#include "values.h"

namespace cnn2snn::wasm {

inline InputDType input_dtype_of(std::string_view text) {
  if (text == "int8") return InputDType::kInt8;
  if (text == "int16") return InputDType::kInt16;
  return InputDType::kUInt8;
}

// check(bytes, {akidaVersion, inputDtype, device}, onProgress) -> JSON
inline std::string check(const val& bytes, const val& options, const val& on_progress) {
  CompatibilityOptions native;
  native.akida_version = akida_version_from(text_of(options, "akidaVersion"));
  native.input_dtype = input_dtype_of(text_of(options, "inputDtype"));
  native.device = text_of(options, "device");
  native.progress = progress_of(on_progress);
  return to_json(check_model_compatibility(copy_in(bytes), native));
}

}  // namespace cnn2snn::wasm
