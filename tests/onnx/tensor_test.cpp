// SPDX-License-Identifier: Apache-2.0
//
// Tensors as onnx.proto can hold them. The words of refusals are those of onnx.checker.
#include <gtest/gtest.h>

#include <functional>
#include <protozero/pbf_writer.hpp>

#include "files/hdf5/test_files.h"
#include "onnx/checks.h"
#include "onnx/model.h"
#include "onnx/value_fields.h"

namespace cnn2snn::onnx {
namespace {

using hdf5::problem_of;
using protozero::pbf_writer;
using Write = std::function<void(pbf_writer&)>;

std::string message(DataType type, const std::vector<std::int64_t>& dims, const Write& write) {
  std::string bytes;
  pbf_writer writer(bytes);
  for (const std::int64_t dim : dims) writer.add_int64(1, dim);
  writer.add_int32(2, static_cast<std::int32_t>(type));
  writer.add_string(8, "t");
  write(writer);
  return bytes;
}

Write packed(protozero::pbf_tag_type tag, std::vector<std::int64_t> values) {
  return [tag, values](pbf_writer& writer) {
    writer.add_packed_int64(tag, values.begin(), values.end());
  };
}

Write raw(std::string bytes) {
  return [bytes](pbf_writer& writer) { writer.add_bytes(kRawData, bytes); };
}

const Write kNothing = [](pbf_writer&) {};

struct Held {
  DataType type;
  Write write;
  std::vector<double> values;
};

TEST(Tensor, GivesItsNumbersWhateverFieldHoldsThem) {
  const std::vector<Held> cases = {
      {DataType::kInt8, packed(kInt32Data, {-128, 127}), {-128, 127}},
      {DataType::kUInt8, packed(kInt32Data, {0, 255}), {0, 255}},
      {DataType::kInt16, packed(kInt32Data, {-32768, 7}), {-32768, 7}},
      {DataType::kUInt16, packed(kInt32Data, {65535, 7}), {65535, 7}},
      {DataType::kInt32, packed(kInt32Data, {-5, 1 << 30}), {-5, 1 << 30}},
      {DataType::kInt64, packed(kInt64Data, {-5, std::int64_t{1} << 40}), {-5, 1099511627776.}},
      {DataType::kUInt32, packed(kUInt64Data, {4294967295, 1}), {4294967295., 1}},
      {DataType::kUInt64, packed(kUInt64Data, {-1, 1}), {18446744073709551615., 1}},
      {DataType::kUInt16, raw(std::string("\xFF\xFF\x01\x00", 4)), {65535, 1}},
      {DataType::kDouble,
       raw(std::string("\0\0\0\0\0\0\xE0\x3F\0\0\0\0\0\0\x00\xC0", 16)),
       {0.5, -2}},
      {DataType::kFloat,
       [](pbf_writer& writer) {
         writer.add_float(kFloatData, 0.5F);  // Not packed, as in files of old.
         writer.add_float(kFloatData, -2.F);
       },
       {0.5, -2}},
  };
  for (const Held& held : cases) {
    const std::string bytes = message(held.type, {2}, held.write);
    const Tensor tensor = read_tensor(bytes);
    EXPECT_EQ(numbers(tensor), held.values) << to_string(held.type);
    EXPECT_NO_THROW(check_tensor(tensor)) << to_string(held.type);
  }
}

TEST(Tensor, OfNoNumbersSaysWhatItHolds) {
  const std::vector<std::pair<DataType, std::string>> cases = {
      {DataType::kString, "string"},
      {DataType::kBool, "bool"},
      {DataType::kFloat16, "float16"},
      {DataType::kComplex64, "type 14"},
      {static_cast<DataType>(42), "type 42"}};
  for (const auto& [type, name] : cases) {
    const std::string bytes = message(type, {1}, raw("ab"));
    EXPECT_EQ(problem_of([&] { static_cast<void>(numbers(read_tensor(bytes))); }).reason,
              "the initializer 't' holds " + name + ", which is no number");
  }
  const std::vector<std::pair<DataType, std::string>> others = {{DataType::kUInt16, "uint16"},
                                                                {DataType::kUInt32, "uint32"},
                                                                {DataType::kUInt64, "uint64"},
                                                                {DataType::kDouble, "float64"}};
  for (const auto& [type, name] : others) {
    const std::string bytes = message(type, {1}, raw("12345678"));
    EXPECT_EQ(problem_of([&] { static_cast<void>(elements<float>(read_tensor(bytes))); }).reason,
              "the initializer 't' holds " + name + ", not float32");
  }
}

TEST(Tensor, OfAnotherSizeThanItsShapeIsRefused) {
  const std::string odd = message(DataType::kInt16, {2}, raw("123"));
  EXPECT_EQ(problem_of([&] { static_cast<void>(numbers(read_tensor(odd))); }).reason,
            "the initializer 't' holds 3 bytes for 2 elements");
  const std::string few = message(DataType::kInt8, {4}, packed(kInt32Data, {1, 2, 3}));
  EXPECT_EQ(problem_of([&] { static_cast<void>(numbers(read_tensor(few))); }).reason,
            "the initializer 't' holds 3 bytes for 4 elements");
  for (const std::vector<std::int64_t>& dims :
       {std::vector<std::int64_t>{-1}, {1 << 20, 1 << 20}, {std::int64_t{1} << 62, 4}}) {
    const std::string huge = message(DataType::kInt8, dims, kNothing);
    const Problem problem = problem_of([&] { static_cast<void>(read_tensor(huge)); });
    EXPECT_EQ(problem.id, ErrorId::kLimit);
    EXPECT_EQ(problem.reason, "the dimensions of the initializer 't' are beyond 2^31 elements");
  }
}

TEST(Tensor, IsRefusedInTheCheckersWords) {
  struct Case {
    DataType type;
    std::vector<std::int64_t> dims;
    Write write;
    std::string reason;
  };
  const auto both = [](pbf_writer& writer) {
    writer.add_bytes(kRawData, "1234");
    writer.add_float(kFloatData, 1.F);
  };
  const std::string one =
      "TensorProto (tensor name: t) should contain one and only one value field.";
  const std::vector<Case> cases = {
      {DataType::kUndefined,
       {1},
       raw("1"),
       "setting data_type field (tensor name: t) to UNDEFINED is not allowed"},
      {DataType::kFloat,
       {0},
       raw("1234"),
       "TensorProto (tensor name: t) is 0-element but contains data!"},
      {DataType::kFloat, {1}, kNothing, one},
      {DataType::kFloat, {1}, both, one},
      {DataType::kFloat, {1}, packed(kInt32Data, {}), one},
      {DataType::kString,
       {1},
       raw("text"),
       "STRING data (tensor name: t) should not be stored in raw_data field"},
      {static_cast<DataType>(42),
       {1},
       packed(kInt32Data, {1}),
       "Unrecognized data_type (tensor name: t): 42"},
      {DataType::kUInt32,
       {1},
       packed(kInt32Data, {1}),
       "values of data_type '12' should be stored in field 'uint64_data' instead of 'int32_data'"},
      {DataType::kInt8,
       {1},
       [](pbf_writer& writer) { writer.add_double(kDoubleData, 1.); },
       "values of data_type '3' should be stored in field 'int32_data' instead of 'double_data'"},
      {DataType::kComplex128,
       {1},
       [](pbf_writer& writer) { writer.add_string(kStringData, ""); },
       "values of data_type '15' should be stored in field 'double_data' instead of 'string_data'"},
  };
  for (const Case& c : cases) {
    const std::string bytes = message(c.type, c.dims, c.write);
    const Problem problem = problem_of([&] { check_tensor(read_tensor(bytes)); });
    EXPECT_EQ(problem.reason, c.reason);
    EXPECT_EQ(problem.id, ErrorId::kOnnxModel);
    EXPECT_EQ(problem.error_class, "ValidationError");
  }
}

TEST(Tensor, FieldsOfAnotherKindAreStrangersToIt) {
  const std::string bytes = message(DataType::kInt8, {1}, [](pbf_writer& writer) {
    writer.add_int32(kRawData, 1);     // raw_data is bytes,
    writer.add_int32(kStringData, 1);  // string_data too,
    writer.add_string(14, "1");        // data_location a number.
    writer.add_int32(100, 1);
    writer.add_int32(kInt32Data, 9);
  });
  const Tensor tensor = read_tensor(bytes);
  EXPECT_FALSE(tensor.external);
  EXPECT_EQ(numbers(tensor), std::vector<double>{9});
  EXPECT_NO_THROW(check_tensor(tensor));
}

}  // namespace
}  // namespace cnn2snn::onnx
