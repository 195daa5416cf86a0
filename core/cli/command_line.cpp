// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <algorithm>

#include "base/conversion_error.h"
#include "cli/nearest.h"
#include "cli/value_text.h"

namespace cnn2snn::cli {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string result;
  for (const std::string_view word : words) {
    result += result.empty() ? "" : ",";
    result += word;
  }
  return result;
}

/// Walks over the arguments once.
class Scan {
 public:
  explicit Scan(const std::vector<std::string>& arguments)
      : rest_(arguments.rbegin(), arguments.rend()) {}

  Command run();

 private:
  std::string next() {
    std::string word = std::move(rest_.back());
    rest_.pop_back();
    return word;
  }
  [[nodiscard]] const std::vector<Option>& options() const {
    static const std::vector<Option> none;
    if (command_.method != nullptr) return command_.method->options;
    return command_.verb != nullptr ? command_.verb->options : none;
  }
  [[nodiscard]] const Option* find(std::string_view name) const {
    const auto found = std::find_if(options().begin(), options().end(),
                                    [&](const Option& option) { return option.is_spelled(name); });
    return found == options().end() ? nullptr : &*found;
  }
  [[nodiscard]] bool is_given(const Option& option) const {
    return !command_.values.of(option).empty();
  }
  [[noreturn]] void fail(std::string reason) const {
    throw UsageError(command_.verb, std::move(reason));
  }

  void read_option(const std::string& word);
  void read_positional(const std::string& word);
  void take(const Option& option, const std::string* attached);
  void check_values() const;
  void check_required() const;
  void check_unexpected() const;
  [[nodiscard]] std::string suggestion() const;
  [[nodiscard]] std::string option_for(const std::string& word) const;

  Command command_;
  std::vector<std::string> unexpected_;
  std::vector<std::string> rest_;  ///< The next argument is the last.
  bool only_positional_ = false;
};

Command Scan::run() {
  while (!rest_.empty()) {
    const std::string word = next();
    if (!only_positional_ && word == "--") {
      only_positional_ = true;
    } else if (!only_positional_ && word.size() > 1 && word.front() == '-') {
      read_option(word);
    } else {
      read_positional(word);
    }
  }
  if (command_.version) return command_;
  check_values();
  if (command_.help) return command_;
  check_unexpected();
  check_required();
  command_.help = command_.verb == nullptr;
  return command_;
}

void Scan::read_option(const std::string& word) {
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string name = word.substr(0, equals);
  if (const Option* option = find(name)) {
    const std::string attached = equals == word.size() ? std::string() : word.substr(equals + 1);
    take(*option, equals == word.size() ? nullptr : &attached);
  } else if (name == "--help" || name == "-h") {
    command_.help = true;
  } else if (name == "--version" && command_.verb == nullptr) {
    command_.version = true;
  } else if (const Option* letter = word[1] == '-' ? nullptr : find(word.substr(0, 2))) {
    const std::string attached = word.substr(2);
    take(*letter, &attached);
  } else {
    unexpected_.push_back(word);
  }
}

void Scan::read_positional(const std::string& word) {
  const auto of_this_name = [&](const Verb& verb) { return verb.name == word; };
  if (command_.verb == nullptr && !only_positional_) {
    const auto verb = std::find_if(verbs().begin(), verbs().end(), of_this_name);
    if (verb != verbs().end()) {
      command_.verb = &*verb;
      command_.values = Values(&verb->options);
      return;
    }
  } else if (command_.verb != nullptr && command_.method == nullptr) {
    const std::vector<Verb>& methods = command_.verb->methods;
    const auto method = std::find_if(methods.begin(), methods.end(), of_this_name);
    if (method != methods.end()) {
      command_.method = &*method;
      command_.values = Values(&method->options);
      return;
    }
  }
  for (const Option& option : options()) {
    if (!option.is_positional()) continue;
    if (!option.repeated && is_given(option)) continue;
    return command_.values.add(option, word);
  }
  unexpected_.push_back(word);
}

void Scan::take(const Option& option, const std::string* attached) {
  if (attached != nullptr) return command_.values.add(option, *attached);
  if (option.is_flag()) return command_.values.add(option, "true");
  if (!rest_.empty()) return command_.values.add(option, next());
  const std::string_view type = option.kind == ValueKind::kInteger  ? "INT"
                                : option.kind == ValueKind::kNumber ? "FLOAT"
                                                                    : "TEXT";
  const std::string choices =
      option.choices.empty() ? std::string() : ":{" + joined(option.choices) + "}";
  fail(std::string(option.long_name()) + ": 1 required " + std::string(type) + choices +
       " missing");
}

void Scan::check_values() const {
  for (const Option& option : options()) {
    const std::string name(option.long_name());
    for (const std::string& value : command_.values.of(option)) {
      const bool good = option.is_flag()                     ? truth_from(value).has_value()
                        : option.kind == ValueKind::kInteger ? integer_from(value).has_value()
                        : option.kind == ValueKind::kNumber  ? number_from(value).has_value()
                                                             : true;
      if (!good) fail("Could not convert: " + name + " = " + value);
      if (!option.choices.empty() &&
          std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
        fail(name + ": " + value + " not in {" + joined(option.choices) + "}");
      }
    }
  }
}

void Scan::check_required() const {
  for (const Option& option : options()) {
    if (option.required && !is_given(option)) {
      fail(std::string(option.long_name()) + " is required");
    }
  }
}

// What may have been meant by the first unexpected argument; empty: nothing known comes near.
std::string Scan::suggestion() const {
  const std::string& word = unexpected_.front();
  if (command_.verb == nullptr && (word == "help" || word == "version")) return "--" + word;
  std::vector<std::string_view> known;
  if (word.starts_with("--")) {
    for (const Option& option : options()) known.push_back(option.long_name());
  } else if (command_.verb == nullptr) {
    for (const Verb& verb : verbs()) known.push_back(verb.name);
  } else {
    for (const Verb& method : command_.verb->methods) known.push_back(method.name);
  }
  const std::string_view near = nearest(word.substr(0, word.find('=')), known);
  return near.empty() ? option_for(word) : std::string(near);
}

// A file without its option (`convert model.h5`, `convert -m *.h5`): with the option that wants
// one.
std::string Scan::option_for(const std::string& word) const {
  if (word.starts_with('-')) return {};
  for (const Option& option : options()) {
    if (!option.required || (is_given(option) && !option.repeated)) continue;
    return std::string(option.long_name()) + " " + word;
  }
  return {};
}

void Scan::check_unexpected() const {
  if (unexpected_.empty()) return;
  std::string reason = unexpected_.size() > 1 ? "The following arguments were not expected:"
                                              : "The following argument was not expected:";
  for (const std::string& word : unexpected_) reason += " " + word;
  const std::string meant = suggestion();
  fail(meant.empty() ? reason : reason + ". Did you mean " + meant + "?");
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments) {
  return Scan(arguments).run();
}

}  // namespace cnn2snn::cli
