// SPDX-License-Identifier: Apache-2.0
//
// Layers that QuantizeML cannot build or run on such inputs, in its words, and what is recorded of
// those that no fixture holds.
#include "quantizeml/record/record.h"

#include <gtest/gtest.h>

namespace cnn2snn::quantizeml {
namespace {

struct Variable {
  std::string name;
  keras::Shape shape;
  std::vector<float> values;
};

/// What the layer takes: the input itself, or fixed-point numbers or QFloats of it.
enum class Input { kBytes, kFloats, kFixedPoint, kPerAxis, kQFloat };

class Model {
 public:
  explicit Model(Input input, const std::string& shape = "[null, 4, 4, 3]") {
    const bool bytes = input == Input::kBytes;
    add("InputLayer", "input",
        R"({"batch_input_shape": )" + shape + R"(, "dtype": ")" + (bytes ? "uint8" : "float32") +
            "\"}",
        0);
    if (bytes || input == Input::kFloats) return;
    const bool per_axis = input == Input::kPerAxis;
    const std::string axis = per_axis ? "per-axis" : "per-tensor";
    add("InputQuantizer", "quantizer",
        R"({"bitwidth": 8, "axis": ")" + axis + R"(", "signed": )" +
            (input == Input::kQFloat ? "false}" : "true}"),
        1);
    const keras::Shape scalar;
    if (per_axis) {
      weight({"range_min", {3}, {-1, -2, -4}}).weight({"range_max", {3}, {1, 2, 4}});
    } else {
      weight({"range_min", scalar, {-1}}).weight({"range_max", scalar, {1}});
    }
  }

  /// A layer that takes the one before it, as often as is said.
  Model& add(const std::string& class_name, const std::string& name, const std::string& config,
             std::size_t inbounds = 1) {
    keras::Layer layer;
    layer.name = name;
    layer.class_name = class_name;
    if (class_name.rfind("Quantized", 0) == 0 || class_name == "InputQuantizer") {
      layer.package = "Custom";
    }
    layer.config = keras::parse_json(config);
    if (inbounds != 0) {
      layer.inbound_nodes.emplace_back(inbounds, keras::Inbound{graph_.layers.size() - 1, 0, 0});
      layer.call_kwargs.emplace_back();
    }
    graph_.layers.push_back(std::move(layer));
    return *this;
  }

  Model& weight(const Variable& variable) {
    keras::Layer& layer = graph_.layers.back();
    layer.weights.push_back(
        {layer.name + "/" + variable.name + ":0", {}, variable.shape, variable.values});
    return *this;
  }

  [[nodiscard]] Recording recorded() const { return record(graph_, infer_shapes(graph_)); }

 private:
  keras::Graph graph_;
};

/// The only problem of a model; its reason is empty where there is none.
Problem problem_of(const Model& model) {
  const Recording recording = model.recorded();
  std::vector<Problem> problems = recording.at_load.problems;
  problems.insert(problems.end(), recording.at_run.problems.begin(),
                  recording.at_run.problems.end());
  EXPECT_LE(problems.size(), 1U);
  return problems.empty() ? Problem{} : problems[0];
}

struct Case {
  Input input;
  std::string class_name;
  std::string config;
  std::string error_class;
  std::string reason;
  std::size_t inbounds = 1;
  std::vector<Variable> variables = {};
};

void expect_refused(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    Model model(c.input);
    model.add(c.class_name, "layer", c.config, c.inbounds);
    for (const Variable& variable : c.variables) model.weight(variable);
    const Problem problem = problem_of(model);
    EXPECT_EQ(problem.reason, c.reason) << c.class_name;
    EXPECT_EQ(problem.error_class, c.error_class) << c.reason;
    ASSERT_FALSE(problem.layers.empty()) << c.reason;
    EXPECT_EQ(problem.layers[0].name, "layer");
  }
}

std::string quantizer(const std::string& name, const std::string& config) {
  return R"({"quant_config": {")" + name + "\": " + config + "}}";
}

const Variable kKernel = {"kernel", {1, 1, 3, 2}, {1, 2, 3, 4, 5, 6}};

/// Of a convolution of 1 x 1 without bias; what is said more goes first.
std::string conv(const std::string& more = "") {
  return "{" + more + R"("filters": 2, "kernel_size": [1, 1], "padding": "valid",
                         "use_bias": false})";
}

