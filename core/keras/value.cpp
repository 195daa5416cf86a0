// SPDX-License-Identifier: Apache-2.0
#include "keras/value.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace cnn2snn::keras {
namespace {

// Doubles from here on are not exact integers, or do not fit std::int64_t.
constexpr double kMaxExactInteger = 9007199254740992.0;

const Value& null_value() {
  static const Value value;
  return value;
}

// The shortest decimal that reads back as the same double, as Python prints it.
std::string repr_double(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[40];
  for (int precision = 1; precision <= 17; ++precision) {
    std::snprintf(buffer, sizeof buffer, "%.*e", precision - 1, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  // buffer holds d.ddde±xx: Python writes it out in full for exponents from -4 to 15.
  const std::string scientific = buffer;
  const std::size_t e = scientific.find('e');
  const int exponent = std::atoi(scientific.c_str() + e + 1);
  std::string digits;
  for (const char c : scientific.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const std::string sign = scientific.front() == '-' ? "-" : "";
  if (exponent < -4 || exponent >= 16) {
    std::snprintf(buffer, sizeof buffer, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return sign + digits.substr(0, 1) + (digits.size() > 1 ? "." + digits.substr(1) : "") + buffer;
  }
  if (exponent < 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0') + ".0";
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string repr_string(const std::string& text) {
  const bool double_quotes =
      text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + quote;
}

}  // namespace

const Value& Value::operator[](std::string_view key) const {
  // Of members with the same name the last one counts, as in Python.
  const Dict& members = dict();
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [key](const auto& member) { return member.first == key; });
  return found != members.rend() ? found->second : null_value();
}

bool Value::has(std::string_view key) const {
  return std::any_of(dict().begin(), dict().end(),
                     [key](const auto& member) { return member.first == key; });
}

void Value::set(std::string_view key, Value value) {
  if (is_null()) v_ = Dict();
  auto* members = std::get_if<Dict>(&v_);
  if (members == nullptr) return;
  const auto found = std::find_if(members->rbegin(), members->rend(),
                                  [key](const auto& member) { return member.first == key; });
  if (found != members->rend()) {
    found->second = std::move(value);
  } else {
    members->emplace_back(std::string(key), std::move(value));
  }
}

void Value::erase(std::string_view key) {
  if (auto* members = std::get_if<Dict>(&v_)) {
    std::erase_if(*members, [key](const auto& member) { return member.first == key; });
  }
}

const Value::List& Value::list() const {
  static const List empty;
  const auto* elements = std::get_if<List>(&v_);
  return elements != nullptr ? *elements : empty;
}

const Value::Dict& Value::dict() const {
  static const Dict empty;
  const auto* members = std::get_if<Dict>(&v_);
  return members != nullptr ? *members : empty;
}

bool Value::flag(std::string_view key, bool fallback) const {
  return has(key) ? (*this)[key].truthy() : fallback;
}

std::optional<std::int64_t> Value::int_or_none() const {
  if (const auto* value = std::get_if<std::int64_t>(&v_)) return *value;
  if (const auto* value = std::get_if<double>(&v_)) {
    if (std::abs(*value) <= kMaxExactInteger && std::trunc(*value) == *value) {
      return static_cast<std::int64_t>(*value);
    }
  }
  return std::nullopt;
}

std::int64_t Value::as_int(std::int64_t fallback) const {
  return int_or_none().value_or(fallback);
}

double Value::as_double(double fallback) const {
  if (const auto* value = std::get_if<double>(&v_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&v_)) return static_cast<double>(*value);
  return fallback;
}

std::string Value::as_string(std::string_view fallback) const {
  const auto* value = std::get_if<std::string>(&v_);
  return value != nullptr ? *value : std::string(fallback);
}

std::vector<std::int64_t> Value::as_ints(std::size_t count) const {
  if (const auto single = int_or_none()) return std::vector<std::int64_t>(count, *single);
  std::vector<std::int64_t> ints;
  for (const Value& element : list()) {
    const auto value = element.int_or_none();
    if (!value) return {};
    ints.push_back(*value);
  }
  return ints;
}

bool Value::truthy() const {
  if (is_null()) return false;
  if (is_bool()) return std::get<bool>(v_);
  if (is_number()) return as_double() != 0;
  if (is_string()) return !std::get<std::string>(v_).empty();
  return !list().empty() || !dict().empty();
}

std::string Value::repr() const {
  if (is_null()) return "None";
  if (is_bool()) return std::get<bool>(v_) ? "True" : "False";
  if (is_int()) return std::to_string(std::get<std::int64_t>(v_));
  if (is_number()) return repr_double(std::get<double>(v_));
  if (is_string()) return repr_string(std::get<std::string>(v_));
  std::string text;
  if (is_list()) {
    for (const Value& element : list()) text += (text.empty() ? "" : ", ") + element.repr();
    return "[" + text + "]";
  }
  for (const auto& [key, value] : dict()) {
    text += (text.empty() ? "" : ", ") + repr_string(key) + ": " + value.repr();
  }
  return "{" + text + "}";
}

}  // namespace cnn2snn::keras
