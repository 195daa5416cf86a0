// SPDX-License-Identifier: Apache-2.0
#include "keras/save_graph.h"

#include <gtest/gtest.h>

#include "cnn2snn/cnn2snn.h"
#include "files/hdf5/file.h"
#include "fixtures.h"

namespace cnn2snn::keras {
namespace {

Graph load(const std::vector<std::uint8_t>& bytes) {
  return load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(bytes)));
}

void expect_same(const Graph& a, const Graph& b, const std::string& model) {
  ASSERT_EQ(a.layers.size(), b.layers.size()) << model;
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.inputs, b.inputs) << model;
  EXPECT_EQ(a.outputs, b.outputs) << model;
  for (std::size_t i = 0; i < a.layers.size(); ++i) {
    const Layer& x = a.layers[i];
    const Layer& y = b.layers[i];
    EXPECT_EQ(x.name, y.name) << model;
    EXPECT_EQ(x.class_name, y.class_name) << model;
    EXPECT_EQ(x.package, y.package) << model;
    EXPECT_EQ(to_json(x.config), to_json(y.config)) << model;
    EXPECT_EQ(x.inbound_nodes, y.inbound_nodes) << model << ": " << x.name;
    ASSERT_EQ(x.weights.size(), y.weights.size()) << model << ": " << x.name;
    for (std::size_t w = 0; w < x.weights.size(); ++w) {
      EXPECT_EQ(x.weights[w].name, y.weights[w].name) << model;
      EXPECT_EQ(x.weights[w].shape, y.weights[w].shape) << model;
      EXPECT_EQ(a.read(x.weights[w]), b.read(y.weights[w])) << model;
    }
  }
}

TEST(SaveGraph, KeepsEveryLayerAndWeight) {
  std::size_t converted = 0;
  for (const fixtures::Model& model : fixtures::models()) {
    if (model.kind != "quantizeml" || !model.converts) continue;
    const std::vector<std::uint8_t> bytes = fixtures::read_file(model.path(".h5"));
    const Graph graph = load(bytes);
    const std::vector<std::uint8_t> saved = save_graph(graph);
    expect_same(graph, load(saved), model.name);
    if (++converted % 4 != 0) continue;
    EXPECT_EQ(saved, save_graph(graph)) << "deterministic";
    ConvertOptions options;
    options.akida_version = model.target == "v1" ? AkidaVersion::v1 : AkidaVersion::v2;
    EXPECT_EQ(convert(saved, options).fbz, convert(bytes, options).fbz) << model.name;
  }
  EXPECT_GT(converted, 50U);
}

TEST(ToJson, IsReadBack) {
  const std::string text = R"({"a":[1,-2.5,true,null],"b":{"c":"\"ü\u000a"},"d":[],"e":{}})";
  EXPECT_EQ(to_json(parse_json(text)), text);
}

}  // namespace
}  // namespace cnn2snn::keras
