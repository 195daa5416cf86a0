// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "files/hdf5/file.h"
#include "files/hdf5/test_files.h"
#include "fixtures.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

using hdf5::problem_of;

Graph load(const hdf5::Bytes& bytes) {
  return load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(bytes)));
}

Graph functional(const std::string& layers, const std::string& inputs = R"([["in", 0, 0]])",
                 const std::string& outputs = R"([["in", 0, 0]])") {
  return read_structure(
      "Functional", parse_json(R"({"name": "m", "layers": [)" + layers + R"(], "input_layers": )" +
                               inputs + R"(, "output_layers": )" + outputs + "}"));
}

std::string layer(const std::string& name, const std::string& inbound_nodes,
                  const std::string& class_name = "Add") {
  return R"({"class_name": ")" + class_name + R"(", "name": ")" + name +
         R"(", "config": {"name": ")" + name + R"("}, "inbound_nodes": )" + inbound_nodes + "}";
}

const std::string kInput =
    R"({"class_name": "InputLayer", "name": "in", "inbound_nodes": [],
        "config": {"name": "in", "batch_input_shape": [null, 8, 8, 3]}})";

std::vector<std::size_t> sources(const Layer& taking) {
  std::vector<std::size_t> layers;
  for (const Inbound& inbound : taking.inbounds()) layers.push_back(inbound.layer);
  return layers;
}

// --- Files ---------------------------------------------------------------------------------------

class ModelFile : public ::testing::TestWithParam<const char*> {};

TEST_P(ModelFile, GivesLayersAndWeights) {
  const hdf5::Bytes bytes = hdf5::test_file(GetParam());
  const Graph graph = load(bytes);
  EXPECT_EQ(graph.name, "small");
  EXPECT_EQ(graph.class_name, "Functional");
  EXPECT_TRUE(graph.built && !graph.sequential);
  ASSERT_EQ(graph.layers.size(), 3U);
  EXPECT_EQ(graph.inputs, (std::vector<Inbound>{{0, 0, 0}}));
  EXPECT_EQ(graph.outputs, (std::vector<Inbound>{{2, 0, 0}}));
  EXPECT_EQ(graph.find("block/conv/relu"), 2U);
  EXPECT_EQ(graph.find("relu"), std::nullopt);

  const Layer& conv = graph.layers[1];
  EXPECT_EQ(conv.package, "Custom");
  EXPECT_TRUE(conv.is("QuantizedConv2D"));
  ASSERT_EQ(conv.weights.size(), 2U);
  const Weight* kernel = conv.weight("kernel");
  ASSERT_NE(kernel, nullptr);
  EXPECT_EQ(kernel->shape, (Shape{3, 3, 3, 2}));
  EXPECT_EQ(graph.read(*kernel)[53], 53.0F);
  EXPECT_EQ(graph.read(*conv.weight("bias")), (std::vector<float>{0.5F, -0.5F}));
  EXPECT_EQ(conv.weight("gamma"), nullptr);

  const Layer& relu = graph.layers[2];
  EXPECT_EQ(relu.weight("range_max"), nullptr);
  const Weight* range = relu.weight("range_max", "output_quantizer");
  ASSERT_NE(range, nullptr);
  EXPECT_TRUE(range->shape.empty());
  EXPECT_EQ(graph.read(*range), std::vector<float>{6.0F});
  EXPECT_TRUE(graph.layers[0].weights.empty());
}

INSTANTIATE_TEST_SUITE_P(Graph, ModelFile,
                         ::testing::Values("model", "model_chunked_names", "model_weights_in_root",
                                           "model_user_block", "model_latest"),
                         [](const auto& test) { return std::string(test.param); });

TEST(ModelFile, WithoutAModelIsRefused) {
  for (const auto& [name, word] : std::vector<std::pair<std::string, std::string>>{
           {"weights_only", "weights"}, {"no_model", "no Keras model"}}) {
    const hdf5::Bytes bytes = hdf5::test_file(name);
    const Problem problem = problem_of([&] { load(bytes); });
    EXPECT_EQ(problem.id, ErrorId::kNoModelConfig) << name;
    EXPECT_EQ(problem.step, Step::kParse);
    EXPECT_NE(problem.reason.find(word), std::string::npos) << problem.reason;
  }
  const hdf5::Bytes broken = hdf5::test_file("model_broken_json");
  EXPECT_EQ(problem_of([&] { load(broken); }).id, ErrorId::kModelConfig);
}

