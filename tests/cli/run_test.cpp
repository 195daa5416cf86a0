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

TEST_F(RunTest, WritesTheLastLayerWhereThereAreNoScores) {
  const std::string name = "stress_conv2d_1";
  const std::vector<Array> recorded = read_arrays(kRuns / (name + ".npz"));
  save(folder_ / "a.npy", take(recorded, "in.0"));
  ASSERT_EQ(run({"run", "-m", model(name), "-i", "a.npy", "-o", "out.npz"}).exit_code, 0);
  const std::vector<Array> written = read_arrays(folder_ / "out.npz");
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].name.rfind("out.0.", 0), 0U) << written[0].name;
  EXPECT_EQ(written[0].data, take(recorded, written[0].name).data);
}

TEST_F(RunTest, ConvertsAQuantizedModelFirst) {
  const std::string h5 = (fs::path(CNN2SNN_FIXTURES) / "models/ds_cnn_kws_i8_w8_a8.h5").string();
  ASSERT_EQ(run({"convert", "-m", h5, "-o", "kws.fbz"}).exit_code, 0);
  Array input;
  input.type = {ElementType::Kind::kUnsigned, 1};
  input.shape = {1, 49, 10, 1};
  for (int i = 0; i < 490; ++i) input.data.push_back(static_cast<std::uint8_t>(i * 7));
  save(folder_ / "a.npy", input);
  ASSERT_EQ(run({"run", "-m", "kws.fbz", "-i", "a.npy", "-o", "akida.npz"}).exit_code, 0);
  const Outcome keras = run({"run", "-m", h5, "-i", "a.npy", "-o", "keras.npz"});
  ASSERT_EQ(keras.exit_code, 0) << keras.err;
  EXPECT_EQ(contents(folder_ / "keras.npz"), contents(folder_ / "akida.npz"));
  // One that cannot be converted is refused as convert refuses it.
  refused_model();
  EXPECT_EQ(run({"run", "-m", "refused.h5", "-i", "a.npy"}).exit_code, 5);
}

