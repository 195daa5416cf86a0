// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/system.h"

/// What the command line can do, as tables: the parser, the help pages and docs/cli.md follow them.
namespace cnn2snn::cli {

/// What an option's value has to be.
enum class ValueKind { kText, kInteger, kNumber };

/// A row of a verb's table.
struct Option {
  /// "-m, --model": the spellings, the long one last. Without a dash ("FILE") it is an argument by
  /// position.
  std::string_view names;
  std::string_view value = {};    ///< "MODEL", as help shows it; empty: a flag.
  std::string_view help = {};     ///< "\n" breaks the line of a help page.
  std::string_view without = {};  ///< What holds when it is not given; required options: nothing.
  ValueKind kind = ValueKind::kText;
  std::vector<std::string_view> choices = {};  ///< The only values; empty: any.
  bool required = false;
  bool repeated = false;        ///< Every value given counts. Otherwise the last one does.
  bool deprecated = false;      ///< Shown as such, and last in the usage line.
  std::string_view alias = {};  ///< A spelling that no page shows.

  [[nodiscard]] bool is_flag() const { return value.empty() && !is_positional(); }
  [[nodiscard]] bool is_positional() const { return names.front() != '-'; }
  [[nodiscard]] bool is_spelled(std::string_view name) const;
  /// The long spelling, "--model" or "FILE": messages use it.
  [[nodiscard]] std::string_view long_name() const;
};

/// The values given for a verb's options. All are valid for their kind and choices.
class Values {
 public:
  /// For names that are in none of the `options`, every function below throws std::logic_error.
  explicit Values(const std::vector<Option>* options = nullptr) : options_(options) {}

  /// `name` is the long one without its dashes: "model", "FILE".
  [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
  /// The last one given; empty: none.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::optional<int> integer(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;

  void add(const Option& option, std::string value);
  [[nodiscard]] const std::vector<std::string>& of(const Option& option) const;

 private:
  const std::vector<Option>* options_;
  std::map<std::string_view, std::vector<std::string>> values_;  ///< By long name with dashes.
};

struct Verb {
  std::string_view name;
  std::string_view summary = {};      ///< Its line in `cnn2snn --help`.
  std::string_view description = {};  ///< Of its own help page.
  std::vector<Option> options = {};
  /// Gives the exit code.
  int (*run)(const Values& values, System& system) = nullptr;
  /// Of the official command line, and not provided: its page shows no options.
  bool deprecated = false;
  std::vector<Verb> methods = {};  ///< `cnn2snn VERB METHOD …`, each with options of its own.
};

/// All verbs, in the order of the help page. Each is made in verbs/NAME.cpp.
const std::vector<Verb>& verbs();

/// Options that several verbs have.
Option target_option();
Option device_option();
Option json_option();

}  // namespace cnn2snn::cli