TEST(ModelFile, WithoutAWeightNamesItsLayer) {
  const hdf5::Bytes bytes = hdf5::test_file("model_without_weight");
  const Problem problem = problem_of([&] { load(bytes); });
  EXPECT_EQ(problem.id, ErrorId::kMissingWeight);
  EXPECT_EQ(problem.layers.at(0).name, "block/conv");
  EXPECT_NE(problem.reason.find("bias:0"), std::string::npos);
}

class RealModel : public ::testing::TestWithParam<fixtures::Model> {};

// The weights' shapes were made by Keras: they say what the inferred shapes have to be.
void expect_agreement(const Graph& graph, const Layer& taking,
                      const std::vector<std::optional<Shape>>& shapes) {
  const Weight* kernel = taking.weight("kernel");
  if (kernel == nullptr) kernel = taking.weight("depthwise_kernel");
  if (kernel == nullptr || taking.inbounds().empty() || taking.class_name.ends_with("TempConv")) {
    return;
  }
  const auto& input = shapes[taking.inbounds().front().layer];
  ASSERT_TRUE(input.has_value()) << taking.name;
  const bool transposed = taking.class_name.ends_with("Conv2DTranspose") &&
                          taking.class_name.find("Depthwise") == std::string::npos;
  const std::size_t rank = kernel->shape.size();
  const std::int64_t groups = taking.config["groups"].as_int(1);
  EXPECT_EQ(input->back(), groups * kernel->shape[transposed ? rank - 1 : rank - 2]) << taking.name;
  const Weight* bias = taking.weight("bias");
  const auto& output = shapes[static_cast<std::size_t>(&taking - graph.layers.data())];
  ASSERT_TRUE(output.has_value()) << taking.name;
  if (bias != nullptr) {
    EXPECT_EQ(output->back(), bias->shape.back()) << taking.name;
  }
}

TEST_P(RealModel, HasShapesThatItsWeightsConfirm) {
  const hdf5::Bytes bytes = fixtures::read_file(GetParam().path(".h5"));
  const Graph graph = load(bytes);
  ASSERT_FALSE(graph.layers.empty());
  const auto shapes = infer_shapes(graph);
  ASSERT_EQ(shapes.size(), graph.layers.size());
  for (const Layer& each : graph.layers) expect_agreement(graph, each, shapes);
}

INSTANTIATE_TEST_SUITE_P(Graph, RealModel, ::testing::ValuesIn(fixtures::models()),
                         [](const auto& test) { return fixtures::test_name(test.param.name); });

// --- Functional models ---------------------------------------------------------------------------

TEST(Functional, ReadsSeveralTensorsAndSharedLayers) {
  const Graph graph =
      functional(kInput + "," + layer("a", R"([[["in", 0, 0, {}]], [["a", 0, 0, {}]]])", "ReLU") +
                 "," + layer("add", R"([[["a", 0, 0, {}], ["a", 1, 0, {}]]])"));
  EXPECT_EQ(graph.layers[1].inbound_nodes.size(), 2U);
  EXPECT_EQ(graph.layers[2].inbounds(), (std::vector<Inbound>{{1, 0, 0}, {1, 1, 0}}));
}