TEST_F(RunTest, ReportsAModelThatCannotBeRead) {
  const Outcome missing = run({"run", "-m", "none.fbz", "-i", "a.npy", "--json"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_EQ(nlohmann::json::parse(missing.out).at("problems").at(0).at("id"), "E_FILE");
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
  const std::string name = "stress_fullyconnected_3";
  Array x = take(read_arrays(kRuns / (name + ".npz")), "in.0");
  x.name = "x";
  Array y;
  y.name = "y";
  y.type = {ElementType::Kind::kSigned, 4};
  y.shape = {x.shape[0]};
  y.data.resize(static_cast<std::size_t>(x.shape[0]) * 4);
  const auto saved = [this](const std::vector<Array>& arrays) {
    const std::vector<std::uint8_t> bytes = npz::write_npz(arrays);
    write(folder_ / "data.npz", std::string(bytes.begin(), bytes.end()));
  };
  saved({x, y});
  const Outcome result = run({"evaluate", "-m", model(name), "-i", "data.npz", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto parsed = nlohmann::json::parse(result.out);
  EXPECT_EQ(parsed.at("samples"), x.shape[0]);
  EXPECT_EQ(parsed.at("layers").size(), 2U);
  EXPECT_EQ(parsed.at("confusion").size(), 8U);
  std::uint64_t all = 0;
  for (const std::uint64_t count : parsed.at("confusion").at(0)) all += count;
  EXPECT_EQ(all, x.shape[0]);
  EXPECT_EQ(parsed.at("correct"), parsed.at("confusion").at(0).at(0));

  const Outcome text = run({"evaluate", "-m", model(name), "-i", "data.npz"});
  EXPECT_NE(text.out.find("Class against prediction"), std::string::npos) << text.out;

  saved({x});
  const Outcome alone = run({"evaluate", "-m", model(name), "-i", "data.npz"});
  EXPECT_EQ(alone.exit_code, 4);
  EXPECT_NE(alone.err.find("data.npz has no array y"), std::string::npos) << alone.err;
  y.data[3] = 0x80;
  saved({x, y});
  const Outcome negative = run({"evaluate", "-m", model(name), "-i", "data.npz"});
  EXPECT_EQ(negative.exit_code, 5);
  EXPECT_NE(negative.err.find("labels of -2147483648 to 0 for a model with 8 classes"),
            std::string::npos)
      << negative.err;
}

TEST_F(RunTest, MapsAreNotEvaluated) {
  const std::string name = "stress_separableconvolutional_29";
  Array x = take(read_arrays(kRuns / (name + ".npz")), "in.0");
  x.name = "x";
  Array y = x;
  y.name = "y";
  const std::vector<std::uint8_t> bytes = npz::write_npz(std::vector<Array>{x, y});
  write(folder_ / "data.npz", std::string(bytes.begin(), bytes.end()));
  const Outcome result = run({"evaluate", "-m", model(name), "-i", "data.npz"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_NE(result.err.find("the model gives a map of 3 x 2 scores a sample, no classification"),
            std::string::npos)
      << result.err;
}

TEST_F(RunTest, SaysWhatIsWrongWithAFile) {
  const std::string name = "stress_conv2d_1";
  const auto refused = [&](const std::string& file, const std::string& content) {
    write(folder_ / file, content);
    const Outcome result = run({"run", "-m", model(name), "-i", file});
    EXPECT_EQ(result.exit_code, 4) << result.err;
    return result.err;
  };
  const auto header = [](const std::string& dictionary) {
    std::string text = "\x93NUMPY\x01";
    text += '\0';
    text += static_cast<char>(dictionary.size() + 1);
    text += '\0';
    return text + dictionary + "\n";
  };
  EXPECT_NE(refused("objects.npy",
                    header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }") + "pickle")
                .find("object"),
            std::string::npos);
  EXPECT_NE(refused("cut.npy",
                    header("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 9), }") + "1234")
                .find("cut.npy"),
            std::string::npos);
  EXPECT_NE(refused("text.npy", "no array").find("text.npy"), std::string::npos);
}

const fs::path kPictures = fs::path(CNN2SNN_SOURCE_DIR) / "tests/files/pictures/files/pictures";

TEST_F(RunTest, RunsPictures) {
  const std::string h5 = (fs::path(CNN2SNN_FIXTURES) / "models/ds_cnn_kws_i8_w8_a8.h5").string();
  ASSERT_EQ(run({"convert", "-m", h5, "-o", "kws.fbz"}).exit_code, 0);
  const std::string picture = (kPictures / "dog/b.jpg").string();
  const Outcome one = run({"run", "-m", "kws.fbz", "-i", picture, "--top", "1"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(one.out.rfind(picture + "\n", 0), 0U) << one.out;
  EXPECT_NE(one.err.find("1 picture resized to 49 x 10 x 1 as Keras' image_dataset_from_directory "
                         "does (bilinear, proportions not kept), values cut to uint8."),
            std::string::npos)
      << one.err;
  const Outcome folder = run({"run", "-m", "kws.fbz", "-i", kPictures.string(), "--json"});
  ASSERT_EQ(folder.exit_code, 0) << folder.err;
  EXPECT_EQ(nlohmann::json::parse(folder.out).at("classes").size(), 9U);

  const Outcome evaluated = run({"evaluate", "-m", "kws.fbz", "-i", kPictures.string(), "--json"});
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  EXPECT_EQ(nlohmann::json::parse(evaluated.out).at("samples"), 9);
  EXPECT_NE(evaluated.err.find("0 cat, 1 dog, 2 tests only."), std::string::npos) << evaluated.err;
  const Outcome flat = run({"evaluate", "-m", "kws.fbz", "-i", (kPictures / "dog").string()});
  EXPECT_EQ(flat.exit_code, 4);
  EXPECT_NE(flat.err.find("has no sub-folders"), std::string::npos) << flat.err;

  const Outcome wrong = run({"run", "-m", model("stress_depthwiseconv2d_29"), "-i", picture});
  EXPECT_EQ(wrong.exit_code, 5);
  EXPECT_NE(wrong.err.find("pictures have values of 0 to 255, and the model takes int8"),
            std::string::npos)
      << wrong.err;
  write(folder_ / "cut.jpg", contents(kPictures / "dog/b.jpg").substr(0, 200));
  EXPECT_EQ(run({"run", "-m", "kws.fbz", "-i", "cut.jpg"}).exit_code, 4);
}

TEST_F(RunTest, PicturesForAModelThatTakesChannelsFirst) {
  const std::string gap = (fs::path(CNN2SNN_FIXTURES) / "onnx/conv_gap.fbz").string();
  Array planes = take(read_arrays(kPictures.parent_path() / "expected.npz"), "square");
  const std::string pixels(planes.data.begin(), planes.data.end());
  const auto samples = static_cast<std::size_t>(planes.shape[0]);
  constexpr std::size_t kPositions = std::size_t{12} * 12;
  constexpr std::size_t kChannels = 3;
  for (std::size_t i = 0; i < samples * kPositions * kChannels; ++i) {
    const std::size_t sample = i / (kPositions * kChannels);
    const std::size_t to =
        sample * kPositions * kChannels + i % kChannels * kPositions + i / kChannels % kPositions;
    std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(i * 4), 4,
                planes.data.begin() + static_cast<std::ptrdiff_t>(to * 4));
  }
  planes.shape = {planes.shape[0], kChannels, 12, 12};
  save(folder_ / "planes.npy", planes);
  ASSERT_EQ(run({"run", "-m", gap, "-i", kPictures.string(), "-o", "a.npz"}).exit_code, 0);
  ASSERT_EQ(run({"run", "-m", gap, "-i", "planes.npy", "-o", "b.npz"}).exit_code, 0);
  EXPECT_EQ(take(read_arrays(folder_ / "a.npz"), "predict.0").data,
            take(read_arrays(folder_ / "b.npz"), "predict.0").data);
}

}  // namespace
}  // namespace cnn2snn::cli
