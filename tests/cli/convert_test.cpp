// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "program.h"

namespace cnn2snn::cli {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Convert : public ProgramTest {};

TEST_F(Convert, WritesBesideTheModel) {
  const Outcome result = run({"convert", "-m", good_model()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Model Summary"));
  EXPECT_THAT(result.out, HasSubstr("Model successfully converted and saved as model.fbz.\n"));
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(files(), ElementsAre("model.fbz", "model.h5"));
  EXPECT_GT(fs::file_size(folder_ / "model.fbz"), 100U);
}

TEST_F(Convert, IsDeterministic) {
  good_model("a.h5");
  good_model("b.h5");
  EXPECT_EQ(run({"convert", "-m", "a.h5", "-m", "b.h5"}).exit_code, 0);
  EXPECT_EQ(contents(folder_ / "a.fbz"), contents(folder_ / "b.fbz"));
}

TEST_F(Convert, CutsOnlyTheLastExtension) {
  fs::create_directory(folder_ / "v1.0");
  good_model("v1.0/net.best.h5");
  EXPECT_EQ(run({"convert", "--model", "v1.0/net.best.h5"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "v1.0/net.best.fbz"));
  good_model("v1.0/net");
  EXPECT_EQ(run({"convert", "--model=v1.0/net"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "v1.0/net.fbz"));
}

TEST_F(Convert, OutputIsAFileOrAFolder) {
  good_model();
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-o", "other.fbz"}).exit_code, 0);
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-o", "plain"}).exit_code, 0);
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-o", "new/folder/"}).exit_code, 0);
  fs::create_directory(folder_ / "there");
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-o", "there"}).exit_code, 0);
  EXPECT_THAT(files(), ElementsAre("model.h5", "new", "new/folder", "new/folder/model.fbz",
                                   "other.fbz", "plain.fbz", "there", "there/model.fbz"));
}

TEST_F(Convert, OutputMayBeADevice) {
  const Outcome result = run({"convert", "-m", good_model(), "-o", "/dev/null"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("saved as /dev/null."));
  EXPECT_FALSE(fs::exists("/dev/null.fbz"));
}

TEST_F(Convert, OutputMayBeTheStandardOutput) {
  good_model();
  const Outcome result = run({"convert", "-m", "model.h5", "-o", "-"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("Model Summary"));
  EXPECT_EQ(run({"convert", "-m", "model.h5"}).exit_code, 0);
  EXPECT_EQ(result.out, contents(folder_ / "model.fbz"));
  const Outcome both = run({"convert", "-m", "model.h5", "-o", "-", "--json"});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.out, IsEmpty());
}

TEST_F(Convert, ReplacesAnAkidaModel) {
  akida_model("model.fbz");
  const Outcome result = run({"convert", "-m", good_model()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(contents(folder_ / "model.fbz"), contents(akida_fixture()));
  EXPECT_THAT(files(), ElementsAre("model.fbz", "model.h5"));
}

TEST_F(Convert, ReplacesWhatALinkPointsTo) {
  good_model();
  akida_model("target.fbz");
  fs::create_symlink("target.fbz", folder_ / "model.fbz");
  EXPECT_EQ(run({"convert", "-m", "model.h5"}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(folder_ / "model.fbz"));
  EXPECT_NE(contents(folder_ / "target.fbz"), contents(akida_fixture()));
}

TEST_F(Convert, ReplacesNoOtherFile) {
  good_model();
  const std::map<std::string, std::string> others = {
      {"notes", "Buy milk.\n"},
      {"keras", contents(folder_ / "model.h5")},
      {"json", "{}"},
      {"empty", ""},
  };
  for (const auto& [name, bytes] : others) {
    write(folder_ / (name + ".fbz"), bytes);
    for (const std::vector<std::string>& output :
         {std::vector<std::string>{"-o", name}, {"-o", name + ".fbz"}}) {
      std::vector<std::string> arguments = {"convert", "-m", "model.h5"};
      arguments.insert(arguments.end(), output.begin(), output.end());
      const Outcome result = run(arguments);
      EXPECT_EQ(result.exit_code, 3) << name;
      EXPECT_THAT(result.err, HasSubstr("Cannot write " + name +
                                        ".fbz: the file there is not an "
                                        "Akida model. [E_FILE]\n    Choose another name"));
      EXPECT_EQ(contents(folder_ / (name + ".fbz")), bytes);
    }
  }
  write(folder_ / "model.fbz", "beside the model");
  EXPECT_EQ(run({"convert", "-m", "model.h5"}).exit_code, 3);
  EXPECT_EQ(contents(folder_ / "model.fbz"), "beside the model");
}

TEST_F(Convert, NoOutputIsNamedLikeAnotherModel) {
  good_model();
  for (const std::string name : {"new.h5", "new.HDF5", "new.keras", "a/new.onnx"}) {
    const Outcome result = run({"convert", "-m", "model.h5", "-o", name});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("the output " + name +
                                      " is named like another kind of "
                                      "model: an Akida model is a .fbz file"));
  }
  EXPECT_THAT(files(), ElementsAre("model.h5"));
}

TEST_F(Convert, ARefusedModelLeavesTheOldFile) {
  refused_model();
  write(folder_ / "refused.fbz", "old");
  const Outcome result = run({"convert", "-m", "refused.h5"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("Error: refused.h5 was not converted: 2 problems."));
  EXPECT_THAT(result.err, HasSubstr("conversion: conv_1 (QuantizedConv2D): An activation layer is "
                                    "required between the two neural layers 'conv_0' and "
                                    "'conv_1'. [E_INVALID_BLOCK]\n    Insert a ReLU"));
  EXPECT_EQ(contents(folder_ / "refused.fbz"), "old");
  EXPECT_THAT(files(), ElementsAre("refused.fbz", "refused.h5"));
}

TEST_F(Convert, AFullDiskLeavesTheOldFileAndNothingElse) {
  good_model();
  akida_model("model.fbz");
  largest_file_ = 512;
  const Outcome result = run({"convert", "-m", "model.h5", "--json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("File too large"));
  EXPECT_EQ(contents(folder_ / "model.fbz"), contents(akida_fixture()));
  EXPECT_THAT(files(), ElementsAre("model.fbz", "model.h5"));
}

TEST_F(Convert, AFolderThatCannotBeWritten) {
  good_model();
  write(folder_ / "file", "");
  const Outcome result = run({"convert", "-m", "model.h5", "-o", "file/model.fbz"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("Cannot write file/model.fbz: "));
  EXPECT_THAT(result.err, HasSubstr("[E_FILE]"));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(files(), ElementsAre("file", "model.h5"));
}

TEST_F(Convert, AFolderInTheOutputsPlace) {
  good_model();
  fs::create_directories(folder_ / "model.fbz");
  EXPECT_EQ(run({"convert", "-m", "model.h5"}).exit_code, 3);
  EXPECT_THAT(files(), ElementsAre("model.fbz", "model.h5"));
}

TEST_F(Convert, MissingFilesAndFolders) {
  const Outcome missing = run({"convert", "-m", "missing.h5"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("read: Cannot read missing.h5: no such file. [E_FILE]"));
  const Outcome folder = run({"convert", "-m", "."});
  EXPECT_EQ(folder.exit_code, 3);
  EXPECT_THAT(folder.err, HasSubstr("Give the file of a model, not a folder."));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(Convert, FilesThatAreNoModels) {
  for (const std::string& bytes : {std::string(), std::string("text"), std::string(1000, '\0')}) {
    write(folder_ / "model.h5", bytes);
    const Outcome result = run({"convert", "-m", "model.h5"});
    EXPECT_EQ(result.exit_code, 4) << result.err;
    EXPECT_THAT(result.err, HasSubstr("E_NOT_HDF5"));
  }
  good_model("whole.h5");
  write(folder_ / "cut.h5", contents(folder_ / "whole.h5").substr(0, 9000));
  EXPECT_EQ(run({"convert", "-m", "cut.h5"}).exit_code, 4);
}

TEST_F(Convert, FoldersOfSavedModelsAreNamed) {
  std::filesystem::create_directory(folder_ / "saved");
  write(folder_ / "saved" / "saved_model.pb", std::string("\x08\x01\x12\x04\x0A\x02\x0A\x00", 8));
  const Outcome result = run({"convert", "-m", "saved"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("SavedModel"));
}

TEST_F(Convert, OneFailureDoesNotStopTheOthers) {
  refused_model("a.h5");
  good_model("b.h5");
  good_model("d.h5");
  const Outcome result =
      run({"convert", "-m", "a.h5", "-m", "missing.h5", "-m", "b.h5", "-m", "d.h5"});
  EXPECT_EQ(result.exit_code, 5);  // of the first that failed
  EXPECT_THAT(files(), ElementsAre("a.h5", "b.fbz", "b.h5", "d.fbz", "d.h5"));
  EXPECT_EQ(run({"convert", "-m", "missing.h5", "-m", "a.h5"}).exit_code, 3);
}

TEST_F(Convert, SeveralModelsNeedAFolder) {
  good_model("a.h5");
  good_model("b.h5");
  const Outcome result = run({"convert", "-m", "a.h5", "-m", "b.h5", "-o", "one.fbz"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--output must be a folder"));
  EXPECT_EQ(run({"convert", "-m", "a.h5", "-m", "b.h5", "-o", "-"}).exit_code, 2);
  EXPECT_THAT(files(), ElementsAre("a.h5", "b.h5"));
  EXPECT_EQ(run({"convert", "-m", "a.h5", "-m", "b.h5", "-o", "all/"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "all/b.fbz"));
}

TEST_F(Convert, TwoModelsNeverGoToOneFile) {
  fs::create_directory(folder_ / "x");
  good_model("x/a.h5");
  good_model("a.h5");
  EXPECT_EQ(run({"convert", "-m", "a.h5", "-m", "x/a.h5", "-o", "all/"}).exit_code, 2);
  EXPECT_EQ(run({"convert", "-m", "a.h5", "-m", "a.h5"}).exit_code, 2);
}

TEST_F(Convert, TheModelIsNeverOverwritten) {
  good_model();
  const std::string before = contents(folder_ / "model.h5");
  const Outcome result = run({"convert", "-m", "model.h5", "-o", "./model.h5"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(contents(folder_ / "model.h5"), before);
}

TEST_F(Convert, JsonIsAllOfTheStandardOutput) {
  good_model("a.h5");
  refused_model("b.h5");
  const Outcome result = run({"convert", "-m", "a.h5", "-m", "b.h5", "-m", "c.h5", "--json"});
  std::vector<json> lines;
  std::istringstream out(result.out);
  for (std::string line; std::getline(out, line);) lines.push_back(json::parse(line));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["action"], "convert");
  EXPECT_EQ(lines[0]["ok"], true);
  EXPECT_EQ(lines[0]["target"], "v1");
  EXPECT_EQ(lines[0]["fbz_bytes"], fs::file_size(folder_ / "a.fbz"));
  EXPECT_EQ(lines[1]["ok"], false);
  EXPECT_EQ(lines[1]["problems"][0]["id"], "E_INVALID_BLOCK");
  EXPECT_EQ(lines[1]["problems"][0]["error_class"], "RuntimeError");
  EXPECT_EQ(lines[2]["problems"][0]["id"], "E_FILE");
  EXPECT_EQ(result.exit_code, 5);
}

TEST_F(Convert, RuntimeVersionIsStamped) {
  good_model();
  const Outcome result =
      run({"convert", "-m", "model.h5", "--runtime-version", "2.19.3", "--json"});
  EXPECT_EQ(json::parse(result.out)["model"]["version"], "2.19.3");
  const Outcome wrong = run({"convert", "-m", "model.h5", "--runtime-version", "new"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("E_ARGUMENT"));
}

TEST_F(Convert, TargetsComeFromTheFlagOrTheEnvironment) {
  model("conv_relu6_max", "q.h5");
  const std::map<std::string, std::string> v2 = {{"CNN2SNN_TARGET_AKIDA_VERSION", "v2"}};
  const std::map<std::string, std::string> v1 = {{"CNN2SNN_TARGET_AKIDA_VERSION", "v1"}};
  const std::map<std::string, std::string> bad = {{"CNN2SNN_TARGET_AKIDA_VERSION", "v3"}};
  const std::vector<std::string> plain = {"convert", "-m", "q.h5", "--json"};
  std::vector<std::string> flag = plain;
  flag.insert(flag.end(), {"--target", "v2"});
  EXPECT_EQ(json::parse(run(plain).out)["target"], "v2");
  EXPECT_EQ(json::parse(run(plain, v2).out)["target"], "v2");
  EXPECT_EQ(json::parse(run(plain, v1).out)["target"], "v1");
  EXPECT_EQ(json::parse(run(flag, v1).out)["target"], "v2");
  EXPECT_EQ(run(flag, bad).exit_code, 0);
  const Outcome wrong = run({"convert", "-m", "q.h5"}, bad);
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("CNN2SNN_TARGET_AKIDA_VERSION=v3 must be one of ['v1', 'v2']."));
}

TEST_F(Convert, LegacyModelsDoNotReadTheEnvironment) {
  good_model();
  const Outcome result =
      run({"convert", "-m", "model.h5"}, {{"CNN2SNN_TARGET_AKIDA_VERSION", "v3"}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(Convert, LegacyModelsSayThatTheyBecomeV1) {
  good_model();
  const Outcome result = run({"convert", "-m", "model.h5", "--target", "v2"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("it always targets Akida 1.0"));
  EXPECT_THAT(run({"convert", "-m", "model.h5", "--target", "v1"}).err, IsEmpty());
}

TEST_F(Convert, ScaleAndShiftAreDeprecatedAndCountTogether) {
  good_model();
  const auto padding_value = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"convert", "-m", "model.h5", "--json"});
    const Outcome result = run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("Warning: --scale and --shift"));
    return json::parse(result.out)["model"]["layers"][0]["parameters"]["padding_value"].get<int>();
  };
  EXPECT_EQ(padding_value({"--scale", "127", "--shift", "5"}), 5);
  EXPECT_EQ(padding_value({"-sc", "127", "-sh", "6"}), 6);
  EXPECT_EQ(padding_value({"-sc=127", "-sh=7"}), 7);
  EXPECT_EQ(padding_value({"-sc", "127"}), 0);
  EXPECT_EQ(padding_value({"-sh", "5"}), 0);
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-sc", "1.5", "-sh", "0"}).exit_code, 2);
  const Outcome negative = run({"convert", "-m", "model.h5", "-sc", "-3", "-sh", "-4"});
  EXPECT_EQ(negative.exit_code, 2);
  EXPECT_THAT(negative.err, HasSubstr("input_scaling=(-3, -4)"));
}

TEST_F(Convert, QuantizeMLModelsIgnoreScaleAndShift) {
  model("conv_relu6_max", "q.h5");
  const Outcome result = run({"convert", "-m", "q.h5", "-sc", "2", "-sh", "3"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("Cannot use input_scaling parameter when converting QuantizeML "
                                    "models to Akida."));
}

TEST_F(Convert, ProgressIsForTerminalsOnly) {
  good_model();
  EXPECT_THAT(run({"convert", "-m", "model.h5"}).err, Not(HasSubstr("%")));
}

}  // namespace
}  // namespace cnn2snn::cli
