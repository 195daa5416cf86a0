// SPDX-License-Identifier: Apache-2.0
//
// The program where the machine is in its way: whatever happens, the file there before is whole, or
// the new one is (docs/faults.md).
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cnn2snn {
namespace {

namespace fs = std::filesystem;

const std::string kModel = std::string(CNN2SNN_FIXTURES) + "/models/ds_cnn_kws_i8_w8_a8";

// What rusage counts memory in, in a megabyte.
#ifdef __APPLE__
constexpr long kMemoryUnits = 1024 * 1024;
#else
constexpr long kMemoryUnits = 1024;
#endif

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Faults : public testing::Test {
 protected:
  Faults() {
    fs::create_directories(folder_);
    fs::copy_file(kModel + ".h5", model_);
  }
  ~Faults() override { fs::remove_all(folder_); }

  /// Starts the program in the folder, its output in files there; `prepare` is called before.
  [[nodiscard]] pid_t start(
      const std::vector<std::string>& arguments,
      const std::function<void()>& prepare = [] {}) const {
    std::vector<char*> values{const_cast<char*>(CNN2SNN_CLI)};
    for (const std::string& argument : arguments) {
      values.push_back(const_cast<char*>(argument.c_str()));
    }
    values.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (::chdir(folder_.c_str()) != 0) ::_exit(99);
    ::dup2(::open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0666), STDOUT_FILENO);
    ::dup2(::open("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
    for (int descriptor = 3; descriptor < 20; ++descriptor) ::close(descriptor);
    prepare();
    ::execv(CNN2SNN_CLI, values.data());
    ::_exit(98);
  }

  struct End {
    int code = 0;             ///< -SIGNAL where a signal ended it.
    long peak_megabytes = 0;  ///< Memory at most.
  };

  static End end_of(pid_t child) {
    int status = 0;
    rusage used{};
    EXPECT_EQ(::wait4(child, &status, 0, &used), child);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
            used.ru_maxrss / kMemoryUnits};
  }

  static int end(pid_t child) { return end_of(child).code; }

  int run(
      const std::vector<std::string>& arguments,
      const std::function<void()>& prepare = [] {}) const {
    return end(start(arguments, prepare));
  }

  [[nodiscard]] std::vector<std::string> temporary_files() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".tmp")) found.push_back(name);
    }
    return found;
  }

  fs::path folder_ = fs::path(testing::TempDir()) / ("faults_" + std::to_string(::getpid()));
  fs::path model_ = folder_ / "model.h5";
  fs::path output_ = folder_ / "model.fbz";
  std::string whole_ = content(kModel + ".fbz");
};

// What an instrumented build counts goes into the test's folder: it would be cut off in its place.
void count_apart() {
  ::setenv("GCOV_PREFIX", "counts", 1);
}

TEST_F(Faults, AFileIsWholeWheneverTheProgramIsKilled) {
  ASSERT_EQ(run({"convert", "-m", "model.h5"}), 0);
  const std::string made = content(output_);
  // Another Akida model stands where the new one is going to be.
  const std::string before = content(std::string(CNN2SNN_FIXTURES) + "/models/act_gelu.fbz");
  ASSERT_FALSE(before.empty());
  for (int moment = 0; moment < 60; ++moment) {
    std::ofstream(output_, std::ios::binary) << before;
    const pid_t child = start({"convert", "-m", "model.h5"}, count_apart);
    ::usleep(static_cast<useconds_t>(moment * 150));
    ::kill(child, SIGKILL);
    end(child);
    const std::string found = content(output_);
    ASSERT_TRUE(found == before || found == made) << moment << ": " << found.size() << " bytes";
  }
}

TEST_F(Faults, WritingTooMuchLeavesTheOldFile) {
  std::ofstream(output_, std::ios::binary) << whole_;
  const auto limit = [] {
    count_apart();
    const rlimit size{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &size);
  };
  EXPECT_EQ(run({"convert", "-m", "model.h5"}, limit), 3);
  EXPECT_NE(content(folder_ / "err.txt").find("Cannot write model.fbz: File too large"),
            std::string::npos)
      << content(folder_ / "err.txt");
  EXPECT_EQ(content(output_), whole_);
  EXPECT_EQ(temporary_files(), std::vector<std::string>());
}

TEST_F(Faults, ManyProcessesWriteOneFile) {
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) children.push_back(start({"convert", "-m", "model.h5"}));
  for (const pid_t child : children) EXPECT_EQ(end(child), 0);
  const std::string last = content(output_);
  ASSERT_EQ(run({"convert", "-m", "model.h5"}), 0);
  EXPECT_EQ(last, content(output_));
  EXPECT_EQ(temporary_files(), std::vector<std::string>());
}

TEST_F(Faults, ClosedStreamsNeverEndUpInTheModel) {
  ASSERT_EQ(run({"convert", "-m", "model.h5", "-o", "good.fbz"}), 0);
  const std::string good = content(folder_ / "good.fbz");
  for (int streams = 1; streams < 8; ++streams) {
    fs::remove(output_);
    const int status = run({"convert", "-m", "model.h5"}, [streams] {
      for (int stream = 0; stream < 3; ++stream) {
        if ((streams >> stream & 1) != 0) ::close(stream);
      }
    });
    // What could not be printed is an error; the file is written all the same.
    EXPECT_EQ(status, (streams & 2) != 0 ? 3 : 0) << streams;
    EXPECT_EQ(content(output_), good) << streams;
  }
}

