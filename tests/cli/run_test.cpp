// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/program.h"
#include "files/npz/npz.h"

namespace cnn2snn::cli {
namespace {

const fs::path kRuns = fs::path(CNN2SNN_FIXTURES) / "runs";

class RunTest : public ProgramTest {
 protected:
  static std::vector<Array> read_arrays(const fs::path& path) {
    const std::string bytes = contents(path);
    return npz::read_arrays({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  }

  static Array take(const std::vector<Array>& arrays, const std::string& name) {
    const auto found = std::find_if(arrays.begin(), arrays.end(),
                                    [&](const Array& array) { return array.name == name; });
    EXPECT_NE(found, arrays.end()) << name;
    return found == arrays.end() ? Array{} : *found;
  }

  void save(const fs::path& path, const Array& array) {
    const std::vector<std::uint8_t> bytes = npz::write_npy(array);
    write(path, std::string(bytes.begin(), bytes.end()));
  }

  static std::string model(const std::string& name) {
    return (kRuns / "models" / (name + ".fbz")).string();
  }
};

TEST_F(RunTest, WritesWhatTheRuntimeGave) {
  const std::string name = "stress_dequantizer_0";
  const std::vector<Array> recorded = read_arrays(kRuns / (name + ".npz"));
  save(folder_ / "a.npy", take(recorded, "in.0"));
  save(folder_ / "b.npy", take(recorded, "in.1"));
  const Outcome result =
      run({"run", "-m", model(name), "-i", "a.npy", "-i", "b.npy", "-o", "out.npz", "--layers"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<Array> written = read_arrays(folder_ / "out.npz");
  std::size_t compared = 0;
  for (const Array& array : recorded) {
    if (array.name.rfind("in.", 0) == 0) continue;
    const Array ours = take(written, array.name);
    EXPECT_EQ(ours.data, array.data) << array.name;
    EXPECT_EQ(ours.shape, array.shape) << array.name;
    EXPECT_EQ(ours.type, array.type) << array.name;
    ++compared;
  }
  EXPECT_GT(compared, 4U);
}

TEST_F(RunTest, PrintsClassesWithTheirLabels) {
  const std::string name = "stress_dequantizer_0";
  save(folder_ / "a.npy", take(read_arrays(kRuns / (name + ".npz")), "in.0"));
  write(folder_ / "labels.txt", "zero\none\n");
  const Outcome plain =
      run({"run", "-m", model(name), "-i", "a.npy", "--top", "100", "--labels", "labels.txt"});
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_NE(plain.out.find("a.npy [0]"), std::string::npos) << plain.out;
  EXPECT_NE(plain.out.find("  one\n"), std::string::npos) << plain.out;
  const Outcome json = run({"run", "-m", model(name), "-i", "a.npy", "--top", "1", "--json"});
  const auto parsed = nlohmann::json::parse(json.out);
  EXPECT_EQ(parsed.at("output_type"), "float32");
  EXPECT_EQ(parsed.at("classes").at(0).size(), 1U);
}

TEST_F(RunTest, SaysWhatInputIsWanted) {
  const std::string name = "stress_conv2d_1";
  Array array = take(read_arrays(kRuns / (name + ".npz")), "in.0");
  array.shape = {static_cast<std::int64_t>(array.count())};
  save(folder_ / "flat.npy", array);
  const Outcome flat = run({"run", "-m", model(name), "-i", "flat.npy"});
  EXPECT_EQ(flat.exit_code, 5);
  EXPECT_NE(flat.err.find("Input shape must be (N,"), std::string::npos) << flat.err;
  array.type = {ElementType::Kind::kFloat, 8};
  array.shape = {2};
  array.data.assign(16, 0);
  save(folder_ / "double.npy", array);
  const Outcome wide = run({"run", "-m", model(name), "-i", "double.npy"});
  EXPECT_EQ(wide.exit_code, 5);
  EXPECT_NE(wide.err.find("The array is float64"), std::string::npos) << wide.err;
  write(folder_ / "cut.npy", contents(folder_ / "double.npy").substr(0, 90));
  EXPECT_EQ(run({"run", "-m", model(name), "-i", "cut.npy"}).exit_code, 4);
  EXPECT_EQ(run({"run", "-m", model(name), "-i", "none.npy"}).exit_code, 3);
  EXPECT_EQ(run({"run", "-m", model(name), "-i", "flat.npy", "--layers"}).exit_code, 2);
}

TEST_F(RunTest, EvaluatesAgainstLabels) {
  const std::string name = "stress_separableconvolutional_29";
  const Array x = take(read_arrays(kRuns / (name + ".npz")), "in.0");
  Array y;
  y.name = "y";
  y.type = {ElementType::Kind::kSigned, 4};
  y.shape = {x.shape[0]};
  y.data.resize(static_cast<std::size_t>(x.shape[0]) * 4);
  Array named = x;
  named.name = "x";
  const std::vector<Array> both{named, y};
  const std::vector<std::uint8_t> bytes = npz::write_npz(both);
  write(folder_ / "data.npz", std::string(bytes.begin(), bytes.end()));
  const Outcome result = run({"evaluate", "-m", model(name), "-i", "data.npz", "--json"});
  const auto parsed = nlohmann::json::parse(result.out);
  // Whether it has scores is the model's affair: either way the answer is complete.
  if (result.exit_code == 0) {
    EXPECT_EQ(parsed.at("samples"), x.shape[0]);
    EXPECT_GT(parsed.at("layers").size(), 1U);
  } else {
    EXPECT_EQ(parsed.at("problems").size(), 1U);
  }
}

}  // namespace
}  // namespace cnn2snn::cli
