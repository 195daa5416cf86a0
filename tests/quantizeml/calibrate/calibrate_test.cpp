// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <map>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"
#include "files/npz/npz.h"
#include "fixtures.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

// A model with samples, and the ranges that the official calibration of it observed.
struct Fixture {
  nlohmann::json json;
  std::vector<std::uint8_t> bytes;
  keras::Graph graph;
  std::vector<Observer> observers;
  Samples samples;
  CalibrationOptions options;
};

std::string folder() {
  return std::string(CNN2SNN_FIXTURES) + "/quantize/";
}

std::unique_ptr<Fixture> load(const std::string& name) {
  auto fixture = std::make_unique<Fixture>();
  const std::string record = name == "digits" ? "digits_4_4_4" : name;
  fixture->json = nlohmann::json::parse(fixtures::read_file(folder() + record + ".json"));
  fixture->bytes = fixtures::read_file(folder() + name + ".h5");
  fixture->graph =
      keras::load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(fixture->bytes)));
  sanitize(fixture->graph);
  fixture->samples =
      samples_of(npz::concatenate(npz::read_npz(fixtures::read_file(folder() + name + ".npz"))));
  const nlohmann::json& call = fixture->json.at("call");
  if (call.contains("batch_size")) fixture->options.batch_size = call.at("batch_size");
  if (call.contains("num_samples")) fixture->options.num_samples = call.at("num_samples");
  if (call.contains("epochs")) fixture->options.epochs = call.at("epochs");
  for (const auto& [name_of, values] : fixture->json.at("observed").items()) {
    if (name_of.ends_with("/min")) continue;
    Observer observer;
    observer.input = name_of.ends_with("/max");
    observer.layer = observer.input ? name_of.substr(0, name_of.size() - 4) : name_of;
    observer.per_axis = values.size() > 1;
    fixture->observers.push_back(observer);
  }
  return fixture;
}

struct Comparison {
  std::size_t equal = 0;
  std::size_t all = 0;
  double worst = 0;  // Of the layer's largest range.
};

void compare(const std::vector<float>& ours, const nlohmann::json& theirs, Comparison& sum) {
  ASSERT_EQ(ours.size(), theirs.size());
  double largest = 1e-30;
  for (const auto& value : theirs) largest = std::max(largest, std::fabs(double(value)));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const auto expected = static_cast<float>(double(theirs[i]));
    sum.all += 1;
    sum.equal += expected == ours[i] ? 1 : 0;
    sum.worst = std::max(sum.worst, std::fabs(double(expected) - double(ours[i])) / largest);
  }
}

Comparison compare(const Ranges& ranges, const nlohmann::json& observed) {
  Comparison sum;
  for (const ObservedRange& range : ranges.layers) {
    const bool input = !range.min.empty();
    if (input) compare(range.min, observed.at(range.layer + "/min"), sum);
    compare(range.max, observed.at(range.layer + (input ? "/max" : "")), sum);
  }
  return sum;
}

TEST(Calibration, ObservesWhatTheOfficialOneDoes) {
  // Ranges that are not equal to the last bit: layers for which the order of TensorFlow's sums is
  // not known. All others are equal.
  const std::map<std::string, std::size_t> differing = {
      {"act_gelu", 6}, {"temporal", 5}, {"transposed", 3}};
  std::size_t models = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() != ".npz") continue;
    const std::string name = entry.path().stem();
    const auto fixture = load(name);
    if (fixture->json.value("onednn", 1) != 1) continue;
    const Ranges ranges =
        calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
    const Comparison sum = compare(ranges, fixture->json.at("observed"));
    const auto known = differing.find(name);
    EXPECT_EQ(sum.all - sum.equal, known == differing.end() ? 0 : known->second) << name;
    EXPECT_LT(sum.worst, 1e-6) << name;
    ++models;
  }
  EXPECT_GE(models, 14U);
}

TEST(Calibration, IsTheSameForAnyNumberOfThreads) {
  const auto fixture = load("residual");
  const Ranges one =
      calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
  fixture->options.threads = 3;
  const Ranges three =
      calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
  EXPECT_EQ(to_json(one), to_json(three));
}

TEST(Calibration, ReportsProgressAndStops) {
  const auto fixture = load("residual");
  std::size_t last = 0;
  fixture->options.progress = [&](std::size_t done, std::size_t all) {
    EXPECT_GT(done, last);
    EXPECT_EQ(all, fixture->samples.count);
    last = done;
    return done < 8;
  };
  try {
    calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, ErrorId::kCancelled);
  }
  EXPECT_LT(last, fixture->samples.count);
}

TEST(Calibration, NamesTheLayerWhoseValuesAreNotFinite) {
  const auto fixture = load("residual");
  fixture->samples.read = [](std::size_t index, std::span<float> out) {
    std::fill(out.begin(), out.end(), 1.0F);
    if (index == 3) out[5] = std::numeric_limits<float>::quiet_NaN();
  };
  try {
    calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, ErrorId::kQuantization);
    EXPECT_FALSE(error.problem().layers.empty());
  }
}

TEST(Calibration, SamplesOfAnotherShapeAreRefused) {
  const auto fixture = load("residual");
  fixture->samples.shape = {16, 16, 4};
  fixture->samples.read = [](std::size_t, std::span<float> out) {
    std::fill(out.begin(), out.end(), 1.0F);
  };
  EXPECT_THROW(calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options),
               ConversionError);
}

TEST(Calibration, SizesNoMemoryIsMeantForAreRefused) {
  const auto fixture = load("residual");
  const std::size_t input = fixture->graph.inputs.at(0).layer;
  keras::Value::List shape = fixture->graph.layers[input].config["batch_input_shape"].list();
  shape.at(1) = shape.at(2) = keras::Value(std::int64_t{1} << 16);
  fixture->graph.layers[input].config.set("batch_input_shape", keras::Value(std::move(shape)));
  fixture->graph.changed();
  fixture->samples.read = [](std::size_t, std::span<float>) { FAIL(); };
  try {
    calibrate(fixture->graph, fixture->observers, fixture->samples, fixture->options);
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, ErrorId::kLimit);
    EXPECT_FALSE(error.problem().layers.empty());
  }
}

TEST(RandomSamples, FillTheRangeAndRepeat) {
  const Samples samples = random_samples(4, {32, 32, 3}, -128, 127, 7);
  std::vector<float> first(32 * 32 * 3);
  std::vector<float> again(first.size());
  samples.read(1, first);
  random_samples(4, {32, 32, 3}, -128, 127, 7).read(1, again);
  EXPECT_EQ(first, again);
  EXPECT_EQ(*std::min_element(first.begin(), first.end()), -128.0F);
  EXPECT_EQ(*std::max_element(first.begin(), first.end()), 127.0F);
  samples.read(2, again);
  EXPECT_NE(first, again);
  random_samples(4, {32, 32, 3}, -128, 127, 8).read(1, again);
  EXPECT_NE(first, again);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
