// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cnn2snn {

/// How a model was quantized.
enum class ModelKind : std::uint8_t { kFloat, kQuantizeML, kLegacy };
std::string_view to_string(ModelKind kind);  ///< "float", "quantizeml", "legacy".

/// A layer of the source (a node of an ONNX graph) as far as a report or a picture needs it (no
/// weights).
struct SourceLayer {
  std::string name;
  std::string class_name;                  ///< As in the file, e.g. "Custom>QuantizedConv2D".
  std::vector<std::string> inbounds;       ///< Names of layers.
  std::vector<std::int64_t> output_shape;  ///< Without batch; -1 for an unknown size; may be empty.
  std::string akida_layer;                 ///< The Akida layer it became part of; empty: none.
  bool ignored = false;                    ///< After the first Dequantizer: left to the host.
  std::uint64_t parameters = 0;            ///< Elements of its weights.
  std::uint64_t macs = 0;  ///< Multiply-accumulates of one inference; 0 where not known.
};

/// What a conversion starts from: a Keras model, or an ONNX graph.
struct SourceModel {
  std::string name;
  ModelKind kind = ModelKind::kFloat;
  std::vector<SourceLayer> layers;
};

/// A model's file, to be shown, checked, quantized and converted: the first of these calls reads
/// and parses it, the others take what is there. Not to be used by two threads at once.
class Source {
 public:
  ~Source();
  Source(Source&& other) noexcept;
  Source& operator=(Source&& other) noexcept;

  struct Content;  ///< Of this library alone (core/api/source.h).
  [[nodiscard]] Content& content() const { return *content_; }

 private:
  friend Source open(std::span<const std::uint8_t> bytes);
  explicit Source(std::span<const std::uint8_t> bytes);
  std::unique_ptr<Content> content_;
};

/// Says nothing about the file yet. `bytes` are not copied: they must stay as they are for as long
/// as the Source lives.
Source open(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn
