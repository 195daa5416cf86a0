// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/array.h"

#include "files/numbers/numbers.h"

namespace cnn2snn {

std::string to_string(ElementType type) {
  const std::string bits = std::to_string(8 * type.size);
  switch (type.kind) {
    case ElementType::Kind::kBool:
      return "bool";
    case ElementType::Kind::kSigned:
      return "int" + bits;
    case ElementType::Kind::kUnsigned:
      return "uint" + bits;
    case ElementType::Kind::kFloat:
      break;
  }
  return "float" + bits;
}

void to_floats(const Array& array, std::size_t first, std::span<float> out) {
  using Kind = files::NumberFormat::Kind;
  files::NumberFormat format;
  format.size = array.type.size;
  if (array.type.kind != ElementType::Kind::kFloat) {
    format.kind = array.type.kind == ElementType::Kind::kSigned ? Kind::kSigned : Kind::kUnsigned;
  }
  const std::span<const std::uint8_t> data = array.data;
  files::to_floats(format, data.subspan(first * array.type.size, out.size() * array.type.size),
                   out);
  if (array.type.kind == ElementType::Kind::kBool) {
    for (float& value : out) value = value != 0 ? 1.0F : 0.0F;
  }
}

}  // namespace cnn2snn
