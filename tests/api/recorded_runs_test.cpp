// SPDX-License-Identifier: Apache-2.0
//
// Runs of the official software runtime (akida 2.19.3), recorded: every layer's output and what
// predict gives must be equal, element by element. tests/fixtures/runs holds small models of every
// layer type, chosen so that each known mistake shows. CNN2SNN_RUNS=FOLDER tries another folder
// (NAME.npz, NAME.json, and models by their path relative to the folder above).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cnn2snn/runner.h"
#include "files/npz/npz.h"
#include "fixtures.h"
#include "sha256.h"

namespace cnn2snn {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string folder() {
  const char* given = std::getenv("CNN2SNN_RUNS");
  return given != nullptr ? given : std::string(CNN2SNN_FIXTURES) + "/runs";
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() == ".json") all.push_back(entry.path().stem().string());
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Integers are hashed as int32 whatever their type.
std::string digest(const Array& array) {
  if (array.type.kind == ElementType::Kind::kFloat) return tests::sha256(array.data);
  std::vector<std::uint8_t> wide;
  for (std::size_t i = 0; i < array.count(); ++i) {
    const std::uint8_t* bytes = array.data.data() + i * array.type.size;
    const bool negative =
        array.type.kind == ElementType::Kind::kSigned && (bytes[array.type.size - 1] & 0x80U) != 0;
    for (std::size_t b = 0; b < 4; ++b) {
      wide.push_back(b < array.type.size ? bytes[b] : negative ? 0xFF : 0);
    }
  }
  return tests::sha256(wide);
}

void expect_equal(const Array& array, const json& recorded, const std::string& what) {
  EXPECT_EQ(to_string(array.type), recorded.at("dtype").get<std::string>()) << what;
  EXPECT_EQ(json(array.shape), recorded.at("shape")) << what;
  EXPECT_EQ(digest(array), recorded.at("sha256").get<std::string>()) << what;
}

void expect_classes(const std::vector<std::int64_t>& classes, const json& recorded) {
  if (recorded.is_array()) {
    EXPECT_EQ(json(classes), recorded);
    return;
  }
  Array array;
  array.type = {ElementType::Kind::kSigned, 4};
  for (const std::int64_t value : classes) {
    for (int shift = 0; shift < 32; shift += 8) {
      array.data.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
  EXPECT_EQ(digest(array), recorded.at("sha256").get<std::string>());
}

class RecordedRun : public testing::TestWithParam<std::string> {
 protected:
  static void run(const RunnerOptions& options);
};

void RecordedRun::run(const RunnerOptions& options) {
  const std::string base = folder() + "/" + GetParam();
  std::ifstream in(base + ".json");
  const json recorded = json::parse(in);
  std::map<std::string, Array> arrays;
  for (Array& array : npz::read_npz(fixtures::read_file(base + ".npz"))) {
    arrays[array.name] = std::move(array);
  }
  Report report;
  const auto runner =
      Runner::load(fixtures::read_file(folder() + "/../" + recorded.at("model").get<std::string>()),
                   options, report);
  ASSERT_TRUE(report.ok()) << describe(report.problems[0]);
  std::size_t k = 0;
  for (const json& call : recorded.at("calls")) {
    ForwardOptions forward;
    forward.layers = true;
    forward.scores = call.at("predict").contains("sha256");
    const ForwardResult result = runner->forward(arrays.at("in." + std::to_string(k)), forward);
    ASSERT_TRUE(result.report.ok()) << describe(result.report.problems[0]);
    for (const json& layer : call.at("layers")) {
      const std::size_t index = layer.at("index");
      expect_equal(result.layers[index], layer, layer.at("name").get<std::string>());
    }
    if (forward.scores) {
      expect_equal(result.scores, call.at("predict"), "predict");
      expect_classes(classes_of(result.scores), call.at("predict_classes"));
    } else {
      const ForwardResult refused = runner->predict(arrays.at("in." + std::to_string(k)));
      ASSERT_FALSE(refused.report.ok());
      const Problem& problem = refused.report.problems[0];
      EXPECT_EQ(problem.error_class + ": " + problem.reason,
                call.at("predict").at("error").get<std::string>());
    }
    ++k;
  }
}

TEST_P(RecordedRun, IsEqual) {
  run({});
}

TEST_P(RecordedRun, IsEqualOnPlainCode) {
  run({1, true});
}

TEST_P(RecordedRun, IsEqualOnThreads) {
  run({3, false});
}

INSTANTIATE_TEST_SUITE_P(Recorded, RecordedRun, testing::ValuesIn(names()),
                         [](const auto& run) { return fixtures::test_name(run.param); });

}  // namespace
}  // namespace cnn2snn
