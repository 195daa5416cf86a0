// SPDX-License-Identifier: Apache-2.0
#include "cli/calibration_samples.h"

#include "cli/outputs.h"
#include "files/npz/npz.h"

namespace cnn2snn::cli {
namespace {

std::vector<std::int64_t> input_shape(const Source& model, const std::vector<std::int64_t>& asked) {
  if (!asked.empty()) return asked;
  const InspectResult inspected = inspect(model);
  if (inspected.source) {
    for (const SourceLayer& layer : inspected.source->layers) {
      if (layer.class_name == "InputLayer") return layer.output_shape;
    }
  }
  return {};
}

}  // namespace

Samples calibration_samples(System& system, const std::string& path, const Source& model,
                            const std::vector<std::int64_t>& asked) {
  if (system.kind(path) == PathKind::kFolder) {
    return system.pictures(path, input_shape(model, asked)).samples;
  }
  const FileBytes file = map_file(system, path);
  return samples_of(npz::concatenate(npz::read_arrays(file.bytes)));
}

}  // namespace cnn2snn::cli
