// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/messages.h"

namespace cnn2snn::legacy {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::vector<std::string> dimensions(const keras::Shape& shape) {
  std::vector<std::string> parts;
  for (const std::int64_t size : shape) parts.push_back(size < 0 ? "None" : std::to_string(size));
  return parts;
}

std::string tuple(const std::vector<std::string>& parts) {
  return "(" + joined(parts) + (parts.size() == 1 ? ",)" : ")");
}

}  // namespace

std::string python_tuple(const keras::Shape& shape) {
  return tuple(dimensions(shape));
}

std::string python_shape_with_batch(const keras::Shape& shape) {
  std::vector<std::string> parts = dimensions(shape);
  parts.insert(parts.begin(), "None");
  return tuple(parts);
}

std::string python_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  quoted.reserve(names.size());
  for (const std::string& name : names) quoted.push_back("'" + name + "'");
  return "[" + joined(quoted) + "]";
}

std::string python_pair(double first, double second) {
  return "(" + keras::Value(first).repr() + ", " + keras::Value(second).repr() + ")";
}

}  // namespace cnn2snn::legacy
