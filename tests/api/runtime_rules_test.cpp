// SPDX-License-Identifier: Apache-2.0
// What the Akida runtime (2.19.3) refuses, rule by rule, for Akida 2.0, Akida 1.0 and the legacy
// quantization: tests/fixtures/runtime_rules.json holds a model that breaks each rule (a fixture
// that converts, configurations put into its layers, weights of another shape where the rule needs
// them) and part of what the converter says. A file that the runtime refuses is never written.
//
// The same rules parameter by parameter, with every value that was tried:
// tests/akida/runtime_rules_test.cpp. Values that crash it: tests/akida/crashes_test.cpp.
//
// Rules that no model can break, and so have no row:
// - InputData input_bits 0: the converter gives 4, 8, 16, 32 or 64 (convert/blocks/inbounds.cpp).
// - buffer_bits of layers with weights: read from the file up to 28 only (QuantizeML's own, where
//   the layer's class has one), and always 44 in PicoPostProcessing.
// - padding, pool_type and activation: members of the enumerations alone are given; pool_size and
//   pool_stride are -1 without max pooling; strides of an input convolution follow Keras, which
//   knows no stride of 0.
// - InputConv2D with Average: no pattern of Akida 2.0 has GlobalAveragePooling2D behind an input
//   convolution (tests/convert/blocks/patterns_test.cpp).
// - An InputData after anything but a Quantizer, a Quantizer that is not first, a first layer that
//   is no input: inputs are made by add_input_data and by input patterns, at the beginning alone.
// - A layer with another number of inbounds: find_inbounds takes those of Keras, whose layers (Add,
//   Concatenate of two) have that number, or a pattern of one layer.
// - Two layers of one name, an inbound that is not there: load_graph and find_inbounds refuse them.
// - IP versions mixed: the target chooses one table of patterns; recurrent layers only follow
//   recurrent ones and inputs (check_recurrent in akida/layer_checks.cpp).
// - A Dequantizer that is not last, a branch that ends nowhere: what follows the first Dequantizer
//   is the host's, and layers that reach no output are in no block.
// - Types, shapes and names of variables: add_layer makes them, and set_variable alone fills them,
//   within their range (tests/akida/variables_test.cpp).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "files/hdf5/file.h"
#include "fixtures.h"
#include "keras/graph.h"
#include "keras/save_graph.h"

namespace cnn2snn {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Row {
  json data;
  [[nodiscard]] std::string rule() const { return data.at("rule"); }
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.rule();
}

std::vector<Row> rows() {
  std::ifstream in(std::string(CNN2SNN_FIXTURES) + "/runtime_rules.json");
  const json table = json::parse(in);
  std::vector<Row> out;
  for (const auto& row : table.at("rules")) {
    Row next;
    next.data = row;
    out.push_back(std::move(next));
  }
  return out;
}

/// "quant_config/buffer_bitwidth": a member of a dict in the configuration.
void put(keras::Value& at, const std::string& key, const json& value) {
  const std::size_t slash = key.find('/');
  if (slash == std::string::npos) {
    at.set(key, keras::parse_json(value.dump()));
    return;
  }
  keras::Value inner = at[key.substr(0, slash)];
  put(inner, key.substr(slash + 1), value);
  at.set(key.substr(0, slash), std::move(inner));
}

void reshape(keras::Layer& layer, const std::string& variable, const keras::Shape& shape) {
  for (keras::Weight& weight : layer.weights) {
    if (weight.variable() != variable) continue;
    std::size_t size = 1;
    for (const std::int64_t dimension : shape) size *= static_cast<std::size_t>(dimension);
    weight.path.clear();
    weight.shape = shape;
    weight.values = std::vector<float>(size, .5F);
    return;
  }
  FAIL() << layer.name << " has no " << variable;
}

std::vector<std::uint8_t> edited(const json& row) {
  const std::string model = row.at("model");
  const auto bytes =
      fixtures::read_file(std::string(CNN2SNN_FIXTURES) + "/models/" + model + ".h5");
  keras::Graph graph =
      keras::load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(bytes)));
  const auto layer = [&graph](const json& edit) -> keras::Layer& {
    return graph.layers.at(graph.find(edit.at(0).get<std::string>()).value());
  };
  for (const json& edit : row.at("edits")) put(layer(edit).config, edit.at(1), edit.at(2));
  const json weights = row.value("weights", json::array());
  for (const json& edit : weights) {
    reshape(layer(edit), edit.at(1), edit.at(2).get<keras::Shape>());
  }
  graph.changed();
  return keras::save_graph(graph);
}

class RuntimeRefuses : public testing::TestWithParam<Row> {};

TEST_P(RuntimeRefuses, AndSoDoesTheConverter) {
  const json& row = GetParam().data;
  ConvertOptions options;
  options.akida_version = akida_version_from(row.at("target").get<std::string>());
  const ConversionResult result = convert(edited(row), options);
  EXPECT_FALSE(result.report.ok());
  EXPECT_TRUE(result.fbz.empty());
  std::string told;
  for (const Problem& problem : result.report.problems) told += describe(problem) + "\n";
  EXPECT_THAT(told, HasSubstr(row.at("reason").get<std::string>()));
}

INSTANTIATE_TEST_SUITE_P(Rules, RuntimeRefuses, testing::ValuesIn(rows()),
                         [](const auto& test) { return fixtures::test_name(test.param.rule()); });

}  // namespace
}  // namespace cnn2snn
