// SPDX-License-Identifier: Apache-2.0
#include "files/npz/npy_header.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::npz {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostHeader = 10000;  // numpy's own limit.
constexpr std::size_t kMostRank = 64;       // numpy 2's.
constexpr std::size_t kAlignment = 64;
// numpy leaves room for the first extent to grow to this many digits.
constexpr std::size_t kGrowthDigits = 21;

// The text of the header: a Python dict literal with the keys descr, fortran_order and shape.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  NpyHeader parse() {
    expect('{');
    int keys = 0;
    while (!take('}')) {
      const std::string key = string();
      expect(':');
      value(key);
      ++keys;
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_space();
    if (keys != 3 || seen_ != 7 || at_ != text_.size()) damaged();
    return header_;
  }

 private:
  [[noreturn]] static void damaged() { fail_array("The header of the .npy array is damaged."); }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) damaged();
  }
  bool take_word(std::string_view word) {
    skip_space();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  std::string string() {
    const char quote = take('\'') ? '\'' : '"';
    if (quote == '"') expect('"');
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) damaged();
    std::string out(text_.substr(at_, end - at_));
    at_ = end + 1;
    return out;
  }
  std::int64_t number() {
    skip_space();
    std::int64_t value = 0;
    const std::size_t start = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (value > (std::numeric_limits<std::int64_t>::max() - 9) / 10) damaged();
      value = value * 10 + (text_[at_] - '0');
    }
    if (at_ == start) damaged();
    take('L');  // Python 2's.
    return value;
  }
  void value(const std::string& key) {
    if (key == "descr") {
      seen_ |= 1;
      description();
    } else if (key == "fortran_order") {
      seen_ |= 2;
      header_.fortran_order = take_word("True");
      if (!header_.fortran_order && !take_word("False")) damaged();
    } else if (key == "shape") {
      seen_ |= 4;
      expect('(');
      while (!take(')')) {
        header_.shape.push_back(number());
        if (header_.shape.size() > kMostRank) damaged();
        if (!take(',')) {
          expect(')');
          break;
        }
      }
    } else {
      damaged();
    }
  }
  void description() {
    skip_space();
    if (at_ < text_.size() && text_[at_] == '[') {
      fail_array("The array has a structured type; arrays of plain numbers are read.");
    }
    const std::string text = string();
    if (text.find('O') != std::string::npos) {
      fail_array("The array holds Python objects; they are pickled, and pickles are never loaded.",
                 "Save an array of numbers: numpy.save(file, array.astype('float32')).");
    }
    const auto digit = [&](std::size_t i) { return static_cast<std::size_t>(text[i] - '0'); };
    const bool known =
        text.size() == 3 && (text[0] == '<' || text[0] == '>' || text[0] == '|' || text[0] == '=');
    const std::size_t size = known ? digit(2) : 0;
    const bool power = size == 1 || size == 2 || size == 4 || size == 8;
    header_.big_endian = known && text[0] == '>';
    header_.type.size = size;
    if (known && text[1] == 'b' && size == 1) {
      header_.type.kind = ElementType::Kind::kBool;
    } else if (known && text[1] == 'i' && power) {
      header_.type.kind = ElementType::Kind::kSigned;
    } else if (known && text[1] == 'u' && power) {
      header_.type.kind = ElementType::Kind::kUnsigned;
    } else if (known && text[1] == 'f' && power && size != 1) {
      header_.type.kind = ElementType::Kind::kFloat;
    } else {
      fail_array("The array's element type '" + text + "' is not read.",
                 "Save it as integers or floats: numpy.save(file, array.astype('float32')).");
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned seen_ = 0;
  NpyHeader header_;
};

std::size_t count_elements(const NpyHeader& header, std::size_t bytes) {
  if (std::find(header.shape.begin(), header.shape.end(), 0) != header.shape.end()) return 0;
  const std::uint64_t most = bytes / header.type.size;
  std::uint64_t count = 1;
  for (const std::int64_t extent : header.shape) {
    if (static_cast<std::uint64_t>(extent) > most / count) {
      fail_array("The .npy array is cut off: its elements are not all there.");
    }
    count *= static_cast<std::uint64_t>(extent);
  }
  if (count > most) fail_array("The .npy array is cut off: its elements are not all there.");
  return static_cast<std::size_t>(count);
}

}  // namespace

void fail_array(const std::string& reason, std::string remedy) {
  if (remedy.empty()) remedy = "Copy the file again, or save the array again with numpy.";
  fail(ErrorId::kArray, Step::kRead, reason, std::move(remedy));
}

NpyHeader read_npy_header(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.substr(0, kMagic.size()) != kMagic || text.size() < 10) {
    fail_array("The bytes are not a .npy array.");
  }
  const unsigned version = bytes[6];
  if (version < 1 || version > 3) {
    fail_array("The .npy array has format " + std::to_string(version) + "; 1, 2 and 3 are read.");
  }
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  const std::size_t start = 8 + length_bytes;
  std::size_t length = bytes[8] | static_cast<std::size_t>(bytes[9]) << 8U;
  if (version > 1) {
    if (text.size() < start || bytes[10] != 0 || bytes[11] != 0) length = kMostHeader + 1;
  }
  if (length > kMostHeader || text.size() < start || length > text.size() - start) {
    fail_array("The header of the .npy array is cut off or too long.");
  }
  NpyHeader header = HeaderParser(text.substr(start, length)).parse();
  header.data = start + length;
  header.count = count_elements(header, bytes.size() - header.data);
  return header;
}

std::string npy_header(ElementType type, std::span<const std::int64_t> shape) {
  constexpr std::string_view kLetters = "biuf";
  std::string text = "{'descr': '";
  text += type.size == 1 ? '|' : '<';
  text += kLetters[static_cast<std::size_t>(type.kind)];
  text += std::to_string(type.size) + "', 'fortran_order': False, 'shape': (";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : " ") + std::to_string(shape[i]);
    if (i + 1 < shape.size() || shape.size() == 1) text += ',';
  }
  text += "), }";
  if (!shape.empty()) text.append(kGrowthDigits - std::to_string(shape[0]).size(), ' ');
  const std::size_t before = kMagic.size() + 4;
  text.append(kAlignment - (before + text.size() + 1) % kAlignment, ' ');
  text += '\n';
  std::string out(kMagic);
  out += {'\x01', '\0', static_cast<char>(text.size() & 0xFF), static_cast<char>(text.size() >> 8)};
  return out + text;
}

}  // namespace cnn2snn::npz
