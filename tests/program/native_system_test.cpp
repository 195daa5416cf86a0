// SPDX-License-Identifier: Apache-2.0
#include "program/native_system.h"

#include <gtest/gtest.h>

#include "cli/program.h"

namespace cnn2snn::cli {
namespace {

class Files : public ProgramTest {};

TEST_F(Files, AStoppedProgramLeavesAWholeFileAndNothingElse) {
  constexpr std::size_t kSize = std::size_t{1} << 26;
  const fs::path path = folder_ / "file";
  for (const int signal : {SIGINT, SIGTERM}) {
    fs::remove(path);
    const pid_t child = ::fork();
    if (child == 0) {
      NativeSystem system;
      const std::vector<std::uint8_t> bytes(kSize);
      for (;;) system.write(path.string(), bytes);
    }
    const auto at_work = [&] {
      return fs::directory_iterator(folder_) != fs::directory_iterator();
    };
    while (!at_work()) ::usleep(100);
    ::kill(child, signal);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    for (const std::string& name : files()) {
      EXPECT_EQ(name, "file");
      EXPECT_EQ(fs::file_size(path), kSize);
    }
  }
}

TEST_F(Files, ErrorsAreTheCLibrarysWords) {
  NativeSystem system;
  std::vector<std::uint8_t> bytes;
  EXPECT_EQ(system.read((folder_ / "missing").string(), bytes), "No such file or directory");
  EXPECT_EQ(system.read(folder_.string(), bytes), "Is a directory");
  EXPECT_EQ(system.write(folder_.string(), bytes), "Is a directory");
  write(folder_ / "file", "");
  EXPECT_EQ(system.write((folder_ / "file/x").string(), bytes), "Not a directory");
}

TEST_F(Files, AMappedFileHoldsWhatIsReadFromIt) {
  NativeSystem system;
  for (const std::string& content : {std::string(), std::string("text"), std::string(70000, 'x')}) {
    write(folder_ / "file", content);
    FileBytes file;
    ASSERT_EQ(system.map((folder_ / "file").string(), file), "");
    EXPECT_EQ(std::string(file.bytes.begin(), file.bytes.end()), content);
  }
  FileBytes file;
  EXPECT_EQ(system.map((folder_ / "missing").string(), file), "No such file or directory");
  EXPECT_EQ(system.map(folder_.string(), file), "Is a directory");
  ASSERT_EQ(system.map("/dev/null", file), "");
  EXPECT_TRUE(file.bytes.empty());
}

TEST_F(Files, AMappedFileThatBecomesShorterEndsTheProgramWithAMessage) {
  const fs::path path = folder_ / "file";
  write(path, std::string(70000, 'x'));
  NativeSystem system;
  FileBytes file;
  ASSERT_EQ(system.map(path.string(), file), "");
  fs::resize_file(path, 0);
  EXPECT_EXIT(std::exit(file.bytes[0]), testing::ExitedWithCode(3), "A file became shorter");
}

TEST_F(Files, KindsOfPaths) {
  NativeSystem system;
  write(folder_ / "file", "text");
  fs::create_symlink("file", folder_ / "link");
  fs::create_symlink("nowhere", folder_ / "broken");
  EXPECT_EQ(system.kind((folder_ / "link").string()), PathKind::kFile);
  EXPECT_EQ(system.kind((folder_ / "broken").string()), PathKind::kNone);
  EXPECT_EQ(system.kind(folder_.string()), PathKind::kFolder);
  EXPECT_EQ(system.kind("/dev/null"), PathKind::kDevice);
  const std::string file = system.identity((folder_ / "file").string());
  EXPECT_EQ(system.identity((folder_ / "link").string()), file);
  EXPECT_NE(system.identity(folder_.string()), file);
  EXPECT_NE(file, "");
  EXPECT_EQ(system.identity((folder_ / "nothing").string()), "");
}

TEST_F(Files, APipeIsWrittenByTheNameOfItsDescriptor) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  NativeSystem system;
  EXPECT_EQ(system.write("/dev/fd/" + std::to_string(ends[1]), std::vector<std::uint8_t>{7}), "");
  std::uint8_t byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), 1);
  EXPECT_EQ(byte, 7);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(Files, ALinkToItselfIsToldAsOne) {
  NativeSystem system;
  fs::create_symlink("loop", folder_ / "loop");
  EXPECT_EQ(system.write((folder_ / "loop").string(), {}), "Too many levels of symbolic links");
}

}  // namespace
}  // namespace cnn2snn::cli
