// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"

#include <algorithm>
#include <stdexcept>

#include "cli/value_text.h"
#include "cnn2snn/devices.h"

namespace cnn2snn::cli {

// One row a verb: each is made by a function of that name in verbs/.
#define CNN2SNN_VERBS(X) \
  X(convert)             \
  X(check)               \
  X(info) X(upgrade) X(patterns) X(devices) X(run) X(evaluate) X(quantize) X(reshape) X(calibrate)

#define CNN2SNN_DECLARE(name) Verb name##_verb();
CNN2SNN_VERBS(CNN2SNN_DECLARE)
#undef CNN2SNN_DECLARE

const std::vector<Verb>& verbs() {
#define CNN2SNN_MAKE(name) name##_verb(),
  static const std::vector<Verb> all = {CNN2SNN_VERBS(CNN2SNN_MAKE)};
#undef CNN2SNN_MAKE
  return all;
}

bool Option::is_spelled(std::string_view name) const {
  if (is_positional()) return false;
  if (!alias.empty() && name == alias) return true;
  std::string_view rest = names;
  for (std::size_t comma = rest.find(", "); comma != std::string_view::npos;
       comma = rest.find(", ")) {
    if (rest.substr(0, comma) == name) return true;
    rest.remove_prefix(comma + 2);
  }
  return rest == name;
}

std::string_view Option::long_name() const {
  const std::size_t space = names.rfind(' ');
  return space == std::string_view::npos ? names : names.substr(space + 1);
}

void Values::add(const Option& option, std::string value) {
  values_[option.long_name()].push_back(std::move(value));
}

const std::vector<std::string>& Values::of(const Option& option) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(option.long_name());
  return found == values_.end() ? none : found->second;
}

const std::vector<std::string>& Values::all(std::string_view name) const {
  if (options_ != nullptr) {
    for (const Option& option : *options_) {
      std::string_view bare = option.long_name();
      bare.remove_prefix(std::min(bare.find_first_not_of('-'), bare.size()));
      if (bare == name) return of(option);
    }
  }
  throw std::logic_error("no option --" + std::string(name));
}

std::string Values::text(std::string_view name) const {
  const std::vector<std::string>& given = all(name);
  return given.empty() ? std::string() : given.back();
}

std::optional<int> Values::integer(std::string_view name) const {
  const std::string given = text(name);
  return given.empty() ? std::nullopt : integer_from(given);
}

bool Values::flag(std::string_view name) const {
  const std::string given = text(name);
  return !given.empty() && truth_from(given).value_or(false);
}

Option target_option() {
  return {.names = "--target",
          .value = "v1|v2",
          .help = "Akida generation",
          .without =
              "v2, or what the environment says; models of the legacy quantization API "
              "always become v1",
          .choices = {"v1", "v2"}};
}

Option device_option() {
  Option option = {.names = "--device",
                   .value = "NAME",
                   .help =
                       "a device the model is to run on as a whole, as `cnn2snn devices` lists "
                       "them: its documented limits are checked too",
                   .without = "any"};
  for (const Device& device : devices()) option.choices.push_back(device.name);
  return option;
}

Option json_option() {
  return {.names = "--json", .help = "print the JSON report to the standard output, nothing else"};
}

}  // namespace cnn2snn::cli
