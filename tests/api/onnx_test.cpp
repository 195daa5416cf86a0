// SPDX-License-Identifier: Apache-2.0
// ONNX models through the public functions. That the layers are the official ones is tested in
// tests/convert/onnx.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

std::vector<std::uint8_t> model(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/onnx/" + name + ".onnx");
}

bool has_warning(const Report& report, ErrorId id, std::string_view words) {
  return std::any_of(report.warnings.begin(), report.warnings.end(), [&](const Problem& warning) {
    return warning.id == id && warning.reason.find(words) != std::string::npos;
  });
}

TEST(Onnx, ConvertsByContent) {
  const ConversionResult result = convert(model("net_residual"));
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  EXPECT_EQ(result.file, FileKind::kOnnx);
  EXPECT_EQ(result.akida_version, AkidaVersion::v2);
  EXPECT_EQ(result.source->kind, ModelKind::kQuantizeML);
  const akida::Model read = fbz::read(result.fbz);
  ASSERT_EQ(read.layers.size(), result.model.layers.size());
  EXPECT_EQ(read.version, "2.18.2");
  for (const SourceLayer& layer : result.source->layers) {
    EXPECT_EQ(layer.akida_layer, layer.name);
    EXPECT_EQ(layer.output_shape.size(), 3U);
  }
}

TEST(Onnx, StepsOverFieldsThatAreForeignToIt) {
  for (const char* name : {"edited_trail_unknown", "edited_trail_fixed", "edited_trail_wrong_wire",
                           "edited_trail_second_graph_empty"}) {
    const ConversionResult result = convert(model(name));
    EXPECT_TRUE(result.report.ok()) << name;
    EXPECT_EQ(result.file, FileKind::kOnnx) << name;
  }
}

TEST(Onnx, WarnsOfOptionsWithoutEffect) {
  ConvertOptions options;
  const std::vector<std::uint8_t> plain = convert(model("conv_nobias"), options).fbz;
  options.akida_version = AkidaVersion::v1;
  options.input_scaling = {255, 0};
  const ConversionResult result = convert(model("conv_nobias"), options);
  ASSERT_TRUE(result.report.ok());
  EXPECT_EQ(result.fbz, plain);
  EXPECT_TRUE(has_warning(result.report, ErrorId::kArgument, "v1"));
  EXPECT_TRUE(has_warning(result.report, ErrorId::kArgument, "input_scaling"));
}

TEST(Onnx, WarnsOfWhatIsLost) {
  const ConversionResult pooling = convert(model("dw_maxpool_lost"));
  EXPECT_TRUE(pooling.report.ok());
  EXPECT_TRUE(has_warning(pooling.report, ErrorId::kLostLayers, "pooling"));
  const ConversionResult tail = convert(model("tail_elu"));
  EXPECT_TRUE(tail.report.ok());
  EXPECT_TRUE(has_warning(tail.report, ErrorId::kLostLayers, "Layers with weights"));
  EXPECT_TRUE(tail.source->layers.back().ignored);
}

TEST(Onnx, SameUpperPaddingNeedsANewerRuntime) {
  const auto same_upper = [](akida::Layer& layer) {
    const auto padding = layer.parameters.find("padding");
    return padding != layer.parameters.end() && padding->second == akida::kPaddingSameUpper;
  };
  akida::Model converted = convert(model("edit_no_input_quantizer")).model;
  ASSERT_FALSE(converted.layers.empty());
  ASSERT_TRUE(std::any_of(converted.layers.begin(), converted.layers.end(), same_upper));
  EXPECT_EQ(converted.version, "2.18.2");
  for (akida::Layer& layer : converted.layers) {
    if (same_upper(layer)) layer.parameters["padding"] = akida::kPaddingSame;
  }
  EXPECT_EQ(akida::oldest_runtime(converted), "2.14.0");
}

