// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace cnn2snn::cli {
namespace {

using ::testing::HasSubstr;

class QuantizeAction : public ProgramTest {
 protected:
  std::string fixture(const std::string& name) {
    fs::copy_file(fs::path(CNN2SNN_FIXTURES) / "quantize" / name, folder_ / name);
    return name;
  }
  std::string official(const std::string& name) {
    return contents(fs::path(CNN2SNN_FIXTURES) / "quantize" / name);
  }
};

TEST_F(QuantizeAction, WritesTheQuantizedModelAndTheAkidaFile) {
  const Outcome result =
      run({"quantize", "-m", fixture("bn_pool.h5"), "-sa", fixture("bn_pool.npz"), "-bs", "8",
           "--fbz", "akida.fbz", "--ranges", "ranges.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("The samples are dark"));
  EXPECT_EQ(run({"convert", "-m", "bn_pool_i8_w8_a8.h5"}).exit_code, 0);
  EXPECT_EQ(contents(folder_ / "bn_pool_i8_w8_a8.fbz"), contents(folder_ / "akida.fbz"));
  EXPECT_EQ(run({"quantize", "-m", "bn_pool.h5", "--use-ranges", "ranges.json", "-s", "again",
                 "--fbz", "again.fbz"})
                .exit_code,
            0);
  EXPECT_EQ(contents(folder_ / "again.fbz"), contents(folder_ / "akida.fbz"));
  EXPECT_EQ(contents(folder_ / "again.h5"), contents(folder_ / "bn_pool_i8_w8_a8.h5"));
}

TEST_F(QuantizeAction, CheckTakesTheSamplesThatDecide) {
  const std::string model = fixture("digits.h5");
  const Outcome fitting = run({"check", "-m", model, "--samples", fixture("digits.npz")});
  EXPECT_EQ(fitting.exit_code, 0) << fitting.err;
  EXPECT_THAT(fitting.out, ::testing::Not(HasSubstr("is not decided")));
  const Outcome others = run({"check", "-m", model, "-sa", fixture("bn_pool.npz")});
  EXPECT_THAT(others.out, HasSubstr("Its input has another shape than its weights."));
  EXPECT_EQ(run({"check", "-m", model, "--seed", "3"}).exit_code, 0);
  EXPECT_EQ(run({"check", "-m", model, "-sa", "none.npz"}).exit_code,
            run({"quantize", "-m", model, "-sa", "none.npz"}).exit_code);
}

TEST_F(QuantizeAction, PrintsItsReport) {
  const Outcome result = run({"quantize", "-m", fixture("bn_pool.h5"), "-sa",
                              fixture("bn_pool.npz"), "--fbz", "a.fbz", "--json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report.at("action"), "quantize");
  EXPECT_EQ(report.at("quantized"), true);
  EXPECT_EQ(report.at("fbz_bytes"), fs::file_size(folder_ / "a.fbz"));
  EXPECT_EQ(report.at("h5_bytes"), fs::file_size(folder_ / "bn_pool_i8_w8_a8.h5"));
  EXPECT_EQ(report.at("source_bytes"), fs::file_size(folder_ / "bn_pool.h5"));
  EXPECT_EQ(report.at("warnings").at(0).at("id"), "W_SAMPLES");
  const Outcome refused = run({"quantize", "-m", "none.h5", "--json"});
  EXPECT_EQ(nlohmann::json::parse(refused.out).at("problems").at(0).at("id"), "E_FILE");
}

TEST_F(QuantizeAction, IsWhatConvertingAFloatModelAdvises) {
  const Outcome result = run({"convert", "-m", fixture("bn_pool.h5")});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.err,
              HasSubstr("cnn2snn quantize -m bn_pool.h5 -sa SAMPLES --fbz bn_pool.fbz"));
}

TEST_F(QuantizeAction, NamesItsOutputAfterModelAndBitsOrConfiguration) {
  const auto named = [&](const std::string& model, const std::vector<std::string>& options) {
    fs::create_directories((folder_ / model).parent_path());
    fs::copy_file(fs::path(CNN2SNN_FIXTURES) / "quantize/bn_pool.h5", folder_ / model);
    std::vector<std::string> words = {"quantize", "-m", model, "-ns", "4"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome result = run(words);
    return result.out.substr(result.out.rfind(": ") + 2);
  };
  EXPECT_EQ(named("a_i8_w4_a4.h5", {}), "a_i8_w8_a8.h5\n");
  EXPECT_EQ(named("b_i8_w4_a4_old.h5", {"-w", "4", "-i", "4"}), "b_i4_w4_a8.h5\n");
  // A folder is not a part of the name, whatever it is called.
  EXPECT_EQ(named("all_i8_w4_a4/c.h5", {}), "all_i8_w4_a4/c_i8_w8_a8.h5\n");
  EXPECT_EQ(named("v1.2/d.h5", {"-a", "4"}), "v1.2/d_i8_w8_a4.h5\n");
  fs::create_directory(folder_ / "of");
  write(folder_ / "of/mine.json", "{}");
  EXPECT_EQ(named("e.h5", {"-c", "of/mine.json"}), "e_mine.h5\n");
}

TEST_F(QuantizeAction, WithoutSamplesWarnsAndRepeats) {
  const std::string model = fixture("bn_pool.h5");
  const Outcome result = run({"quantize", "-m", model, "-ns", "4", "-s", "a", "--seed", "5"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("seed 5"));
  run({"quantize", "-m", model, "-ns", "4", "-s", "b", "--seed", "5", "--threads", "1"});
  EXPECT_EQ(contents(folder_ / "a.h5"), contents(folder_ / "b.h5"));
  run({"quantize", "-m", model, "-ns", "4", "-s", "c", "--seed", "6"});
  EXPECT_NE(contents(folder_ / "a.h5"), contents(folder_ / "c.h5"));
}

TEST_F(QuantizeAction, TakesAFolderOfPictures) {
  const std::string pictures =
      std::string(CNN2SNN_SOURCE_DIR) + "/tests/files/pictures/files/pictures";
  const Outcome result =
      run({"quantize", "-m", fixture("bn_pool.h5"), "-sa", pictures, "--fbz", "a.fbz"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_FALSE(contents(folder_ / "a.fbz").empty());
}

TEST_F(QuantizeAction, RefusesWhatItCannotTake) {
  const std::string model = fixture("bn_pool.h5");
  const std::string samples = fixture("mlp_int8.npz");
  EXPECT_EQ(run({"quantize", "-m", model, "-sa", samples}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "-sa", "none.npz"}).exit_code, 3);
  EXPECT_EQ(run({"quantize", "-m", model, "-w", "0"}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "--input_shape", "8,x"}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "-sa", samples, "--use-ranges", samples}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "-id", "float32"}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "-sa", samples, "--fbz", "a.h5"}).exit_code, 2);
  EXPECT_EQ(run({"quantize", "-m", model, "-sa", samples, "--ranges", "a.onnx"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder_ / "bn_pool_i8_w8_a8.h5"));
}

TEST_F(QuantizeAction, ReplacesAQuantizedModelOfBeforeAlone) {
  const std::string model = fixture("bn_pool.h5");
  const std::string bytes = contents(folder_ / model);
  const Outcome onto_itself = run({"quantize", "-m", model, "-s", model});
  EXPECT_EQ(onto_itself.exit_code, 3) << onto_itself.err;
  EXPECT_THAT(onto_itself.err, HasSubstr("the file there is not a quantized Keras model"));
  EXPECT_EQ(contents(folder_ / model), bytes);
  EXPECT_EQ(run({"quantize", "-m", model, "-s", "new.h5"}).exit_code, 0);
  EXPECT_EQ(run({"quantize", "-m", model, "-s", "new.h5"}).exit_code, 0);
}

}  // namespace
}  // namespace cnn2snn::cli