TEST(RecordRefusals, OfConfigurations) {
  const std::string one_of =
      "Argument 'activation' in layer 'layer' is only supported with one of ['gelu', 'swish', "
      "'hard_silu', 'leaky_relu']. Receives 'tanh'.";
  expect_refused({
      {Input::kBytes, "QuantizedConv2D", quantizer("weight_quantizer", R"({"bitwidth": 1})"),
       "TypeError", "Bitwidth should be an int >= 2, currently 1"},
      {Input::kBytes, "QuantizedConv2D", quantizer("weight_quantizer", R"({"bitwidth": 33})"),
       "TypeError", "a bitwidth of 33 is not supported (at most 32)"},
      {Input::kBytes, "QuantizedReLU", quantizer("output_quantizer", R"({"axis": "columns"})"),
       "TypeError", "Only support reduction 'per-tensor' or 'per-axis'. Given 'columns'."},
      {Input::kBytes, "QuantizedConv2D", conv(R"("activation": "relu", )"), "TypeError",
       "QuantizedConv2D does not support activation. Receives 'relu' activation."},
      {Input::kBytes, "QuantizedConv2D", conv(R"("groups": 2, )"), "TypeError",
       "Argument 'groups' in layer 'layer' is only supported with one of [1]. Receives '2'."},
      {Input::kBytes, "QuantizedReLU", R"({"negative_slope": 0.5})", "TypeError",
       "Argument 'negative_slope' in layer 'layer' is only supported with one of [0]. Receives "
       "'0.5'."},
      {Input::kBytes, "QuantizedRescaling", R"({"scale": [1], "offset": 0})", "TypeError",
       "QuantizedRescaling only accepts scalar scale."},
      {Input::kBytes, "QuantizedRescaling", R"({"scale": 1, "offset": [0, 1]})", "TypeError",
       "QuantizedRescaling only accepts zero offset."},
      {Input::kBytes, "QuantizedConv2D", conv(R"("padding_value": "none", )"), "TypeError",
       "padding_value holds no numbers"},
      {Input::kBytes, "QuantizedActivation", R"({"activation": "tanh"})", "TypeError", one_of},
      {Input::kBytes, "QuantizedConv2D", R"({"filters": 2, "kernel_size": [1]})", "TypeError",
       "kernel_size [1] is not a pair of sizes"},
      {Input::kBytes, "QuantizedConv2D", R"({"filters": 0, "kernel_size": [1, 1]})", "TypeError",
       "filters must be a positive integer, not 0"},
  });
}

TEST(RecordRefusals, OfWeightsAndRanges) {
  const std::string output = R"("quant_config": {"output_quantizer": {"bitwidth": 8}}, )";
  expect_refused({
      {Input::kBytes, "QuantizedConv2D", conv(), "ValueError", "the weight 'kernel' is missing"},
      {Input::kBytes,
       "QuantizedConv2D",
       conv(),
       "ValueError",
       "the weight 'layer/kernel:0' has the shape (1, 1, 2, 2), not (1, 1, 3, 2)",
       1,
       {{"kernel", {1, 1, 2, 2}, {1, 2, 3, 4}}}},
      {Input::kBytes,
       "QuantizedConv2D",
       conv(output),
       "ValueError",
       "the recorded 'range_max' is missing",
       1,
       {kKernel}},
      {Input::kBytes,
       "QuantizedConv2D",
       conv(output),
       "ValueError",
       "the recorded 'range_max' has the shape (2), not ()",
       1,
       {kKernel, {"range_max", {2}, {1, 1}}}},
  });
}

TEST(RecordRefusals, OfInputs) {
  expect_refused({
      {Input::kBytes, "QuantizedFlatten", "{}", "TypeError",
       "QuantizedFlatten only accepts [FixedPoint] inputs. Receives Tensor inputs."},
      {Input::kQFloat, "QuantizedFlatten", "{}", "TypeError",
       "QuantizedFlatten only accepts [FixedPoint, Tensor] inputs. Receives QFloat inputs."},
      {Input::kBytes, "QuantizedMaxPool2D", R"({"pool_size": [2, 2]})", "TypeError",
       "QuantizedMaxPool2D only accepts [FixedPoint, QFloat] inputs. Receives Tensor inputs."},
      {Input::kFixedPoint, "QuantizedAdd", "{}", "ValueError",
       "QuantizedAdd expects two input tensors"},
      {Input::kBytes, "QuantizedAdd", "{}", "TypeError",
       "QuantizedAdd only accepts FixedPoint inputs.", 2},
      {Input::kFixedPoint, "QuantizedPicoPostProcessing", "{}", "TypeError",
       "QuantizedPicoPostProcessing takes predictions and targets"},
      {Input::kFixedPoint,
       "QuantizedConv2D",
       conv(R"("padding_value": 1, )"),
       "ValueError",
       "When using a non-zero padding value, the inputs must be QFloat.",
       1,
       {kKernel}},
      {Input::kQFloat,
       "QuantizedConv2D",
       conv(R"("padding_value": [1, 2], )"),
       "ValueError",
       "The padding value must be a scalar or a list of values, for a value per input channel.",
       1,
       {kKernel}},
      {Input::kPerAxis, "QuantizedPermute", R"({"dims": [3, 1, 2]})", "InvalidArgumentError",
       "the last axis must stay last: it is quantized per-axis"},
      {Input::kPerAxis, "QuantizedExtractToken", R"({"axis": -1, "token": 3})",
       "InvalidArgumentError", "token 3 is outside the last axis"},
  });
}

