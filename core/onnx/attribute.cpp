// SPDX-License-Identifier: Apache-2.0
#include "onnx/attribute.h"

#include <algorithm>
#include <array>

namespace cnn2snn::onnx {

namespace {

using protobuf::Bytes;
using protobuf::Field;

constexpr std::size_t kMaxInts = 4096;

/// A field of AttributeProto with the type that goes with it.
struct ValueField {
  std::uint32_t tag;
  std::uint32_t type;
};

// f, s, t, g, floats, strings, tensors, graphs, tp, type_protos, sparse_tensor, sparse_tensors: of
// these only that they are there is of interest.
constexpr std::array kOthers = {ValueField{2, 1},   ValueField{4, 3},   ValueField{5, 4},
                                ValueField{6, 5},   ValueField{7, 6},   ValueField{9, 8},
                                ValueField{10, 9},  ValueField{11, 10}, ValueField{14, 13},
                                ValueField{15, 14}, ValueField{22, 11}, ValueField{23, 12}};

constexpr std::uint32_t kFloatTag = 2;
constexpr std::uint32_t kFloatsTag = 7;

std::uint32_t bit(AttributeType type) {
  return 1U << static_cast<std::uint32_t>(type);
}

/// Reads the field if its wire type fits. `has_value`: a packed list may be empty.
bool read_value(Field& field, bool& has_value) {
  has_value = true;
  if (field.tag() == kFloatTag || field.tag() == kFloatsTag) {
    std::vector<float> values;
    if (field.is_fixed32()) return field.append(values, 1);
    if (field.tag() == kFloatTag) return false;
  }
  Bytes value;
  if (!field.read(value)) return false;
  has_value = field.tag() != kFloatsTag || !value.empty();
  return true;
}

}  // namespace

Attribute read_attribute(Bytes message) {
  Attribute attribute;
  protobuf::for_each_field(message, [&](Field& field) {
    switch (field.tag()) {
      case 1:
        return field.read(attribute.name);
      case 3:
        if (!field.read(attribute.i)) return false;
        attribute.values |= bit(AttributeType::kInt);
        return true;
      case 8:
        if (!field.append(attribute.ints, kMaxInts)) return false;
        if (!attribute.ints.empty()) attribute.values |= bit(AttributeType::kInts);
        return true;
      case 20: {
        std::int32_t type = 0;
        if (!field.read(type)) return false;
        attribute.type = static_cast<AttributeType>(type);
        attribute.has_type = true;
        return true;
      }
      default: {
        const auto* other = std::find_if(kOthers.begin(), kOthers.end(), [&](const auto& known) {
          return known.tag == field.tag();
        });
        if (other == kOthers.end()) return false;
        bool has_value = false;
        if (!read_value(field, has_value)) return false;
        if (has_value) attribute.values |= 1U << other->type;
        return true;
      }
    }
  });
  return attribute;
}

std::string attribute_error(const Attribute& attribute, std::int64_t ir_version) {
  if (attribute.name.empty()) return "Field 'name' of 'attr' is required to be non-empty.";
  if (ir_version >= 2 && !attribute.has_type) {
    return "Field 'type' of 'attr' is required but missing.";
  }
  if (attribute.values == 0) return {};
  const auto type = static_cast<std::uint32_t>(attribute.type);
  const std::uint32_t expected = attribute.has_type && type < 32 ? 1U << type : 0;
  if (attribute.has_type && (attribute.values & ~expected) != 0) {
    return "type field and data field mismatch in attribute " + attribute.name + ".";
  }
  if ((attribute.values & (attribute.values - 1)) != 0) {
    return "Attribute (name: " + attribute.name + ") should not contain more than one value field.";
  }
  return {};
}

}  // namespace cnn2snn::onnx
