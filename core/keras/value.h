// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cnn2snn::keras {

/// A JSON value as Keras writes layer configurations. Plain data; depth is limited by the parser.
/// Python's NaN/Infinity literals are read as doubles.
class Value {
 public:
  using List = std::vector<Value>;
  using Dict = std::vector<std::pair<std::string, Value>>;  ///< In file order.

  Value() = default;  ///< null
  explicit Value(bool v) : v_(v) {}
  explicit Value(std::int64_t v) : v_(v) {}
  explicit Value(double v) : v_(v) {}
  explicit Value(std::string v) : v_(std::move(v)) {}
  explicit Value(List v) : v_(std::move(v)) {}
  explicit Value(Dict v) : v_(std::move(v)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(v_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(v_); }
  [[nodiscard]] bool is_int() const { return std::holds_alternative<std::int64_t>(v_); }
  [[nodiscard]] bool is_number() const { return is_int() || std::holds_alternative<double>(v_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(v_); }
  [[nodiscard]] bool is_list() const { return std::holds_alternative<List>(v_); }
  [[nodiscard]] bool is_dict() const { return std::holds_alternative<Dict>(v_); }

  /// The member `key` of a dict, or a null Value when this is no dict or has no such member.
  [[nodiscard]] const Value& operator[](std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const;
  void set(std::string_view key, Value value);  ///< Makes this a dict if it is null.
  void erase(std::string_view key);

  /// Elements; empty when not a list / not a dict.
  [[nodiscard]] const List& list() const;
  [[nodiscard]] const Dict& dict() const;

  /// A flag as Python sees it: `fallback` where `key` is missing, else whether the member is true
  /// (null, 0 and "" are false).
  [[nodiscard]] bool flag(std::string_view key, bool fallback) const;

  /// Whether this is true in Python; `fallback` for null.
  [[nodiscard]] bool as_bool(bool fallback = false) const {
    return is_null() ? fallback : truthy();
  }

  // Lenient getters: `fallback` when null or of another type (a bool is not an int).
  [[nodiscard]] std::int64_t as_int(std::int64_t fallback = 0) const;  ///< 3.0 counts as 3.
  [[nodiscard]] double as_double(double fallback = 0) const;
  [[nodiscard]] std::string as_string(std::string_view fallback = {}) const;
  [[nodiscard]] std::optional<std::int64_t> int_or_none() const;
  /// A list of ints ([3, 3]), or a single int repeated `count` times; empty if neither.
  [[nodiscard]] std::vector<std::int64_t> as_ints(std::size_t count = 1) const;
  /// Python truthiness: null, false, 0, "", [] and {} are false.
  [[nodiscard]] bool truthy() const;
  /// As Python's repr() prints it, for messages.
  [[nodiscard]] std::string repr() const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Dict> v_;
};

/// Parses JSON (UTF-8). Throws ConversionError (Step::kParse, kModelConfig) for malformed text,
/// nesting deeper than 100, or more than 4 million values.
Value parse_json(std::string_view text);

}  // namespace cnn2snn::keras
