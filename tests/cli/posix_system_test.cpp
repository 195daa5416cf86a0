// SPDX-License-Identifier: Apache-2.0
#include "cli/posix_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace cnn2snn::cli {
namespace {

using ::testing::ElementsAre;

class Files : public ProgramTest {};

TEST_F(Files, AStoppedProgramLeavesTheOldFileAndNothingElse) {
  const fs::path path = folder_ / "file";
  for (const int signal : {SIGINT, SIGTERM}) {
    write(path, "old");
    const pid_t child = ::fork();
    if (child == 0) {
      PosixSystem system;
      const std::vector<std::uint8_t> bytes(std::size_t{1} << 28);
      system.write(path.string(), bytes);
      ::_exit(0);
    }
    while (files().size() < 2 && ::waitpid(child, nullptr, WNOHANG) == 0) ::usleep(100);
    ::kill(child, signal);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child) << "it ended before it could be stopped";
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    EXPECT_THAT(files(), ElementsAre("file"));
    EXPECT_EQ(contents(path), "old");
  }
}

TEST_F(Files, ErrorsAreTheCLibrarysWords) {
  PosixSystem system;
  std::vector<std::uint8_t> bytes;
  EXPECT_EQ(system.read((folder_ / "missing").string(), bytes), "No such file or directory");
  EXPECT_EQ(system.read(folder_.string(), bytes), "Is a directory");
  EXPECT_EQ(system.write(folder_.string(), bytes), "Is a directory");
  write(folder_ / "file", "");
  EXPECT_EQ(system.write((folder_ / "file/x").string(), bytes), "Not a directory");
}

TEST_F(Files, KindsOfPaths) {
  PosixSystem system;
  write(folder_ / "file", "text");
  fs::create_symlink("file", folder_ / "link");
  fs::create_symlink("nowhere", folder_ / "broken");
  EXPECT_EQ(system.kind((folder_ / "link").string()), PathKind::kFile);
  EXPECT_EQ(system.kind((folder_ / "broken").string()), PathKind::kNone);
  EXPECT_EQ(system.kind(folder_.string()), PathKind::kFolder);
  EXPECT_EQ(system.kind("/dev/null"), PathKind::kDevice);
  EXPECT_TRUE(system.same_file((folder_ / "link").string(), (folder_ / "file").string()));
  EXPECT_FALSE(system.same_file((folder_ / "link").string(), folder_.string()));
}

}  // namespace
}  // namespace cnn2snn::cli
