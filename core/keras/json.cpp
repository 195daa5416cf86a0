// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "keras/value.h"

namespace cnn2snn::keras {
namespace {

constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxValues = 4'000'000;

[[noreturn]] void refuse(std::string reason) {
  fail(ErrorId::kModelConfig, Step::kParse, std::move(reason),
       "The file is damaged, or was not written by Keras: save the model again.");
}

// Python's json writes NaN, Infinity and -Infinity, which JSON does not know. They are handed to
// the parser as strings that begin with U+0001, and become numbers again when it returns them.
constexpr char kMark = '\x01';
constexpr std::string_view kPythonLiterals[] = {"-Infinity", "Infinity", "NaN"};

bool has_python_literal(std::string_view text) {
  return text.find("NaN") != std::string_view::npos ||
         text.find("Infinity") != std::string_view::npos;
}

std::string quote_python_literals(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = in_string && text[i] == '\\' ? 2 : 1;
    if (text[i] == '"') in_string = !in_string;
    std::string_view literal;
    for (const std::string_view candidate : kPythonLiterals) {
      if (!in_string && text.substr(i, candidate.size()) == candidate) literal = candidate;
    }
    if (literal.empty()) {
      out += text.substr(i, length);
    } else {
      length = literal.size();
      out.append("\"\\u0001").append(literal).append("\"");
    }
    i += length;
  }
  return out;
}

// Receives the parser's events and builds the value. Returning false ends the parsing.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Value take() { return std::move(result_); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(Value(value)); }
  bool number_integer(std::int64_t value) override { return add(Value(value)); }
  bool number_unsigned(std::uint64_t value) override {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add(value <= kMost ? Value(static_cast<std::int64_t>(value))
                              : Value(static_cast<double>(value)));
  }
  bool number_float(double value, const std::string& /*text*/) override {
    return add(Value(value));
  }
  bool string(std::string& value) override {
    if (value.size() > 1 && value.front() == kMark) {
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      const std::string_view literal = std::string_view(value).substr(1);
      if (literal == "NaN") return add(Value(std::numeric_limits<double>::quiet_NaN()));
      if (literal == "Infinity") return add(Value(kInfinity));
      if (literal == "-Infinity") return add(Value(-kInfinity));
    }
    return add(Value(std::move(value)));
  }
  bool binary(nlohmann::json::binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(true); }
  bool start_array(std::size_t /*size*/) override { return open(false); }
  bool key(std::string& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    problem_ =
        "The model description is not valid JSON (at byte " + std::to_string(position) + " of it).";
    return false;
  }

 private:
  struct Container {
    bool is_dict = false;
    Value::Dict dict;
    Value::List list;
    std::string key;
  };

  bool stop(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool add(Value value) {
    if (++count_ > kMaxValues) return stop("The model description has over 4 million values.");
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (open_.back().is_dict) {
      open_.back().dict.emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().list.push_back(std::move(value));
    }
    return true;
  }

  bool open(bool is_dict) {
    if (open_.size() == kMaxDepth) {
      return stop("The model description is nested deeper than 100 levels.");
    }
    open_.emplace_back().is_dict = is_dict;
    return true;
  }

  bool close() {
    Container done = std::move(open_.back());
    open_.pop_back();
    return add(done.is_dict ? Value(std::move(done.dict)) : Value(std::move(done.list)));
  }

  Value result_;
  std::string problem_;
  std::vector<Container> open_;
  std::size_t count_ = 0;
};

bool parse_into(Builder& builder, std::string_view text) {
  return nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
}

}  // namespace

Value parse_json(std::string_view text) {
  Builder builder;
  const bool parsed = has_python_literal(text) ? parse_into(builder, quote_python_literals(text))
                                               : parse_into(builder, text);
  if (!parsed) {
    refuse(builder.problem().empty() ? "The model description is not valid JSON."
                                     : builder.problem());
  }
  return builder.take();
}

}  // namespace cnn2snn::keras
