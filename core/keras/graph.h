// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keras/value.h"

namespace cnn2snn::hdf5 {
class File;
}

namespace cnn2snn::keras {

/// Dimensions without the batch; -1: unknown (None).
using Shape = std::vector<std::int64_t>;

/// Elements in memory that copies of a graph share.
class SharedValues {
 public:
  SharedValues() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): wherever elements are set, they are a vector.
  SharedValues(std::vector<float> values)
      : values_(std::make_shared<const std::vector<float>>(std::move(values))) {}
  [[nodiscard]] const std::vector<float>& get() const {
    static const std::vector<float> none;
    return values_ == nullptr ? none : *values_;
  }
  [[nodiscard]] std::size_t size() const { return get().size(); }
  friend bool operator==(const SharedValues& a, const SharedValues& b) {
    return a.values_ == b.values_ || a.get() == b.get();
  }

 private:
  std::shared_ptr<const std::vector<float>> values_;
};

/// A weight of a layer. Its elements stay in the file until they are asked for, so that a model is
/// never held twice; a graph rewrite replaces them by elements in memory.
struct Weight {
  std::string name;  ///< As Keras names it: "conv/kernel:0", "conv/output_quantizer/range_max:0".
  std::string path;  ///< Full HDF5 path; empty: `values` holds the elements.
  Shape shape;
  SharedValues values;
  /// "kernel", "range_max": the last component of the name without ":0".
  [[nodiscard]] std::string_view variable() const;
  /// "output_quantizer": the component before it; empty when that is the layer itself.
  [[nodiscard]] std::string_view owner() const;
};

/// One tensor a layer takes: an output of another layer.
struct Inbound {
  std::size_t layer = 0;  ///< Index in Graph::layers.
  std::int64_t node = 0;
  std::int64_t tensor = 0;
  friend bool operator==(const Inbound&, const Inbound&) = default;
};

struct Layer {
  std::string name;
  std::string class_name;  ///< Without the package: "QuantizedConv2D".
  std::string package;     ///< "Custom" for "Custom>QuantizedConv2D", else empty.
  Value config;            ///< The "config" dict.
  /// Calls of the layer; usually one (none for an InputLayer). Tensors passed by keyword count.
  /// A TFOpLambda's non-tensor arguments are kept in `call_kwargs` of the same index.
  std::vector<std::vector<Inbound>> inbound_nodes;
  std::vector<Value> call_kwargs;
  std::vector<Weight> weights;  ///< In the order of the group's `weight_names`.
  [[nodiscard]] bool is(std::string_view cls) const { return class_name == cls; }
  /// Tensors of the first call (empty for inputs).
  [[nodiscard]] const std::vector<Inbound>& inbounds() const;
  /// The weight whose last component is `variable` and owner is `owner`; nullptr: none.
  [[nodiscard]] const Weight* weight(std::string_view variable, std::string_view owner = {}) const;
};

/// A Keras model: layers in the order of the file (= model.layers).
struct Graph {
  std::string name;
  std::string class_name;     ///< "Functional", "Model" or "Sequential".
  std::string keras_version;  ///< Of the Keras that saved the file; empty: the file does not say.
  bool sequential = false;  ///< Keras then hides the InputLayer (layers[0] here) from model.layers.
  /// False: a Sequential that declares no input shape (Keras has no outputs for it either).
  bool built = true;
  std::vector<Layer> layers;  ///< A Sequential's InputLayer is made up when the file has none.
  std::vector<Inbound> inputs;
  std::vector<Inbound> outputs;
  std::shared_ptr<const hdf5::File>
      file;  ///< Where weights with a path are read from; may be null.

  /// Output shape of every layer (first output tensor), as infer_shapes gives it. Kept: whoever
  /// changes links, inputs or configurations by hand after the first call has to say `changed`.
  [[nodiscard]] const std::vector<std::optional<Shape>>& shapes() const;
  void changed() { shapes_.reset(); }
  void set_shapes(std::vector<std::optional<Shape>> shapes) { shapes_ = std::move(shapes); }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view layer_name) const;
  /// Elements of a weight, from memory or from the file. Throws ConversionError naming the weight.
  [[nodiscard]] std::vector<float> read(const Weight& weight) const;
  /// The same without a copy where the elements stand in memory already; else read into a buffer
  /// that can be used again for the next weight. Valid as long as the graph, its file and `buffer`.
  [[nodiscard]] std::span<const float> read(const Weight& weight, std::vector<float>& buffer) const;

 private:
  mutable std::optional<std::vector<std::optional<Shape>>> shapes_;
};

/// Whether this version of Keras ("3.10.0", "2.19.0") is 3 or newer.
bool is_keras3(std::string_view version);

/// Builds the graph of the model in `file`. Throws ConversionError (Step::kParse).
/// A nested model stays one layer (class "Functional"/"Sequential") whose config holds the rest.
Graph load_graph(std::shared_ptr<const hdf5::File> file);

/// The graph of the model in these bytes: an .h5 or a .keras file, saved by Keras 2 or 3. A model
/// of Keras 3 comes out as Keras 2 would have saved it. Where `bytes` is an .h5 they must outlive
/// the graph. Throws ConversionError (Step::kRead, Step::kParse).
Graph load_model(std::span<const std::uint8_t> bytes);

/// Output shape of every layer (first output tensor), without batch, by Keras's rules; index as
/// Graph::layers. As in Keras, a layer whose calls give different shapes has none. Unknown layer
/// classes and impossible shapes give nullopt (and so do their descendants). Covers Keras,
/// QuantizeML and legacy classes.
std::vector<std::optional<Shape>> infer_shapes(const Graph& graph);

}  // namespace cnn2snn::keras
