// SPDX-License-Identifier: Apache-2.0
#include "api/source.h"

#include "api/keras_info.h"
#include "api/onnx_model.h"

namespace cnn2snn {

FileKind Source::Content::file() {
  if (!file_) file_ = file_kind(bytes);
  return *file_;
}

const keras::Graph& Source::Content::keras_graph() {
  if (!keras_graph_) keras_graph_ = keras::load_model(bytes);
  return *keras_graph_;
}

const onnx::Model& Source::Content::onnx_model() {
  if (!onnx_model_) onnx_model_ = onnx::read_model(bytes);
  return *onnx_model_;
}

const SourceModel& Source::Content::model() {
  if (!model_) {
    model_ = file() == FileKind::kOnnx ? onnx_info(onnx_model()) : keras_info(keras_graph());
  }
  return *model_;
}

Source::Source(std::span<const std::uint8_t> bytes) : content_(std::make_unique<Content>(bytes)) {}
Source::Source(Source&& other) noexcept = default;
Source& Source::operator=(Source&& other) noexcept = default;
Source::~Source() = default;

Source open(std::span<const std::uint8_t> bytes) {
  return Source(bytes);
}

std::string_view to_string(ModelKind kind) {
  switch (kind) {
    case ModelKind::kQuantizeML:
      return "quantizeml";
    case ModelKind::kLegacy:
      return "legacy";
    case ModelKind::kFloat:
      break;
  }
  return "float";
}

}  // namespace cnn2snn
