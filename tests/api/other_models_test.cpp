// SPDX-License-Identifier: Apache-2.0
// Models of other versions of Keras, inside other models, and without names: what is said of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "files/hdf5/file.h"
#include "files/hdf5_writer/writer.h"
#include "fixtures.h"
#include "keras/graph.h"
#include "keras/save_graph.h"

namespace cnn2snn {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kInput =
    R"({"class_name": "InputLayer", "name": "in", "inbound_nodes": [],
        "config": {"name": "in", "batch_input_shape": [null, 8, 8, 3], "dtype": "float32"}})";

/// A Functional model of one layer behind its input; `name`: `"name": "…",` or nothing.
std::string functional(const std::string& name, const std::string& layer) {
  return R"({"class_name": "Functional", "config": {)" + name + R"( "layers": [)" + kInput + "," +
         layer + R"(], "input_layers": [["in", 0, 0]], "output_layers": [["layer", 0, 0]]}})";
}

std::string layer(const std::string& class_name, const std::string& config) {
  return R"({"class_name": ")" + class_name +
         R"(", "name": "layer", "inbound_nodes": [[["in", 0, 0, {}]]], "config": )" + config + "}";
}

std::string config_of(const std::string& model) {
  const std::string config = model.substr(model.find(R"("config": )") + 10);
  return config.substr(0, config.size() - 1);
}

std::vector<std::uint8_t> file(const std::string& model_config, const std::string& version) {
  hdf5::Writer writer;
  writer.group("model_weights");
  writer.attribute("model_weights", "layer_names", std::vector<std::string>{});
  if (!version.empty()) writer.attribute("", "keras_version", version);
  writer.attribute("", "model_config", model_config);
  return writer.finish();
}

/// What convert and check say of a file that is no model for them: the same.
Problem only_problem(const std::vector<std::uint8_t>& bytes) {
  const auto converted = convert(bytes).report.problems;
  const auto checked = check_model_compatibility(bytes).report.problems;
  EXPECT_EQ(converted.size(), 1U);
  EXPECT_EQ(checked.size(), 1U);
  if (converted.size() != 1 || checked.size() != 1) return {};
  EXPECT_EQ(describe(converted[0]), describe(checked[0]));
  return converted[0];
}

TEST(OtherModels, Keras1IsOneProblemThatSaysSo) {
  const std::string convolution = layer(
      "Convolution2D",
      R"({"name": "layer", "nb_filter": 4, "nb_row": 3, "nb_col": 3, "border_mode": "same"})");
  const std::string dense =
      layer("Dense", R"({"name": "layer", "output_dim": 4, "init": "normal"})");
  for (const std::string& model : {convolution, dense}) {
    for (const std::string version : {"1.2.2", "1.0.0", ""}) {
      const Problem problem = only_problem(file(functional(R"("name": "old",)", model), version));
      EXPECT_EQ(problem.step, Step::kParse);
      EXPECT_THAT(describe(problem), AllOf(HasSubstr("saved by Keras 1"), HasSubstr(version),
                                           HasSubstr("2.2.4"), Not(HasSubstr("cnn2snn "))));
    }
  }
}

TEST(OtherModels, AQuantizedModelInsideAnotherIsNamed) {
  const std::string quantized =
      layer("Custom>QuantizedConv2D", R"({"name": "layer", "filters": 4, "kernel_size": [3, 3]})");
  const std::string inner = config_of(functional(R"("name": "layer",)", quantized));
  const std::string outer = functional(R"("name": "wrapper",)", layer("Functional", inner));
  const Problem problem = only_problem(file(outer, "2.15.0"));
  EXPECT_EQ(problem.step, Step::kParse);
  ASSERT_EQ(problem.layers.size(), 1U);
  EXPECT_EQ(problem.layers[0].name, "layer");
  EXPECT_THAT(problem.reason, AllOf(HasSubstr("'layer' is one layer of the model 'wrapper'"),
                                    Not(HasSubstr("not quantized"))));
  EXPECT_THAT(problem.remedy, HasSubstr("model.get_layer('layer').save("));

  const InspectResult info = inspect(file(outer, "2.15.0"));
  EXPECT_EQ(info.source.value().kind, ModelKind::kQuantizeML);
  ASSERT_EQ(info.report.warnings.size(), 1U);
  EXPECT_EQ(describe(info.report.warnings[0]), describe(problem));
}

TEST(OtherModels, AQuantizedModelAtAnyDepthIsNamedByTheWayToIt) {
  const std::string quantized = layer("QuantizedConv2D", R"({"name": "layer", "filters": 4})");
  const std::string inner = config_of(functional(R"("name": "inner",)", quantized));
  const std::string wrapper =
      R"({"name": "each", "layer": {"class_name": "Functional", "config": )" + inner + "}}";
  const std::string middle =
      config_of(functional(R"("name": "middle",)", layer("TimeDistributed", wrapper)));
  const Problem problem = only_problem(file(functional("", layer("Functional", middle)), "2.15.0"));
  EXPECT_THAT(problem.reason, HasSubstr("'inner' is one layer of the model"));
  EXPECT_THAT(problem.remedy, HasSubstr("model.get_layer('layer').get_layer('each').layer.save("));
  EXPECT_EQ(inspect(file(functional("", layer("Functional", middle)), "2.15.0")).source->kind,
            ModelKind::kLegacy);
}