TEST_F(Faults, AFullDeviceForOutputIsAnError) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no full device";
  const auto full = [] { ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO); };
  EXPECT_EQ(run({"convert", "-m", "model.h5"}, full), 3);
  EXPECT_EQ(run({"convert", "-m", "model.h5", "--json"}, full), 3);
}

TEST_F(Faults, AFolderThatTakesNoFiles) {
  if (!fs::exists("/proc/self")) GTEST_SKIP() << "this system has no folder that takes no files";
  EXPECT_EQ(run({"convert", "-m", "model.h5", "-o", "/proc/model.fbz"}), 3);
  EXPECT_NE(content(folder_ / "err.txt").find("Cannot write /proc/model.fbz"), std::string::npos);
}

TEST_F(Faults, ManyModelsWithFewOpenFiles) {
  fs::copy_file(std::string(CNN2SNN_FIXTURES) + "/models/act_gelu.h5", folder_ / "small.h5");
  std::vector<std::string> arguments{"convert"};
  for (int i = 0; i < 200; ++i) {
    const std::string name = "small_" + std::to_string(i) + ".h5";
    fs::copy_file(folder_ / "small.h5", folder_ / name);
    arguments.insert(arguments.end(), {"-m", name});
  }
  const auto limit = [] {
    const rlimit files{8, 8};
    ::setrlimit(RLIMIT_NOFILE, &files);
  };
  EXPECT_EQ(run(arguments, limit), 0);
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(fs::exists(folder_ / ("small_" + std::to_string(i) + ".fbz")));
  }
}

// A sanitizer keeps what was freed for a while: that is not the program's memory.
void keep_nothing_freed() {
  ::setenv("ASAN_OPTIONS", "quarantine_size_mb=0:thread_local_quarantine_size_kb=0", 1);
}

TEST_F(Faults, TenThousandFilesInOneCall) {
  const long one = end_of(start({"convert", "-m", "model.h5"}, keep_nothing_freed)).peak_megabytes;
  std::ofstream(folder_ / "other.h5") << "This is no model.";
  std::vector<std::string> arguments{"convert"};
  for (int i = 0; i < 10'000; ++i) {
    const std::string name = "m" + std::to_string(i) + ".h5";
    // A model now and then; of the rest each is an error of its own, which stops none of the
    // others.
    fs::create_hard_link(i % 1000 == 0 ? model_ : folder_ / "other.h5", folder_ / name);
    arguments.insert(arguments.end(), {"-m", name});
  }
  const End end = end_of(start(arguments, [] {
    const rlimit files{8, 8};
    ::setrlimit(RLIMIT_NOFILE, &files);
    keep_nothing_freed();
  }));
  EXPECT_EQ(end.code, 4);
  EXPECT_LT(end.peak_megabytes, one + 30);
  const std::string made = content(output_);
  for (int i = 0; i < 10'000; ++i) {
    const fs::path file = folder_ / ("m" + std::to_string(i) + ".fbz");
    if (i % 1000 == 0) {
      EXPECT_EQ(content(file), made) << i;
    } else {
      EXPECT_FALSE(fs::exists(file)) << i;
    }
  }
}

// The size of a model with 3 GB behind it: what a mistaken copy leaves, or what an optimizer wrote.
void make_huge(const fs::path& path) {
  fs::copy_file(kModel + ".h5", path);
  fs::resize_file(path, 3ULL << 30);
}

TEST_F(Faults, AFileOfThreeGigabytes) {
  ASSERT_EQ(run({"convert", "-m", "model.h5"}), 0);
  make_huge(folder_ / "huge.h5");
  const End end = end_of(start({"convert", "-m", "huge.h5"}, keep_nothing_freed));
  EXPECT_EQ(end.code, 0) << content(folder_ / "err.txt");
  EXPECT_LT(end.peak_megabytes, 3072 + 200);
  EXPECT_EQ(content(folder_ / "huge.fbz"), content(output_));
}

// The sanitizer reserves terabytes of addresses; macOS holds no program to this limit.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__APPLE__)
TEST_F(Faults, AModelWithoutMemoryStopsNoOther) {
  make_huge(folder_ / "huge.h5");
  const auto limit = [] {
    const rlimit memory{1U << 30, 1U << 30};
    ::setrlimit(RLIMIT_AS, &memory);
  };
  EXPECT_EQ(run({"convert", "-m", "huge.h5", "-m", "model.h5"}, limit), 1);
  EXPECT_NE(content(folder_ / "err.txt").find("Cannot read huge.h5: not enough memory."),
            std::string::npos)
      << content(folder_ / "err.txt");
  EXPECT_FALSE(fs::exists(folder_ / "huge.fbz"));
  EXPECT_TRUE(fs::exists(output_));
}
#endif

#ifndef __APPLE__  // Whose file system takes no such names.
TEST_F(Faults, NamesThatAreNotUtf8) {
  fs::rename(model_, folder_ / "m\xff.h5");
  EXPECT_EQ(run({"convert", "-m", "m\xff.h5"}), 0);
  EXPECT_TRUE(fs::exists(folder_ / "m\xff.fbz"));
  // JSON is UTF-8, whatever the name is.
  EXPECT_EQ(run({"convert", "-m", "m\xff.h5", "--json"}), 0);
  const auto report = nlohmann::json::parse(content(folder_ / "out.txt"));
  EXPECT_EQ(report["ok"], true);
}
#endif

}  // namespace
}  // namespace cnn2snn
