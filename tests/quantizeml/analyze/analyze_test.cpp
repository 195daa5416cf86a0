// SPDX-License-Identifier: Apache-2.0
// The quantization error of models of tests/fixtures/quantize on their first 16 samples, with the
// ranges that the official calibration observed, against what `quantizeml analysis` measured on the
// same samples (analysis/NAME.json).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cnn2snn/array.h"
#include "cnn2snn/quantize.h"
#include "files/npz/npz.h"
#include "fixtures.h"

namespace cnn2snn::quantizeml {
namespace {

using nlohmann::json;

std::string folder() {
  return std::string(CNN2SNN_FIXTURES) + "/quantize/";
}

json read_json(const std::string& path) {
  std::ifstream in(path);
  return json::parse(in);
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder() + "analysis")) {
    out.push_back(entry.path().stem());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Samples samples_in(const std::string& file) {
  return samples_of(npz::concatenate(npz::read_npz(fixtures::read_file(file))));
}

QuantizeResult quantized(const std::string& name) {
  const json table = read_json(folder() + name + ".json");
  const json& q = table.at("qparams");
  const std::string model = table.value("model", name + ".h5");
  QuantizeOptions options;
  options.params.activation_bits = q.value("activation_bits", 8);
  options.params.weight_bits = q.value("weight_bits", 8);
  options.params.input_weight_bits = q.value("input_weight_bits", 8);
  options.params.per_tensor_activations = q.value("per_tensor_activations", false);
  options.params.input_dtype = q.value("input_dtype", "uint8");
  options.akida_version = table.at("target") == "v1" ? AkidaVersion::v1 : AkidaVersion::v2;
  options.ranges = json({{"observed", table.at("observed")}}).dump();
  options.samples = samples_in(folder() + model.substr(0, model.size() - 3) + ".npz");
  options.analysis_samples = 16;
  return quantize(fixtures::read_file(folder() + model), options);
}

class Analyze : public testing::TestWithParam<std::string> {};

void expect_near(const QuantizationError& ours, const json& theirs, const std::string& what) {
  EXPECT_NEAR(ours.smape, theirs.at("SMAPE").get<double>(), 1e-6) << what;
  EXPECT_NEAR(ours.saturation, theirs.at("Saturation (%)").get<double>(), 1e-6) << what;
}

TEST_P(Analyze, AsTheOfficialTool) {
  const json expected = read_json(folder() + "analysis/" + GetParam() + ".json");
  const QuantizeResult result = quantized(GetParam());
  ASSERT_FALSE(result.h5.empty());
  ASSERT_EQ(result.analysis.size(), expected.at("cumulative").size());
  for (const LayerQuantizationError& layer : result.analysis) {
    const std::string key = layer.layer + " (" + layer.layer_class + ")";
    expect_near(layer.cumulative, expected.at("cumulative").at(key), key + " cumulative");
    // The official tool stops where an equalized output is flattened.
    if (expected.at("single").is_object()) {
      expect_near(layer.single, expected.at("single").at(key), key + " single");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Analyze, testing::ValuesIn(names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace cnn2snn::quantizeml