TEST(OtherModels, AVersionThatIsNoTextIsNone) {
  const std::string relu = layer("ReLU", R"({"name": "layer", "max_value": 6.0})");
  hdf5::Writer writer;
  writer.group("model_weights");
  writer.attribute("model_weights", "layer_names", std::vector<std::string>{});
  writer.attribute("", "keras_version", std::vector<std::string>{"2.15.0", "2.15.0"});
  writer.attribute("", "model_config", functional("", relu));
  const InspectResult result = inspect(writer.finish());
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  EXPECT_EQ(result.source->layers.size(), 2U);
}

TEST(OtherModels, WithoutANameReadWell) {
  const std::string relu = layer("ReLU", R"({"name": "layer", "max_value": 6.0})");
  for (const std::string name : {"", R"("name": null,)"}) {
    const InspectResult result = inspect(file(functional(name, relu), "2.15.0"));
    ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
    ASSERT_TRUE(result.source.has_value());
    EXPECT_FALSE(result.source->name.empty());
  }
}

TEST(OtherModels, BoundsThatKerasRefusesAreRefusedWhenTheyAreRead) {
  for (const char* name : {"max_value", "negative_slope", "threshold"}) {
    const std::string relu =
        layer("ReLU", R"({"name": "layer", ")" + std::string(name) + R"(": -1.0})");
    const auto problems =
        check_model_compatibility(file(functional("", relu), "2.15.0")).report.problems;
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems[0].step, Step::kParse);
    EXPECT_EQ(problems[0].error_class, "TypeError");
    EXPECT_EQ(problems[0].reason, std::string(name) +
                                      " of a ReLU layer cannot be a negative value. "
                                      "Received: -1.0");
  }
}

TEST(OtherModels, RatesThatKerasRefusesAreRefusedWhenTheyAreRead) {
  for (const std::string rate : {"NaN", "2.0", "-0.5"}) {
    const std::string dropout = layer("Dropout", R"({"name": "layer", "rate": )" + rate + "}");
    const auto problems =
        check_model_compatibility(file(functional("", dropout), "2.15.0")).report.problems;
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems[0].step, Step::kParse);
    EXPECT_EQ(problems[0].error_class, "TypeError");
    EXPECT_THAT(problems[0].reason,
                HasSubstr("received for `rate`, expected a value between 0 and 1."));
  }
}

TEST(OtherModels, WhatMakesValuesThatAreNotFiniteIsNamed) {
  for (const auto& [model, remedy] : {std::pair{"resc_scale_nan", "a finite scale above 0"},
                                      std::pair{"resc_scale_neg", "a finite scale above 0"},
                                      std::pair{"resc_off_nan", "a finite offset"}}) {
    const auto bytes =
        fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/compat/nonfinite_" + model + ".h5");
    const auto problems = check_model_compatibility(bytes).report.problems;
    ASSERT_FALSE(problems.empty());
    EXPECT_THAT(problems[0].remedy, AllOf(HasSubstr("'resc'"), HasSubstr(remedy)));
  }
}

TEST(OtherModels, ArgumentsThatAreNotThereAreThoseOfKeras) {
  for (const auto& [model, version] :
       {std::pair{"p_conv_cmr", AkidaVersion::v2}, std::pair{"v1p_smr", AkidaVersion::v1},
        std::pair{"l_p_separable_max_relu", AkidaVersion::v1}}) {
    const auto bytes =
        fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/models/" + model + ".h5");
    keras::Graph graph =
        keras::load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(bytes)));
    for (keras::Layer& layer : graph.layers) {
      const bool ones = layer.config["strides"].as_ints(2) == std::vector<std::int64_t>{1, 1};
      const bool twos = layer.config["pool_size"].as_ints(2) == std::vector<std::int64_t>{2, 2};
      if (ones && layer.config.has("kernel_size")) layer.config.erase("strides");
      if (twos) layer.config.erase("pool_size");
      for (const char* key : {"groups", "dilation_rate", "trainable", "data_format"}) {
        layer.config.erase(key);
      }
    }
    ConvertOptions options;
    options.akida_version = version;
    const ConversionResult result = convert(keras::save_graph(graph), options);
    ASSERT_TRUE(result.report.ok()) << model << describe(result.report.problems[0]);
    EXPECT_EQ(result.fbz, convert(bytes, options).fbz);
  }
}

}  // namespace
}  // namespace cnn2snn
