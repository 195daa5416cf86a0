// SPDX-License-Identifier: Apache-2.0
// Float models quantized with the ranges that the official calibration observed: the Akida file
// must be the official one (tests/fixtures/quantize: NAME.json holds the arguments and the ranges).
#include "cnn2snn/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>

#include "api/expect_equal.h"
#include "fbz/fbz.h"
#include "files/npz/npz.h"
#include "fixtures.h"

namespace cnn2snn {
namespace {

using nlohmann::json;

std::string folder() {
  return std::string(CNN2SNN_FIXTURES) + "/quantize/";
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() == ".json") out.push_back(entry.path().stem());
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Case {
  json table;
  std::vector<std::uint8_t> h5;
  QuantizeOptions options;
};

Case read_case(const std::string& name) {
  Case out;
  std::ifstream in(folder() + name + ".json");
  out.table = json::parse(in);
  out.h5 = fixtures::read_file(folder() + out.table.value("model", name + ".h5"));
  const json& q = out.table.at("qparams");
  QuantizationParams& params = out.options.params;
  params.activation_bits = q.value("activation_bits", 8);
  params.per_tensor_activations = q.value("per_tensor_activations", false);
  params.weight_bits = q.value("weight_bits", 8);
  params.output_bits = q.value("output_bits", 8);
  params.input_weight_bits = q.value("input_weight_bits", 8);
  params.input_dtype = q.value("input_dtype", "uint8");
  params.buffer_bits = q.value("buffer_bits", 32);
  if (q.contains("last_output_bits")) params.last_output_bits = q.at("last_output_bits");
  out.options.quantize_until = out.table.at("call").value("quantize_until", "");
  out.options.akida_version = akida_version_from(out.table.at("target").get<std::string>());
  out.options.flatten_shift = FlattenShift::kDrop;
  out.options.ranges = json({{"observed", out.table.at("observed")}}).dump();
  return out;
}

/// Without what lists and line ends are printed with.
std::string letters(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
  return out;
}

class Quantize : public testing::TestWithParam<std::string> {};

TEST_P(Quantize, WithTheOfficialRangesLikeTheOfficialTools) {
  const Case c = read_case(GetParam());
  ASSERT_FALSE(c.h5.empty());
  const QuantizeResult result = quantize(c.h5, c.options);
  if (c.table.contains("refused")) {
    const std::string refused = c.table.at("refused");
    ASSERT_FALSE(result.report.ok()) << refused;
    EXPECT_TRUE(result.fbz.empty());
    const std::string reason = letters(result.report.problems[0].reason);
    // The official text is cut at its start.
    EXPECT_NE(letters(refused).find(reason.substr(1, 60)), std::string::npos)
        << describe(result.report.problems[0]) << "\nofficially: " << refused;
    return;
  }
  ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
  const akida::Model official = fbz::read(fixtures::read_file(folder() + GetParam() + ".fbz"));
  tests::expect_equal(fbz::read(result.fbz), official);
}

INSTANTIATE_TEST_SUITE_P(Corpus, Quantize, testing::ValuesIn(names()),
                         [](const auto& tested) { return tested.param; });

// --- With its own calibration --------------------------------------------------------------------

Case read_case_with_samples(const std::string& name, const std::string& samples) {
  Case out = read_case(name);
  const json& call = out.table.at("call");
  out.options.ranges.clear();
  out.options.samples =
      samples_of(npz::concatenate(npz::read_npz(fixtures::read_file(folder() + samples + ".npz"))));
  out.options.num_samples = call.value("num_samples", 1024);
  out.options.epochs = call.value("epochs", 1);
  if (call.contains("batch_size")) out.options.batch_size = call.at("batch_size");
  return out;
}

TEST(QuantizeWithSamples, WithItsOwnCalibrationGivesTheOfficialFile) {
  // Ranges that differ in the last bits change scales there, and no integer.
  const std::vector<std::string> nearly = {"act_gelu", "temporal", "transposed"};
  std::size_t equal = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().stem();
    if (entry.path().extension() != ".npz" || name == "digits") continue;
    const Case c = read_case_with_samples(name, name);
    if (c.table.value("onednn", 1) != 1 || c.table.contains("refused")) continue;
    const QuantizeResult result = quantize(c.h5, c.options);
    ASSERT_TRUE(result.report.ok()) << name << ": " << describe(result.report.problems[0]);
    if (std::find(nearly.begin(), nearly.end(), name) != nearly.end()) continue;
    SCOPED_TRACE(name);
    tests::expect_equal(fbz::read(result.fbz),
                        fbz::read(fixtures::read_file(folder() + name + ".fbz")));
    // The quantized .h5 is converted to the same file.
    ConvertOptions convert_options;
    convert_options.akida_version = c.options.akida_version;
    EXPECT_EQ(convert(result.h5, convert_options).fbz, result.fbz);
    // And so are the ranges that it gives.
    Case again = read_case(name);
    again.options.ranges = result.ranges;
    EXPECT_EQ(quantize(again.h5, again.options).fbz, result.fbz);
    ++equal;
  }
  EXPECT_GE(equal, 11U);
}

TEST(QuantizeWithSamples, KeepsTheShiftsOfAFlatten) {
  Case c = read_case_with_samples("digits_4_4_4", "digits");
  const QuantizeResult dropped = quantize(c.h5, c.options);
  ASSERT_TRUE(dropped.report.ok());
  ASSERT_EQ(dropped.report.warnings.size(), 1U);
  EXPECT_EQ(dropped.report.warnings[0].id, ErrorId::kFlattenShift);
  tests::expect_equal(fbz::read(dropped.fbz),
                      fbz::read(fixtures::read_file(folder() + "digits_4_4_4.fbz")));
  c.options.flatten_shift = FlattenShift::kKeep;
  const QuantizeResult kept = quantize(c.h5, c.options);
  ASSERT_TRUE(kept.report.ok());
  ASSERT_EQ(kept.report.warnings.size(), 1U);
  EXPECT_NE(kept.report.warnings[0].reason.find("whether every device does"), std::string::npos);
  const auto dense = std::find_if(
      kept.model.layers.begin(), kept.model.layers.end(),
      [](const akida::Layer& layer) { return layer.type == akida::LayerType::kDense1D; });
  ASSERT_NE(dense, kept.model.layers.end());
  constexpr std::size_t kChannels = 24;
  const akida::Variable& shift = dense->variables.at("input_shift");
  const std::vector<std::uint8_t> first(shift.data.begin(), shift.data.begin() + kChannels);
  EXPECT_NE(first, std::vector<std::uint8_t>(kChannels, 0));
  EXPECT_EQ(shift.data.size() % kChannels, 0U);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), shift.data.begin() + kChannels))
      << "the same for each pixel";
}

TEST(QuantizeWithSamples, WithoutSamplesTakesRandomOnesAndSaysSo) {
  Case c = read_case("bn_pool");
  c.options.ranges.clear();
  c.options.num_samples = 3;
  const QuantizeResult first = quantize(c.h5, c.options);
  ASSERT_TRUE(first.report.ok()) << describe(first.report.problems[0]);
  ASSERT_FALSE(first.report.warnings.empty());
  EXPECT_EQ(first.report.warnings[0].id, ErrorId::kSamples);
  EXPECT_EQ(quantize(c.h5, c.options).fbz, first.fbz) << "repeatable";
  c.options.seed = 1;
  EXPECT_NE(quantize(c.h5, c.options).ranges, first.ranges);
}

TEST(QuantizeWithSamples, CanBeCancelledWhileItCalibrates) {
  Case c = read_case_with_samples("bn_pool", "bn_pool");
  int calls = 0;
  c.options.progress = [&calls](double, Step) { return ++calls < 4; };
  const QuantizeResult result = quantize(c.h5, c.options);
  ASSERT_FALSE(result.report.ok());
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kCancelled);
  EXPECT_TRUE(result.fbz.empty());
}

}  // namespace
}  // namespace cnn2snn