/// What PyTorch models meet most, and the same model with the change that the remedy asks for: both
/// built, quantized and converted officially.
TEST(Onnx, RemediesForPyTorchModelsAreThereAndTrue) {
  struct Case {
    std::string refused;
    std::vector<std::string> mended;
    std::string remedy;
  };
  const Case cases[] = {
      {"pt_stem_stock", {"pt_stem_conv", "pt_stem_nopool"}, "3 x 3 convolution of stride 2"},
      {"pt_s2_pool", {"pt_s2_conv"}, "3 x 3 convolution of stride 2"},
      {"pt_lenet_stock", {"pt_lenet_padded"}, "padding (kernel - 1) / 2"},
      {"pt_odd", {"pt_even", "pt_odd_end"}, "for which the pooling divides it"},
      {"pt_odd_ceil", {"pt_even", "pt_odd_end"}, "ceil_mode does not help"},
      {"pt_p3_even", {"pt_p3_odd", "pt_p3_end"}, "makes it odd"},
      {"pt_p2s1", {"pt_p2s1_end"}, "pads [0, 0, 1, 1]"},
      {"pt_c4_uint8", {"pt_c4_int8"}, "-id int8"}};
  for (const Case& each : cases) {
    SCOPED_TRACE(each.refused);
    const ConversionResult refused = convert(model(each.refused));
    ASSERT_FALSE(refused.report.ok());
    EXPECT_NE(refused.report.problems[0].remedy.find(each.remedy), std::string::npos)
        << refused.report.problems[0].remedy;
    for (const std::string& name : each.mended) EXPECT_TRUE(convert(model(name)).report.ok());
  }
}

TEST(Onnx, NamesTheCommandThatQuantizes) {
  const CompatibilityResult result = check_model_compatibility(model("no_float"));
  ASSERT_EQ(result.report.problems.size(), 1U);
  const Problem& problem = result.report.problems[0];
  EXPECT_EQ(problem.id, ErrorId::kNotQuantized);
  EXPECT_EQ(problem.reason, "The ONNX model is not quantized.");
  EXPECT_NE(problem.remedy.find("quantizeml quantize -m"), std::string::npos);
  EXPECT_EQ(problem.remedy.find("int8"), std::string::npos);
  EXPECT_EQ(result.kind, ModelKind::kFloat);
  EXPECT_TRUE(result.report.warnings.empty());
  const CompatibilityResult qdq = check_model_compatibility(model("no_qdq"));
  ASSERT_EQ(qdq.report.problems.size(), 1U);
  EXPECT_NE(qdq.report.problems[0].reason.find("another tool"), std::string::npos);
  EXPECT_NE(convert(model("no_qdq")).report.problems[0].remedy.find("float model"),
            std::string::npos);
}

TEST(Onnx, CheckOfAQuantizedModelIsItsConversion) {
  const CompatibilityResult good = check_model_compatibility(model("tail_sigmoid"));
  EXPECT_TRUE(good.report.ok());
  EXPECT_EQ(good.host_layers, std::vector<std::string>{"/Sigmoid"});
  CompatibilityOptions options;
  options.akida_version = AkidaVersion::v1;
  const CompatibilityResult v1 = check_model_compatibility(model("conv_nobias"), options);
  ASSERT_FALSE(v1.report.ok());
  EXPECT_EQ(v1.report.problems[0].reason,
            "Akida v1 does not support ONNX models. Use Akida v2 instead.");
  const CompatibilityResult bad = check_model_compatibility(model("no_resnet_stem"));
  ASSERT_FALSE(bad.report.ok());
  EXPECT_FALSE(bad.report.problems[0].remedy.empty());
}

TEST(Onnx, SaysWhatToDoAboutARefusal) {
  for (const char* name : {"no_resnet_stem", "no_maxpool_odd", "no_maxpool_after_valid", "no_k4",
                           "no_unsigned_c4", "no_k5s2", "no_input_gap", "no_s3_valid"}) {
    const ConversionResult result = convert(model(name));
    ASSERT_FALSE(result.report.ok()) << name;
    EXPECT_FALSE(result.report.problems[0].remedy.empty()) << name;
    EXPECT_TRUE(result.fbz.empty());
  }
}

TEST(Onnx, ShowsNodes) {
  const InspectResult result = inspect(model("no_float"));
  ASSERT_TRUE(result.report.ok());
  EXPECT_EQ(result.file, FileKind::kOnnx);
  ASSERT_TRUE(result.source.has_value());
  EXPECT_EQ(result.source->name, "main_graph");
  EXPECT_EQ(result.source->layers[0].class_name, "Conv");
  EXPECT_EQ(result.source->layers[1].inbounds, std::vector<std::string>{"/Conv"});
  const InspectResult unnamed = inspect(model("no_float_unnamed_nodes"));
  EXPECT_EQ(unnamed.source->layers[0].name, "/Conv_output_0");
}

TEST(Onnx, DamagedFilesAreNamed) {
  EXPECT_EQ(convert(model("no_edit_cut")).report.problems[0].id, ErrorId::kOnnxCorrupt);
  EXPECT_EQ(inspect(model("no_edit_cut")).report.problems[0].id, ErrorId::kOnnxCorrupt);
}

}  // namespace
}  // namespace cnn2snn
