// SPDX-License-Identifier: Apache-2.0
#include "files/protobuf/message.h"

#include <limits>

#include "base/conversion_error.h"

namespace cnn2snn::protobuf {

namespace {

using protozero::pbf_wire_type;

void check_room(std::size_t size, std::size_t most) {
  if (size < most) return;
  fail(ErrorId::kLimit, Step::kParse,
       "a list of numbers holds more than the " + std::to_string(most) + " that it can need");
}

}  // namespace

void fail_message() {
  fail(ErrorId::kOnnxCorrupt, Step::kRead, "Error parsing message with type 'onnx.ModelProto'",
       "The file is cut or damaged: copy or export it again.", "DecodeError");
}

bool Field::is_fixed32() const {
  return reader_.has_wire_type(pbf_wire_type::fixed32);
}

bool Field::skip_number() {
  if (reader_.has_wire_type(pbf_wire_type::length_delimited)) return false;
  reader_.skip();
  return true;
}

bool Field::read(std::int64_t& value) {
  if (!reader_.has_wire_type(pbf_wire_type::varint)) return false;
  value = reader_.get_int64();
  return true;
}

bool Field::read(std::int32_t& value) {
  if (!reader_.has_wire_type(pbf_wire_type::varint)) return false;
  value = static_cast<std::int32_t>(reader_.get_int64());
  return true;
}

bool Field::read(Bytes& value) {
  if (!reader_.has_wire_type(pbf_wire_type::length_delimited)) return false;
  const protozero::data_view view = reader_.get_view();
  value = {view.data(), view.size()};
  return true;
}

bool Field::read(std::string& value) {
  Bytes view;
  if (!read(view)) return false;
  value.assign(view);
  return true;
}

template <typename T, typename Decode>
bool Field::append_varints(std::vector<T>& values, std::size_t most, Decode decode) {
  if (reader_.has_wire_type(pbf_wire_type::varint)) {
    check_room(values.size(), most);
    values.push_back(decode(reader_.get_int64()));
    return true;
  }
  if (!reader_.has_wire_type(pbf_wire_type::length_delimited)) return false;
  for (const std::int64_t value : reader_.get_packed_int64()) {
    check_room(values.size(), most);
    values.push_back(decode(value));
  }
  return true;
}

bool Field::append(std::vector<std::int64_t>& values, std::size_t most) {
  return append_varints(values, most, [](std::int64_t value) { return value; });
}

bool Field::append(std::vector<std::int32_t>& values, std::size_t most) {
  return append_varints(values, most,
                        [](std::int64_t value) { return static_cast<std::int32_t>(value); });
}

bool Field::append(std::vector<float>& values, std::size_t most) {
  static_assert(sizeof(float) == 4 && std::numeric_limits<float>::is_iec559);
  if (reader_.has_wire_type(pbf_wire_type::fixed32)) {
    check_room(values.size(), most);
    values.push_back(reader_.get_float());
    return true;
  }
  if (!reader_.has_wire_type(pbf_wire_type::length_delimited)) return false;
  for (const float value : reader_.get_packed_float()) {
    check_room(values.size(), most);
    values.push_back(value);
  }
  return true;
}

}  // namespace cnn2snn::protobuf
