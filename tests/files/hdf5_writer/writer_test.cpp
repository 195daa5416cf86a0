// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5_writer/writer.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/hdf5/file.h"
#include "files/hdf5_writer/checksum.h"

namespace cnn2snn::hdf5 {
namespace {

std::uint32_t hash(std::string_view text) {
  return lookup3({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(Lookup3, IsThatOfItsAuthor) {
  EXPECT_EQ(hash(""), 0xDEADBEEFU);
  EXPECT_EQ(hash("Four score and seven years ago"), 0x17770551U);
}

TEST(Writer, MakesWhatLibhdf5Reads) {
  std::vector<float> values(24);
  std::iota(values.begin(), values.end(), -3.5F);
  const std::vector<std::int64_t> shape = {2, 3, 4};
  const std::string long_text(100000, 'x');
  Writer writer;
  writer.attribute("", "model_config", long_text);
  writer.attribute("weights", "names", std::vector<std::string>{"a/kernel:0", "", "größe"});
  writer.attribute("weights/none", "names", std::vector<std::string>{});
  writer.dataset("weights/a/a/kernel:0", shape, values);
  writer.dataset("weights/a/a/scalar:0", {}, {values.data(), 1});
  writer.group("weights/empty");
  const std::vector<std::uint8_t> bytes = writer.finish();

  const File file = File::open(bytes);
  EXPECT_EQ(file.string_attribute("", "model_config"), long_text);
  EXPECT_EQ(file.strings_attribute("weights", "names"),
            (std::vector<std::string>{"a/kernel:0", "", "größe"}));
  EXPECT_EQ(file.strings_attribute("weights/none", "names"), std::vector<std::string>{});
  EXPECT_EQ(file.dataset_shape("weights/a/a/kernel:0"), shape);
  std::vector<float> read(24);
  file.read_dataset("weights/a/a/kernel:0", read);
  EXPECT_EQ(read, values);
  EXPECT_TRUE(file.dataset_shape("weights/a/a/scalar:0").empty());
  EXPECT_TRUE(file.exists("weights/empty"));
  EXPECT_FALSE(file.exists("weights/other"));
}

TEST(Writer, CutsLongListsIntoChunks) {
  std::vector<std::string> names;
  for (int i = 0; i < 9000; ++i) names.push_back("layer_" + std::to_string(i));
  Writer writer;
  writer.attribute("g", "names", names);
  for (const std::string& name : names) writer.group("g/" + name);
  const std::vector<std::uint8_t> bytes = writer.finish();
  const File file = File::open(bytes);
  EXPECT_EQ(file.strings_attribute("g", "names"), names);
  EXPECT_TRUE(file.exists("g/layer_8999"));
}

TEST(Writer, RefusesNamesThatDoNotFit) {
  Writer writer;
  writer.group(std::string(70000, 'n'));
  EXPECT_THROW(writer.finish(), ConversionError);
}

}  // namespace
}  // namespace cnn2snn::hdf5