TEST(RecordRefusals, OfQuantizersOfTheInput) {
  expect_refused({
      {Input::kBytes, "InputQuantizer", R"({"bitwidth": 8})", "TypeError",
       "InputQuantizer only accepts float inputs. Receives uint8 inputs."},
      {Input::kFloats, "InputQuantizer", R"({"bitwidth": 33})", "TypeError",
       "an InputQuantizer of 33 bits is not supported"},
  });
  Model vectors(Input::kFloats, "[null, 3]");
  vectors.add("InputQuantizer", "layer", R"({"bitwidth": 8, "axis": "per-axis"})");
  EXPECT_EQ(problem_of(vectors).reason,
            "'layer' (InputQuantizer) cannot quantize per-axis tensors with 2 dimensions or less.");
  Model dense(Input::kBytes, "[null, 3]");
  dense.add("QuantizedDense", "layer",
            R"({"units": 1, "use_bias": false,
                "quant_config": {"output_quantizer": {"axis": "per-axis"}}})");
  dense.weight({"kernel", {3, 1}, {1, 2, 3}});
  EXPECT_EQ(problem_of(dense).reason,
            "OutputQuantizer cannot quantize per-axis tensors with 2 dimensions or less.");
  Model open(Input::kQFloat, "[null, null, 4, 3]");
  open.add("QuantizedGlobalAveragePooling2D", "layer", "{}");
  EXPECT_EQ(problem_of(open).reason, "the spatial size pooled over is not known");
}

// --- What is recorded ----------------------------------------------------------------------------

std::vector<float> frac_bits(const Model& model) {
  const Recording recording = model.recorded();
  EXPECT_TRUE(recording.at_load.problems.empty() && recording.at_run.problems.empty());
  EXPECT_TRUE(recording.layers.back().recorded);
  return recording.layers.back().metadata.fp.frac_bits.values;
}

TEST(Record, AnAverageHasOneFractionalBitMoreThanItsSum) {
  const auto added = [](const char* average) {
    Model model(Input::kFixedPoint);
    return frac_bits(
        model.add("QuantizedAdd", "add", std::string(R"({"average": )") + average + "}", 2));
  };
  const std::vector<float> sum = added("false");
  ASSERT_EQ(sum.size(), 1U);
  EXPECT_EQ(added("true"), std::vector<float>{sum[0] + 1});
}

TEST(Record, ATokenOfTheChannelsHasTheFractionalBitsOfItsOwn) {
  const auto token = [](const std::string& number) {
    Model model(Input::kPerAxis);
    return frac_bits(
        model.add("QuantizedExtractToken", "token", R"({"axis": -1, "token": )" + number + "}"));
  };
  // Ranges of 1, 2 and 4 in 7 bits.
  EXPECT_EQ(token("0"), std::vector<float>{7});
  EXPECT_EQ(token("2"), std::vector<float>{5});
  EXPECT_EQ(token("-2"), std::vector<float>{6});
}

TEST(Record, FloatLayersOnFloatsGiveFloats) {
  Model model(Input::kFloats);
  model.add("Rescaling", "rescaling", R"({"scale": 2, "offset": 0})").add("Dropout", "drop", "{}");
  const Recording recording = model.recorded();
  EXPECT_TRUE(recording.layers[1].recorded && recording.layers[2].recorded);
  EXPECT_TRUE(recording.layers[2].metadata.is_tensor());
  EXPECT_EQ(recording.layers[2].metadata.dtype, "float32");
}

TEST(Record, BoundsOfReLUsMayBeNumpyNumbersOrLeftOut) {
  const auto bound = [](const std::string& config) {
    Model model(Input::kFixedPoint);
    model.add("QuantizedReLU", "relu", config);
    return model.recorded().layers.back().config.max_value;
  };
  EXPECT_EQ(bound("{}"), 6.0F);
  EXPECT_EQ(bound(R"({"max_value": null})"), std::nullopt);
  EXPECT_EQ(bound(R"({"max_value": {"class_name": "__numpy__", "config": {"value": 1.5}}})"), 1.5F);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
