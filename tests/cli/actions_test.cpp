// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cnn2snn/cnn2snn.h"
#include "program.h"

namespace cnn2snn::cli {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Program : public ProgramTest {};
class Info : public ProgramTest {};
class Upgrade : public ProgramTest {};
class Check : public ProgramTest {};
class Patterns : public ProgramTest {};
class Deprecated : public ProgramTest {};

TEST_F(Program, WithoutActionHelps) {
  const Outcome plain = run({});
  EXPECT_EQ(plain.exit_code, 0);
  EXPECT_THAT(plain.out, StartsWith("usage: cnn2snn"));
  EXPECT_EQ(run({"--help"}).out, plain.out);
  EXPECT_EQ(run({"-h"}).out, plain.out);
}

TEST_F(Program, EveryActionHelps) {
  for (const std::string action : {"convert", "check", "info", "upgrade", "patterns", "devices",
                                   "quantize", "reshape", "calibrate"}) {
    const Outcome result = run({action, "--help"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, StartsWith("usage: cnn2snn " + action));
  }
}

TEST_F(Program, ShowsItsVersion) {
  EXPECT_EQ(run({"--version"}).out, "cnn2snn " + std::string(cnn2snn::version()) + "\n");
}

TEST_F(Program, WrongUsageIsExitCodeTwo) {
  const std::vector<std::vector<std::string>> wrong = {
      {"upgrade"},
      {"convert"},
      {"convert", "-m"},
      {"convert", "model.h5"},
      {"convert", "-m", "a.h5", "b.h5"},
      {"convert", "-m", "a.h5", "--target", "v3"},
      {"convert", "-m", "a.h5", "--nothing"},
      {"check", "-m", "a.h5", "--input-dtype", "float32"},
      {"info"},
      {"reshape", "-m", "a.h5", "-ih", "3"},
  };
  for (const auto& arguments : wrong) {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_THAT(result.err, HasSubstr("error: "));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST_F(Info, ShowsKerasModels) {
  const Outcome result = run({"info", good_model()});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("QuantizedConv2D"));
  EXPECT_THAT(result.out, HasSubstr("(legacy)"));
  const json report = json::parse(run({"info", "model.h5", "--json"}).out);
  EXPECT_EQ(report["action"], "info");
  EXPECT_EQ(report["file"], "h5");
  EXPECT_EQ(report["source"]["kind"], "legacy");
}

TEST_F(Info, ShowsAkidaModels) {
  ASSERT_EQ(run({"convert", "-m", good_model(), "-o", "akida.bin"}).exit_code, 0);
  const Outcome result = run({"info", "akida.bin"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Model Summary"));
  EXPECT_THAT(result.out, HasSubstr("akida.bin: Akida v1 model"));
  const json report = json::parse(run({"info", "akida.bin", "--json"}).out);
  EXPECT_EQ(report["file"], "fbz");
  EXPECT_EQ(report["model"]["layers"][0]["type"], "InputConvolutional");
}

TEST_F(Info, RefusesOtherFiles) {
  EXPECT_EQ(run({"info", "missing.fbz"}).exit_code, 3);
  write(folder_ / "text.txt", "neither of them");
  const Outcome result = run({"info", "text.txt"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("Error: text.txt cannot be shown"));
  EXPECT_EQ(json::parse(run({"info", "text.txt", "--json"}).out)["ok"], false);
}

TEST_F(Info, PrintsNothingLikeASummaryWhenItFails) {
  const std::string old = contents(fs::path(CNN2SNN_FIXTURES) / "old_fbz" / "pools.fbz");
  write(folder_ / "cut.fbz", old.substr(0, old.size() / 2));
  const Outcome result = run({"info", "cut.fbz"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("Error: cut.fbz cannot be shown"));
}

TEST_F(Upgrade, WritesOldFilesInTodaysLayout) {
  const fs::path folder = fs::path(CNN2SNN_FIXTURES) / "old_fbz";
  const std::string old = contents(folder / "separable.fbz");
  write(folder_ / "old.fbz", old);
  EXPECT_THAT(run({"info", "old.fbz"}).out, HasSubstr("of Akida 2.2 or earlier"));
  const Outcome result = run({"upgrade", "old.fbz", "-o", "new"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("for Akida runtime 2.4.0 and later"));
  EXPECT_THAT(result.out, HasSubstr("Model successfully upgraded and saved as new.fbz.\n"));
  EXPECT_EQ(contents(folder_ / "old.fbz"), old);
  EXPECT_EQ(json::parse(run({"info", "new.fbz", "--json"}).out)["model"]["version"], "2.4.0");
  // Without an output the file itself is replaced.
  EXPECT_EQ(run({"upgrade", "old.fbz", "--runtime-version", "2.19.3"}).exit_code, 0);
  EXPECT_EQ(json::parse(run({"info", "old.fbz", "--json"}).out)["model"]["version"], "2.19.3");
  EXPECT_EQ(json::parse(run({"upgrade", "old.fbz", "--json"}).out)["action"], "upgrade");
}

TEST_F(Upgrade, RefusesOtherFilesAndLeavesThem) {
  const std::string model = contents(folder_ / good_model());
  const Outcome result = run({"upgrade", "model.h5"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("Error: model.h5 was not upgraded: 1 problem."));
  EXPECT_EQ(contents(folder_ / "model.h5"), model);
  EXPECT_EQ(run({"upgrade", "missing.fbz"}).exit_code, 3);
  EXPECT_EQ(run({"upgrade", "missing.fbz", "-o", "new.h5"}).exit_code, 2);
}

TEST_F(Check, TellsTheShareOnAkida) {
  const fs::path field = fs::path(CNN2SNN_FIXTURES) / "field";
  write(folder_ / "part.h5", contents(field / "check_relu_before_bn.h5"));
  const Outcome part = run({"check", "-m", "part.h5"});
  EXPECT_EQ(part.exit_code, 0);
  EXPECT_THAT(part.out, HasSubstr("part.h5 is partially compatible with Akida v2"));
  // conv: 14x14 positions of 3x3x3x4; head: 196x2. Parameters 108+4; 4x4 of bn, 196x2+2.
  EXPECT_THAT(part.out, HasSubstr("On Akida: 98.2 % (21168 of 21560) of the multiply-accumulates "
                                  "and 21.5 % (112 of 522) of the parameters."));
  EXPECT_EQ(run({"check", "-m", "part.h5", "--require-full"}).exit_code, 5);
  write(folder_ / "full.h5", contents(field / "check_batchnorm_v1.h5"));
  EXPECT_EQ(run({"check", "-m", "full.h5", "--require-full"}).exit_code, 0);
}

TEST_F(Check, SaysWhetherModelsAreCompatible) {
  good_model("a.h5");
  refused_model("b.h5");
  const Outcome good = run({"check", "-m", "a.h5"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("a.h5 is compatible with Akida v1 (legacy model)."));
  const Outcome both = run({"check", "-m", "a.h5", "-m", "b.h5"});
  EXPECT_EQ(both.exit_code, 5);
  EXPECT_THAT(both.out, HasSubstr("b.h5 is not compatible with Akida v1: 2 problems."));
  EXPECT_THAT(files(), ElementsAre("a.h5", "b.h5"));
}

TEST_F(Check, SpeaksJson) {
  const Outcome result = run({"check", "-m", good_model(), "--json", "--input-dtype", "int8"});
  const json report = json::parse(result.out);
  EXPECT_EQ(report["action"], "check");
  EXPECT_EQ(report["compatible"], true);
  EXPECT_EQ(json::parse(run({"check", "-m", "missing.h5", "--json"}).out)["compatible"], false);
}

TEST_F(Check, NeedsAValidEnvironment) {
  const Outcome result =
      run({"check", "-m", good_model()}, {{"CNN2SNN_TARGET_AKIDA_VERSION", "two"}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("CNN2SNN_TARGET_AKIDA_VERSION=two must be one of"));
}

TEST_F(Patterns, ListsThoseOfATarget) {
  const Outcome v2 = run({"patterns"});
  EXPECT_EQ(v2.exit_code, 0);
  EXPECT_THAT(v2.out, HasSubstr("Conv2D: QuantizedConv2D, QuantizedReLU\n"));
  EXPECT_EQ(run({"patterns", "--target", "v2"}).out, v2.out);
  const Outcome v1 = run({"patterns", "--target", "v1"});
  EXPECT_THAT(v1.out, HasSubstr("FullyConnected: QuantizedDense"));
  EXPECT_EQ(run({"patterns"}, {{"CNN2SNN_TARGET_AKIDA_VERSION", "v1"}}).out, v1.out);
  EXPECT_EQ(run({"patterns"}, {{"CNN2SNN_TARGET_AKIDA_VERSION", "v0"}}).exit_code, 2);
}

TEST_F(Patterns, SpeaksJson) {
  const std::string text = run({"patterns"}).out;
  const json list = json::parse(run({"patterns", "--json"}).out);
  EXPECT_EQ(list.size(), static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  EXPECT_TRUE(list[0]["layers"].is_array());
  EXPECT_TRUE(list[0]["input"].is_boolean());
}

TEST_F(Deprecated, QuantizeNamesItsReplacement) {
  const Outcome result =
      run({"quantize", "-m", good_model(), "-wq", "2", "-aq", "4", "-iq", "8", "--no-fold-BN"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err,
              HasSubstr("cnn2snn quantize -m model.h5 -i 8 -w 2 -a 4 --per_tensor_activations "
                        "--target v1 -sa SAMPLES --fbz model.fbz"));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(files(), ElementsAre("model.h5"));
  EXPECT_THAT(run({"quantize", "--model", "a b.h5", "-aq", "4"}).err,
              HasSubstr("-m 'a b.h5' -i 4 -w 4 -a 4"));
  EXPECT_THAT(run({"quantize", "-m", "it's.h5", "-wq", "4"}).err, HasSubstr("-m 'it'\\''s.h5' "));
}

TEST_F(Deprecated, ReshapeNamesItsReplacement) {
  const Outcome result = run({"reshape", "-m", good_model(), "-ih", "64", "--input_width", "48"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cnn2snn quantize -m model.h5 --input_shape 64,48,CHANNELS"));
  EXPECT_THAT(files(), ElementsAre("model.h5"));
}

TEST_F(Deprecated, CalibrateNamesItsReplacement) {
  const Outcome bias = run({"calibrate", "bc", "-m", good_model(), "-sa", "s.npz", "-bs", "32"});
  EXPECT_EQ(bias.exit_code, 1);
  EXPECT_THAT(bias.err, HasSubstr("cnn2snn quantize -m model.h5 -sa s.npz -bs 32"));
  const Outcome rounding = run(
      {"calibrate", "adaround", "-m", "model.h5", "-sa", "s.npz", "-e", "5", "-lr", "0.1", "-act"});
  EXPECT_EQ(rounding.exit_code, 1);
  EXPECT_EQ(run({"calibrate"}).exit_code, 1);
  EXPECT_EQ(run({"calibrate", "bc", "-m", "model.h5"}).exit_code, 2);
  EXPECT_THAT(files(), ElementsAre("model.h5"));
}

}  // namespace
}  // namespace cnn2snn::cli
