// SPDX-License-Identifier: Apache-2.0
#include "cli/text.h"

#include <gtest/gtest.h>

#include "cli/exit_codes.h"
#include "cli/outputs.h"

namespace cnn2snn::cli {
namespace {

Report report_of(ErrorId id, Step step) {
  Report report;
  Problem problem;
  problem.id = id;
  problem.step = step;
  report.problems = {problem, {}};
  return report;
}

TEST(ExitCodes, FollowTheFirstProblem) {
  EXPECT_EQ(exit_code({}), kSuccess);
  EXPECT_EQ(exit_code(report_of(ErrorId::kFile, Step::kRead)), kFileError);
  EXPECT_EQ(exit_code(report_of(ErrorId::kFile, Step::kVerification)), kFileError);
  EXPECT_EQ(exit_code(report_of(ErrorId::kArgument, Step::kConversion)), kUsage);
  EXPECT_EQ(exit_code(report_of(ErrorId::kHdf5Corrupt, Step::kRead)), kUnreadable);
  EXPECT_EQ(exit_code(report_of(ErrorId::kUnknownLayer, Step::kParse)), kUnreadable);
  EXPECT_EQ(exit_code(report_of(ErrorId::kBlockParameter, Step::kQuantization)), kRefused);
  EXPECT_EQ(exit_code(report_of(ErrorId::kInvalidBlock, Step::kConversion)), kRefused);
  EXPECT_EQ(exit_code(report_of(ErrorId::kVerification, Step::kVerification)), kInternalError);
  EXPECT_EQ(exit_code(report_of(ErrorId::kInternal, Step::kParse)), kInternalError);
  EXPECT_EQ(exit_code(report_of(ErrorId::kCancelled, Step::kConversion)), kOtherFailure);
  EXPECT_EQ(exit_code(report_of(ErrorId::kOutOfMemory, Step::kConversion)), kOtherFailure);
}

TEST(Text, ProgressIsABar) {
  EXPECT_EQ(text::progress(.5, Step::kConversion), "[##########          ]  50% conversion");
  EXPECT_EQ(text::progress(1.5, Step::kRead), "[####################] 100% read");
  EXPECT_EQ(text::progress(-1, Step::kParse), "[                    ]   0% parse");
}

TEST(Text, ProblemsShowStepLayerReasonIdAndRemedy) {
  Report report = report_of(ErrorId::kInvalidBlock, Step::kConversion);
  report.problems.resize(1);
  report.problems[0].layers = {{"conv", "Conv2D"}};
  report.problems[0].reason = "It fails.";
  report.problems[0].remedy = "Do this.";
  EXPECT_EQ(text::problems("Two lines:", report),
            "Two lines:\n  conversion: conv (Conv2D): It fails. [E_INVALID_BLOCK]\n    Do this.\n");
}

TEST(Text, AListIsShownOnce) {
  Report report = report_of(ErrorId::kInvalidBlock, Step::kConversion);
  report.problems.resize(1);
  report.problems[0].reason = "One of:\n - a\n - b";
  report.problems.push_back(report.problems[0]);
  report.problems.push_back(report.problems[0]);
  report.problems[2].reason = "One of:\n - c";
  EXPECT_EQ(text::problems("Three:", report),
            "Three:\n  conversion: One of:\n - a\n - b [E_INVALID_BLOCK]\n"
            "  conversion: One of: see above. [E_INVALID_BLOCK]\n"
            "  conversion: One of:\n - c [E_INVALID_BLOCK]\n");
}

TEST(Outputs, ExtensionsAreCutAsPythonDoes) {
  EXPECT_EQ(without_extension("a.h5"), "a");
  EXPECT_EQ(without_extension("a.b.h5"), "a.b");
  EXPECT_EQ(without_extension("a"), "a");
  EXPECT_EQ(without_extension("v1.0/a"), "v1.0/a");
  EXPECT_EQ(without_extension(".h5"), ".h5");
  EXPECT_EQ(without_extension("x/..h5"), "x/..h5");
  EXPECT_EQ(without_extension("..a.h5"), "..a");
}

}  // namespace
}  // namespace cnn2snn::cli
