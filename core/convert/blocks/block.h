// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"
#include "quantizeml/record/record.h"

/// Sequences of quantized Keras layers that become one Akida layer each.
namespace cnn2snn::blocks {

/// A sequence of layers that ends where values are requantized. Indices into Graph::layers.
struct Block {
  std::vector<std::size_t> all;        ///< In order.
  std::vector<std::size_t> converted;  ///< Without those Akida has no need of (Rescaling, …).
};

/// All that the conversion reads, in one place.
struct Source {
  const keras::Graph& graph;
  const std::vector<std::optional<keras::Shape>>& shapes;
  quantizeml::Recording& recording;
  AkidaVersion version = AkidaVersion::v2;
  bool keep_flatten_shift = false;
};

/// One block, as its converter sees it: `layer(0)` is the first converted layer.
class BlockView {
 public:
  BlockView(const Source& source, const Block& block) : source_(source), block_(block) {}

  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] std::size_t size() const { return block_.converted.size(); }
  [[nodiscard]] const keras::Layer& layer(std::size_t i) const;
  [[nodiscard]] const quantizeml::QuantizedLayer& quantized(std::size_t i) const;
  [[nodiscard]] const keras::Layer& last() const { return layer(size() - 1); }
  /// The bytes of its kernel, taken out of the recording: a large model is not held twice.
  [[nodiscard]] std::vector<std::uint8_t> take_kernel(std::size_t i) const;
  /// Position of the first layer of one of these classes.
  [[nodiscard]] std::optional<std::size_t> find(
      std::initializer_list<std::string_view> classes) const;
  /// The output quantizer of the block: that of its last layer.
  [[nodiscard]] const std::optional<quantizeml::OutputQuantizer>& out_quantizer() const;
  /// Its recorded variables; nullptr when there is none.
  [[nodiscard]] const quantizeml::QuantizedOutput* output() const;
  /// Shape of the tensor that layer i takes, without batch; throws when it is not known.
  [[nodiscard]] const keras::Shape& input_shape(std::size_t i) const;
  /// The same as Keras reports it (quantizeml::reported_shape): -1 where it does not say.
  [[nodiscard]] keras::Shape reported_input_shape(std::size_t i) const;
  [[nodiscard]] std::vector<LayerName> names() const;
  /// "QuantizedConv2D, QuantizedReLU".
  [[nodiscard]] std::string class_names() const;

 private:
  const Source& source_;
  const Block& block_;
};

/// Where a block is converted to.
struct Target {
  akida::Model& model;
  std::vector<std::string> inbounds;  ///< Akida layers the new layer takes.
  Report& report;                     ///< For warnings.
};

/// What checks find in one block: added in the order in which the official converter looks.
class BlockChecks {
 public:
  BlockChecks(const BlockView& block, Report& report) : block_(block), report_(report) {}
  /// Adds a problem unless `condition` holds.
  void expect(bool condition, std::string_view error_class, std::string reason, std::string remedy,
              Rule rule = Rule::kNone);

 private:
  const BlockView& block_;
  Report& report_;
};

/// The classes of a block's layers, from its first to its last: a pattern, known when compiled.
class Sequence {
 public:
  constexpr Sequence(std::initializer_list<std::string_view> classes) : size_(classes.size()) {
    std::copy(classes.begin(), classes.end(), classes_.begin());
  }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr std::string_view operator[](std::size_t i) const { return classes_[i]; }
  [[nodiscard]] constexpr auto begin() const { return classes_.begin(); }
  [[nodiscard]] constexpr auto end() const { return classes_.begin() + size_; }

 private:
  std::array<std::string_view, 5> classes_{};
  std::size_t size_;
};

/// Converts the blocks of some patterns into one type of Akida layer. Each is defined in a file of
/// its own and listed in the table of patterns.cpp.
struct BlockConverter {
  std::string_view akida_layer;
  std::span<const Sequence> patterns;
  /// Rules that need no recorded values.
  void (*check)(const BlockView& block, BlockChecks& checks);
  /// Adds the layer to the model; returns its name. Throws ConversionError.
  std::string (*convert)(const BlockView& block, Target& target);
};

}  // namespace cnn2snn::blocks
