// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <stdexcept>

#include "cli/help.h"
#include "cli/nearest.h"
#include "program.h"

namespace cnn2snn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string wrong(const std::vector<std::string>& arguments) {
  try {
    parse_command_line(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

TEST(CommandLine, OptionsAreSpelledInManyWays) {
  const Command command = parse_command_line({"convert", "-m", "a", "--model=b", "-mc", "-m=d",
                                              "--output", "x", "-sc=0x10", "-sh", "-3", "-o", "-"});
  EXPECT_EQ(command.verb->name, "convert");
  EXPECT_THAT(command.values.all("model"), ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(command.values.text("output"), "-");
  EXPECT_EQ(command.values.integer("scale"), 16);
  EXPECT_EQ(command.values.integer("shift"), -3);
  EXPECT_FALSE(command.values.flag("json"));
  EXPECT_THROW((void)command.values.flag("jsn"), std::logic_error);
}

TEST(CommandLine, FlagsMayBeSwitchedOff) {
  EXPECT_TRUE(parse_command_line({"info", "a", "--json"}).values.flag("json"));
  EXPECT_TRUE(parse_command_line({"info", "a", "--json=YES"}).values.flag("json"));
  EXPECT_FALSE(parse_command_line({"info", "a", "--json", "--json=off"}).values.flag("json"));
  EXPECT_EQ(wrong({"info", "a", "--json=maybe"}), "Could not convert: --json = maybe");
}

TEST(CommandLine, ArgumentsByPositionMayBeginWithADash) {
  EXPECT_EQ(parse_command_line({"info", "--", "-h"}).values.text("FILE"), "-h");
  EXPECT_EQ(parse_command_line({"info", "-"}).values.text("FILE"), "-");
}

TEST(CommandLine, MethodsHaveTheirOwnOptions) {
  const Command command =
      parse_command_line({"calibrate", "adaround", "-m", "a", "-sa", "s", "-lr", "1e-3", "-act"});
  EXPECT_EQ(command.method->name, "adaround");
  EXPECT_EQ(command.values.text("learning_rate"), "1e-3");
  EXPECT_TRUE(command.values.flag("include_activation"));
}

TEST(CommandLine, SaysWhatIsWrong) {
  EXPECT_EQ(wrong({"convert", "-m"}), "--model: 1 required TEXT missing");
  EXPECT_EQ(wrong({"convert", "-m", "a", "--target"}), "--target: 1 required TEXT:{v1,v2} missing");
  EXPECT_EQ(wrong({"convert", "--target", "v3", "-h"}), "--target: v3 not in {v1,v2}");
  EXPECT_EQ(wrong({"convert"}), "--model is required");
  EXPECT_EQ(wrong({"info"}), "FILE is required");
  EXPECT_EQ(wrong({"convert", "-m", "a", "-sc", "1.5"}), "Could not convert: --scale = 1.5");
  EXPECT_EQ(wrong({"convert", "-m", "a", "-sc", "9999999999"}),
            "Could not convert: --scale = 9999999999");
  EXPECT_EQ(wrong({"info", "a", "b"}), "The following argument was not expected: b");
  EXPECT_EQ(wrong({"zoo", "-x", "b"}), "The following arguments were not expected: zoo -x b");
}

TEST(CommandLine, SuggestsWhatMayHaveBeenMeant) {
  EXPECT_THAT(wrong({"conver", "-m", "a"}), HasSubstr("Did you mean convert?"));
  EXPECT_THAT(wrong({"convert", "-m", "a", "--ouput=b"}), HasSubstr("Did you mean --output?"));
  EXPECT_THAT(wrong({"convert", "--modle", "a"}), HasSubstr("Did you mean --model?"));
  EXPECT_THAT(wrong({"help"}), HasSubstr("Did you mean --help?"));
  EXPECT_THAT(wrong({"convert", "a.h5"}), HasSubstr("Did you mean --model a.h5?"));
  EXPECT_THAT(wrong({"convert", "-m", "a", "b"}), HasSubstr("Did you mean --model b?"));
  EXPECT_THAT(wrong({"run", "-m", "a", "b"}), HasSubstr("Did you mean --input b?"));
  EXPECT_THAT(wrong({"quantize", "-m", "a", "b"}), Not(HasSubstr("mean")));
  EXPECT_THAT(wrong({"calibrate", "adarond"}), HasSubstr("Did you mean adaround?"));
  EXPECT_THAT(wrong({"convert", "-m", "a", "--nothing"}), Not(HasSubstr("mean")));
  EXPECT_EQ(nearest("", {"a"}), "a");
  EXPECT_EQ(nearest("xyz", {"abc"}), "");
}

TEST(Table, EveryVerbAndOptionIsExplained) {
  for (const Verb& verb : verbs()) {
    EXPECT_EQ(verb.summary.empty(), verb.deprecated) << verb.name;
    std::set<std::string_view> spellings = {"-h", "--help"};
    for (const Option& option : verb.options) {
      EXPECT_NE(option.help.empty(), !verb.deprecated) << verb.name << option.names;
      EXPECT_TRUE(spellings.insert(option.long_name()).second) << option.names;
    }
  }
}

// A cell of a table: a bar inside it is escaped.
std::string cell(std::string_view text) {
  std::string escaped = " ";
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    if (c != '\n') escaped += c;
  }
  return escaped + " |";
}

// A row of a table of docs/cli.md.
std::string markdown(const Option& option) {
  std::string names(option.names);
  if (!option.value.empty()) names += " " + std::string(option.value);
  for (std::size_t comma = 0; (comma = names.find(", ", comma)) != std::string::npos; comma += 4) {
    names.replace(comma, 2, "`, `");
  }
  const std::string meaning = (option.deprecated ? "deprecated: " : "") + std::string(option.help) +
                              (option.repeated ? "; may be given several times" : "");
  return "|" + cell("`" + names + "`") + cell(meaning) +
         cell(option.required ? "required" : option.without) + "\n";
}

TEST(Documents, HaveTheTablesOfTheOptions) {
  const std::string document = contents(fs::path(CNN2SNN_SOURCE_DIR) / "docs" / "cli.md");
  for (const Verb& verb : verbs()) {
    EXPECT_THAT(document, HasSubstr("`" + std::string(verb.name)));
    if (verb.deprecated) continue;
    std::string table = "| option | meaning | without it |\n|---|---|---|\n";
    for (const Option& option : verb.options) table += markdown(option);
    EXPECT_THAT(document, HasSubstr("### `" + std::string(verb.name) + "`"));
    EXPECT_THAT(document, HasSubstr(table)) << verb.name;
  }
}

}  // namespace
}  // namespace cnn2snn::cli