TEST(Functional, CountsTensorsInKeywordArguments) {
  const Graph graph = functional(
      kInput + "," + layer("a", R"([[["in", 0, 0, {}]]])", "ReLU") + "," +
      layer("pico", R"([[["a", 0, 0, {"y_true": ["in", 0, 0], "scale": 2}]]])") + "," +
      layer("list",
            R"([[["a", 0, 0, {"values": [["in", 0, 0], ["a", 0, 0]], "axis": [1, 2, 3]}]]])"));
  EXPECT_EQ(sources(graph.layers[2]), (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(graph.layers[2].call_kwargs[0].repr(), "{'scale': 2}");
  EXPECT_EQ(sources(graph.layers[3]), (std::vector<std::size_t>{1, 0, 1}));
  EXPECT_EQ(graph.layers[3].call_kwargs[0].repr(), "{'axis': [1, 2, 3]}");
}

TEST(Functional, ReadsOperatorsAndConstants) {
  const Graph graph = functional(
      kInput + "," + layer("op", R"([["in", 0, 0, {"y": 3.0, "name": null}]])", "TFOpLambda") +
      "," + layer("rev", R"([["_CONSTANT_VALUE", -1, 3.0, {"y": ["op", 0, 0]}]])", "TFOpLambda"));
  EXPECT_EQ(sources(graph.layers[1]), std::vector<std::size_t>{0});
  EXPECT_EQ(graph.layers[1].call_kwargs[0].repr(), "{'name': None, 'y': 3.0}");
  EXPECT_EQ(sources(graph.layers[2]), std::vector<std::size_t>{1});
  EXPECT_EQ(graph.layers[2].call_kwargs[0].repr(), "{'_CONSTANT_VALUE': 3.0}");
}

TEST(Functional, HasTheOrderThatKerasGivesItWhateverThatOfTheFileIs) {
  const Graph graph =
      functional(layer("late", R"([[["early", 0, 0, {}]]])", "ReLU") + "," +
                     layer("early", R"([[["in", 0, 0, {}]]])", "ReLU") + "," + kInput,
                 R"([["in", 0, 0]])", R"([["late", 0, 0]])");
  std::vector<std::string> names;
  for (const Layer& found : graph.layers) names.push_back(found.name);
  EXPECT_EQ(names, (std::vector<std::string>{"in", "early", "late"}));
  EXPECT_EQ(graph.layers[2].inbounds(), (std::vector<Inbound>{{1, 0, 0}}));
  EXPECT_EQ(graph.outputs, (std::vector<Inbound>{{2, 0, 0}}));
  EXPECT_EQ(infer_shapes(graph)[2], (Shape{8, 8, 3}));
}

TEST(Functional, RefusesLinksToNothingAndCircles) {
  const std::vector<std::string> bad = {
      kInput + "," + layer("a", R"([[["nowhere", 0, 0, {}]]])"),
      kInput + "," + layer("a", R"([[["in", 1, 0, {}]]])"),
      kInput + "," + layer("a", R"([[["in", -1, 0, {}]]])"),
      kInput + "," + layer("a", R"([[["in", 0, -1, {}]]])"),
      kInput + "," + layer("a", R"([[["a", 0, 0, {}]]])"),
      kInput + "," + layer("a", R"([[["b", 0, 0, {}]]])") + "," +
          layer("b", R"([[["a", 0, 0, {}]]])"),
      kInput + "," + layer("a", R"([["oops"]])"),
      kInput + "," + layer("a", "[[]]"),
      kInput + "," + layer("a", "[]") + "," + layer("b", R"([[["a", 0, 0, {}]]])"),
      kInput + "," + layer("a", R"([[["in", 0, 0, {"y": ["nowhere", 0, 0]}]]])"),
      kInput + "," + kInput,
      kInput + "," + R"({"config": {}, "name": "x"})",
      kInput + "," + R"({"class_name": "ReLU", "config": {}})",
      kInput + ", 7",
  };
  for (const std::string& layers : bad) {
    const Problem problem = problem_of([&] { functional(layers); });
    EXPECT_EQ(problem.id, ErrorId::kModelConfig) << layers;
    EXPECT_EQ(problem.step, Step::kParse);
  }
  EXPECT_EQ(problem_of([] { functional(kInput, R"([["x", 0, 0]])"); }).id, ErrorId::kModelConfig);
  EXPECT_EQ(problem_of([] { read_structure("MyModel", parse_json(R"({"units": 3})")); }).id,
            ErrorId::kModelConfig);
}

// --- Sequential models ---------------------------------------------------------------------------

Graph sequential(const std::string& config) {
  return read_structure("Sequential", parse_json(config));
}

const std::string kDense = R"({"class_name": "Dense", "config": {"name": "dense", "units": 4}})";

TEST(Sequential, ChainsItsLayers) {
  const Graph graph = sequential(R"({"name": "s", "layers": [)" + kInput + "," + kDense + "]}");
  EXPECT_TRUE(graph.sequential && graph.built);
  ASSERT_EQ(graph.layers.size(), 2U);
  EXPECT_EQ(graph.layers[1].name, "dense");
  EXPECT_EQ(sources(graph.layers[1]), std::vector<std::size_t>{0});
  EXPECT_EQ(graph.outputs, (std::vector<Inbound>{{1, 0, 0}}));
}

TEST(Sequential, MakesUpTheInputThatKerasMakesUp) {
  const std::string first =
      R"({"class_name": "Dense", "config": {"name": "dense", "units": 4, "batch_input_shape": [null, 7], "dtype": "float32"}})";
  // Also as the bare list that the oldest files hold.
  for (const std::string& config :
       {R"({"name": "s", "layers": [)" + first + "]}", "[" + first + "]"}) {
    const Graph graph = sequential(config);
    ASSERT_EQ(graph.layers.size(), 2U) << config;
    EXPECT_TRUE(graph.built);
    EXPECT_EQ(graph.layers[0].name, "dense_input");
    EXPECT_TRUE(graph.layers[0].is("InputLayer"));
    EXPECT_EQ(infer_shapes(graph), (std::vector<std::optional<Shape>>{Shape{7}, Shape{4}}));
  }
  const Graph built_later = sequential(R"({"name": "s", "layers": [)" + kDense +
                                       R"(], "build_input_shape": [null, 3, 9]})");
  EXPECT_TRUE(built_later.built);
  EXPECT_EQ(infer_shapes(built_later)[1], (Shape{3, 4}));
}

TEST(Sequential, WithoutInputShapeIsNotBuilt) {
  const Graph graph = sequential(R"({"name": "s", "layers": [)" + kDense + "]}");
  EXPECT_FALSE(graph.built);
  EXPECT_EQ(graph.layers.size(), 1U);
  EXPECT_TRUE(graph.inputs.empty() && graph.outputs.empty());
  EXPECT_EQ(infer_shapes(graph)[0], std::nullopt);
  EXPECT_TRUE(sequential(R"({"name": "s", "layers": []})").layers.empty());
}

TEST(Nested, ModelsStayOneLayer) {
  const std::string inner =
      R"({"class_name": "Sequential", "name": "inner", "config": {"name": "inner", "layers": [)" +
      kInput + R"(, {"class_name": "Flatten", "config": {"name": "flatten"}}]},
          "inbound_nodes": [[["in", 0, 0, {}]]]})";
  // Keras counts the nested model's call on its own input as node 0.
  const Graph graph =
      functional(kInput + "," + inner + "," + layer("after", R"([[["inner", 1, 0, {}]]])", "ReLU"));
  ASSERT_EQ(graph.layers.size(), 3U);
  EXPECT_EQ(graph.layers[2].inbounds(), (std::vector<Inbound>{{1, 0, 0}}));
  EXPECT_EQ(infer_shapes(graph)[2], Shape{192});
}

