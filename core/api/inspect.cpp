// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "api/call.h"
#include "api/keras_info.h"
#include "api/onnx_model.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "files/hdf5/file.h"
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
      result.keras = onnx_info(onnx::read_model(bytes));
      return;
    }
    const auto file = std::make_shared<const hdf5::File>(hdf5::File::open(bytes));
    result.keras = keras_info(keras::load_graph(file));
  });
  return result;
}

}  // namespace cnn2snn
