// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace cnn2snn::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Devices : public ProgramTest {
 protected:
  std::string float_model() {
    fs::copy_file(fs::path(CNN2SNN_FIXTURES) / "compat" / "basic.h5", folder_ / "float.h5");
    return "float.h5";
  }
};

TEST_F(Devices, AreListed) {
  const Outcome text = run({"devices"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, HasSubstr("AKD1000"));
  const nlohmann::json list = nlohmann::json::parse(run({"devices", "--json"}).out);
  ASSERT_EQ(list.size(), 8U);
  EXPECT_EQ(list[0]["name"], "AKD1000");
  EXPECT_EQ(list[0]["processors"], 78);
  EXPECT_EQ(list[0]["can_be"]["CNP2"], 54);
}

TEST_F(Devices, ABrokenLimitIsNamedWithPageAndRemedyAndIsARefusal) {
  const Outcome result = run({"check", "-m", float_model(), "--device", "SixNodesIPv2"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, HasSubstr("float.h5 cannot run as a whole on SixNodesIPv2"));
  EXPECT_THAT(result.out, HasSubstr("conv2d_1 (Conv2D): padding valid; documented: same.\n    Set "
                                    "padding='same'"));
  EXPECT_THAT(result.out, HasSubstr("hardware/2.0.html"));
  EXPECT_THAT(result.out, Not(HasSubstr("decided by the Akida runtime")));
}

TEST_F(Devices, NoBrokenLimitIsNotAYes) {
  akida_model("model.fbz");
  const Outcome result = run({"check", "-m", "model.fbz", "--device", "AKD1000"});
  EXPECT_EQ(result.exit_code, 5);  // Another generation.
  EXPECT_THAT(result.out, HasSubstr("a model for Akida 2.0; documented: Akida 1.0 models alone"));
  fs::copy_file(fs::path(CNN2SNN_FIXTURES) / "mapping" / "v1_in_k3s3.fbz", folder_ / "v1.fbz");
  const Outcome open = run({"check", "-m", "v1.fbz", "--device", "AKD1000"});
  EXPECT_EQ(open.exit_code, 0);
  EXPECT_THAT(open.out, HasSubstr("No documented limit of AKD1000 is broken"));
  EXPECT_THAT(open.out, HasSubstr("decided by the Akida runtime"));
}

TEST_F(Devices, ATargetOfAnotherGenerationIsAnError) {
  const Outcome result =
      run({"check", "-m", float_model(), "--device", "AKD1000", "--target", "v2"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("Leave out the target"));
  EXPECT_EQ(run({"check", "-m", "float.h5", "--device", "AKD2000"}).exit_code, 2);
  EXPECT_THAT(run({"check", "-m", "float.h5", "--device", "AKD2000"}).out, IsEmpty());
}

}  // namespace
}  // namespace cnn2snn::cli
