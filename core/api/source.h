// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cnn2snn/file_kind.h"
#include "cnn2snn/source.h"
#include "keras/graph.h"
#include "onnx/model.h"

namespace cnn2snn {

/// Each part is read when it is first asked for. What cannot be read throws ConversionError, each
/// time anew.
struct Source::Content {
  explicit Content(std::span<const std::uint8_t> file_bytes) : bytes(file_bytes) {}

  const std::span<const std::uint8_t> bytes;
  FileKind file();
  const keras::Graph& keras_graph();
  const onnx::Model& onnx_model();
  /// Either of them, as reports and pictures need it.
  const SourceModel& model();

 private:
  std::optional<FileKind> file_;
  std::optional<keras::Graph> keras_graph_;
  std::optional<onnx::Model> onnx_model_;
  std::optional<SourceModel> model_;
};

}  // namespace cnn2snn