// --- Weight names --------------------------------------------------------------------------------

TEST(Weight, KnowsItsVariableAndOwner) {
  Weight weight;
  weight.name = "conv_0/relu/output_quantizer/range_max:0";
  weight.path = "model_weights/conv_0/relu/" + weight.name;
  EXPECT_EQ(weight.variable(), "range_max");
  EXPECT_EQ(weight.owner(), "output_quantizer");
  weight.name = "conv_0/relu/kernel:0";
  weight.path = "model_weights/conv_0/relu/" + weight.name;
  EXPECT_EQ(weight.variable(), "kernel");
  EXPECT_EQ(weight.owner(), "");
  weight = Weight();
  weight.name = "kernel";
  EXPECT_EQ(weight.variable(), "kernel");
  EXPECT_EQ(weight.owner(), "");
}

TEST(Weight, OfARenamedLayerIsFound) {
  Layer renamed;
  renamed.weights.resize(2);
  renamed.weights[0].name = "old/name/kernel:0";
  renamed.weights[0].path = "model_weights/new/old/name/kernel:0";
  renamed.weights[1].name = "old/name/output_quantizer/range_max:0";
  renamed.weights[1].path = "model_weights/new/old/name/output_quantizer/range_max:0";
  EXPECT_EQ(renamed.weight("kernel"), &renamed.weights[0]);
  EXPECT_EQ(renamed.weight("range_max"), nullptr);
  EXPECT_EQ(renamed.weight("range_max", "output_quantizer"), &renamed.weights[1]);
}

TEST(Weight, InMemoryNeedsNoFile) {
  Graph graph;
  Weight weight;
  weight.name = "a/kernel:0";
  weight.shape = {2};
  weight.values = std::vector<float>{1.0F, 2.0F};
  EXPECT_EQ(graph.read(weight), weight.values.get());
  weight.values = std::vector<float>{1.0F};
  EXPECT_EQ(problem_of([&] { static_cast<void>(graph.read(weight)); }).id, ErrorId::kMissingWeight);
}

}  // namespace
}  // namespace cnn2snn::keras
