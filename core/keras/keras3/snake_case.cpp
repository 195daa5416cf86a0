// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/snake_case.h"

namespace cnn2snn::keras3 {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_word(char c) {
  return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9') || c == '_';
}

// re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name): an underscore before each capital with small letters.
std::string split_words(std::string_view name) {
  std::string out;
  std::size_t i = 0;
  while (i < name.size()) {
    out += name[i++];
    if (i + 1 >= name.size() || !is_upper(name[i]) || !is_lower(name[i + 1])) continue;
    out += '_';
    out += name[i++];
    while (i < name.size() && is_lower(name[i])) out += name[i++];
  }
  return out;
}

// re.sub("([a-z])([A-Z])", r"\1_\2", name)
std::string split_capitals(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_lower(name[i - 1]) && is_upper(name[i])) out += '_';
    out += name[i];
  }
  return out;
}

}  // namespace

std::string snake_case(std::string_view class_name) {
  std::string name;
  for (const char c : class_name) {
    if (is_word(c)) name += c;
  }
  name = split_capitals(split_words(name));
  for (char& c : name) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

}  // namespace cnn2snn::keras3
