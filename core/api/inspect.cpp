// SPDX-License-Identifier: Apache-2.0
#include "api/call.h"
#include "api/preconditions.h"
#include "api/source.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"

namespace cnn2snn {

InspectResult inspect(const Source& source) {
  InspectResult result;
  Source::Content& content = source.content();
  result.file_bytes = content.bytes.size();
  guarded(result.report, Step::kRead, [&] {
    result.file = content.file();
    if (result.file == FileKind::kAkida) {
      result.model = fbz::read(content.bytes, &result.report.warnings);
      return;
    }
    result.source = content.model();
    if (result.file == FileKind::kOnnx) return;
    if (auto wrapped = wrapped_quantized_model(content.keras_graph())) {
      result.report.warnings.push_back(*std::move(wrapped));
    }
  });
  return result;
}

InspectResult inspect(std::span<const std::uint8_t> bytes) {
  return inspect(open(bytes));
}

}  // namespace cnn2snn
