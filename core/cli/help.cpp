// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <algorithm>
#include <vector>

namespace cnn2snn::cli {
namespace {

constexpr std::size_t kWidth = 92;
constexpr std::size_t kTextColumn = 27;
constexpr std::size_t kSummaryColumn = 14;

constexpr std::string_view kExitStatus =
    "exit status (with several models, that of the first that failed):\n"
    "  0  success; check: all models are compatible\n"
    "  1  another failure; deprecated actions\n"
    "  2  wrong usage\n"
    "  3  a file cannot be read or written\n"
    "  4  not a readable model\n"
    "  5  the model is refused; check: not compatible, or not with the device\n"
    "  6  the file made did not pass its verification, or a defect of this program\n";

constexpr std::string_view kEnvironment =
    "environment:\n"
    "  CNN2SNN_TARGET_AKIDA_VERSION   v1 or v2: the target when --target is not given\n";

/// Appends the words of `text` to `page`, whose last line is `at` columns long, in lines that begin
/// at `indent`. Words between two blanks stay together.
void wrap(std::string& page, std::string_view text, std::size_t at, std::size_t indent) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (at > indent && at + 1 + end > kWidth) {
      page += "\n" + std::string(indent, ' ');
      at = indent;
    } else if (at > indent) {
      page += " ";
      ++at;
    }
    page += text.substr(0, end);
    at += end;
    const bool breaks = end < text.size() && text[end] == '\n';
    if (breaks) {
      page += "\n" + std::string(indent, ' ');
      at = indent;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  page += "\n";
}

/// A row of a help page: what is given, and what it means from `column` on.
std::string row(std::string_view given, std::string_view meaning, std::size_t column) {
  std::string page = "  " + std::string(given);
  page += page.size() + 2 > column ? "\n" + std::string(column, ' ')
                                   : std::string(column - page.size(), ' ');
  wrap(page, meaning, column, column);
  return page;
}

std::string row(const Option& option) {
  std::string given(option.names);
  if (!option.value.empty()) given += " " + std::string(option.value);
  std::string meaning = (option.deprecated ? "deprecated: " : "") + std::string(option.help);
  if (option.repeated) meaning += "; may be given several times";
  if (!option.without.empty()) {
    // A sentence that ends its line keeps what holds without the option on the next one.
    if (meaning.back() != '\n') meaning += " ";
    meaning += "(" + std::string(option.without) + ")";
  }
  return row(given, meaning, kTextColumn);
}

/// "-m MODEL [-m MODEL ...]", "[--json]", "FILE".
std::string usage(const Option& option) {
  std::string given(option.names.substr(0, option.names.find(',')));
  if (!option.value.empty()) given += " " + std::string(option.value);
  const std::string more = option.repeated ? " [" + given + " ...]" : "";
  return option.required ? given + more : "[" + given + "]";
}

std::string usage(const Verb& verb) {
  std::string page = "usage: cnn2snn " + std::string(verb.name);
  const std::size_t indent = page.size() + 1;
  std::size_t at = page.size();
  for (const bool deprecated : {false, true}) {
    for (const Option& option : verb.options) {
      if (option.deprecated != deprecated) continue;
      const std::string words = usage(option);
      const bool fits = at + 1 + words.size() <= kWidth;
      page += fits ? " " : "\n" + std::string(indent, ' ');
      page += words;
      at = (fits ? at + 1 : indent) + words.size();
    }
  }
  return page + "\n";
}

std::string listed(bool deprecated, std::string_view between) {
  std::string names;
  for (const Verb& verb : verbs()) {
    if (verb.deprecated != deprecated) continue;
    names += (names.empty() ? "" : std::string(between)) + std::string(verb.name);
  }
  return names;
}

}  // namespace

std::string program_help() {
  std::string page = "usage: cnn2snn [-h] [--version] {" + listed(false, ",") +
                     "} ...\n"
                     "\n"
                     "Converts quantized Keras (.h5) and ONNX models to Akida models (.fbz).\n"
                     "\n"
                     "actions (`cnn2snn ACTION --help` shows their options):\n";
  for (const Verb& verb : verbs()) {
    if (!verb.deprecated) page += row(verb.name, verb.summary, kSummaryColumn);
  }
  if (const std::string deprecated = listed(true, ", "); !deprecated.empty()) {
    page += row(deprecated, "deprecated: they name the QuantizeML command that replaces them",
                kSummaryColumn);
  }
  page += "\noptions:\n" + row("-h, --help", "show this help", kSummaryColumn) +
          row("--version", "show the version", kSummaryColumn);
  return page + "\n" + std::string(kExitStatus) + "\n" + std::string(kEnvironment);
}

std::string help(const Verb& verb) {
  if (verb.deprecated) {
    return "usage: cnn2snn " + std::string(verb.name) + " ...\n\n" + std::string(verb.description) +
           "\n";
  }
  std::string page = usage(verb) + "\n" + std::string(verb.description) + "\n\noptions:\n";
  bool has_target = false;
  for (const Option& option : verb.options) {
    page += row(option);
    has_target = has_target || option.long_name() == "--target";
  }
  page += row("-h, --help", "show this help", kTextColumn);
  return has_target ? page + "\n" + std::string(kEnvironment) : page;
}

}  // namespace cnn2snn::cli
