// SPDX-License-Identifier: Apache-2.0
#include "api/call.h"
#include "api/keras_info.h"
#include "api/onnx_model.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "keras/graph.h"

namespace cnn2snn {

InspectResult inspect(std::span<const std::uint8_t> bytes) {
  InspectResult result;
  result.file_bytes = bytes.size();
  guarded(result.report, Step::kRead, [&] {
    result.file = file_kind(bytes);
    if (result.file == FileKind::kAkida) {
      result.model = fbz::read(bytes, &result.report.warnings);
      return;
    }
    if (result.file == FileKind::kOnnx) {
      result.source = onnx_info(onnx::read_model(bytes));
      return;
    }
    result.source = keras_info(keras::load_model(bytes));
  });
  return result;
}

}  // namespace cnn2snn
