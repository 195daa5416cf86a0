// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

/// Runs the cnn2snn program without a shell.
namespace cnn2snn::cli {

namespace fs = std::filesystem;

inline std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// What a finished program left.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// A test with a folder of its own, where the program runs.
class ProgramTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "cnn2snn-cli-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    folder_ = root_ / "work";
    fs::create_directory(folder_);
  }

  void TearDown() override {
    std::error_code error;
    fs::remove_all(root_, error);
  }

  /// Copies a model of the fixtures into the folder.
  std::string model(const std::string& name, const std::string& as) {
    const fs::path fixture = fs::path(CNN2SNN_FIXTURES) / "models" / (name + ".h5");
    fs::copy_file(fixture, folder_ / as);
    return as;
  }

  /// A legacy model that converts.
  std::string good_model(const std::string& as = "model.h5") {
    return model("legacy_input_c1", as);
  }
  /// A legacy model that is refused.
  std::string refused_model(const std::string& as = "refused.h5") {
    return model("legacy_conv_norelu_none", as);
  }

  static fs::path akida_fixture() {
    return fs::path(CNN2SNN_FIXTURES) / "models" / "conv_relu6_max.fbz";
  }
  /// Puts an Akida model into the folder.
  void akida_model(const std::string& as) { fs::copy_file(akida_fixture(), folder_ / as); }

  Outcome run(const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& environment = {}) {
    const pid_t child = ::fork();
    if (child == 0) start(arguments, environment);
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(root_ / "out"),
            contents(root_ / "err")};
  }

  /// Names of the files in the folder, sorted.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      names.push_back(fs::relative(entry.path(), folder_).string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path root_;
  fs::path folder_;
  rlim_t largest_file_ = RLIM_INFINITY;  ///< Writes beyond it fail as on a full disk.

 private:
  [[noreturn]] void start(const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment) {
    const auto redirect = [](const fs::path& path, int descriptor) {
      ::dup2(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), descriptor);
    };
    redirect(root_ / "out", STDOUT_FILENO);
    redirect(root_ / "err", STDERR_FILENO);
    ::unsetenv("CNN2SNN_TARGET_AKIDA_VERSION");
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (largest_file_ != RLIM_INFINITY) {
      const rlimit limit{largest_file_, largest_file_};
      // Counts, if they are kept, may be cut off there; files() does not see them.
      ::setenv("GCOV_PREFIX", (root_ / "counts").c_str(), 1);
      ::setrlimit(RLIMIT_FSIZE, &limit);
      std::signal(SIGXFSZ, SIG_IGN);  // The write fails instead.
    }
    std::vector<char*> argv = {const_cast<char*>("cnn2snn")};
    for (const std::string& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    if (::chdir(folder_.c_str()) == 0) ::execv(CNN2SNN_CLI, argv.data());
    ::_exit(127);
  }
};

}  // namespace cnn2snn::cli
