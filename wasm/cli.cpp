// SPDX-License-Identifier: Apache-2.0
//
// The command line for Node: run_command() gives the exit code. JavaScript does what cli/system.h
// asks for (npm/src/cli/system.ts); cli_system.js stands between the two. Without embind: a command
// is short, and setting embind up would be a tenth of its start.
#include <emscripten/emscripten.h>

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/system.h"

// In cli_system.js. Texts are UTF-8 with a zero at the end; what JavaScript answers with a text is
// written into the string given last. None of them throws.
extern "C" {
int system_argument(std::size_t index, std::string* word);
int system_read(const char* path, std::string* reason);
void system_take(std::uint8_t* bytes);
void system_write(const char* path, const std::uint8_t* bytes, std::size_t size,
                  std::string* reason);
int system_kind(const char* path);
void system_identity(const char* path, std::string* identity);
int system_environment(const char* name, std::string* value);
int system_error_is_terminal();
int system_out(const char* text, std::size_t size);
void system_err(const char* text, std::size_t size);
}

namespace {

using cnn2snn::cli::PathKind;

class NodeSystem final : public cnn2snn::cli::System {
 public:
  std::string read(const std::string& path, std::vector<std::uint8_t>& bytes) override {
    std::string reason;
    const int size = system_read(path.c_str(), &reason);
    if (size < 0) return reason;
    bytes.resize(static_cast<std::size_t>(size));
    system_take(bytes.data());
    return {};
  }
  std::string write(const std::string& path, std::span<const std::uint8_t> bytes) override {
    std::string reason;
    system_write(path.c_str(), bytes.data(), bytes.size(), &reason);
    return reason;
  }
  PathKind kind(const std::string& path) override {
    return static_cast<PathKind>(system_kind(path.c_str()));
  }
  std::string identity(const std::string& path) override {
    std::string identity;
    system_identity(path.c_str(), &identity);
    return identity;
  }
  std::optional<std::string> environment(const std::string& name) override {
    std::string value;
    if (system_environment(name.c_str(), &value) == 0) return std::nullopt;
    return value;
  }
  bool error_is_terminal() override { return system_error_is_terminal() != 0; }
  void err(std::string_view text) override { system_err(text.data(), text.size()); }

 private:
  bool write_output(std::string_view text) override {
    return system_out(text.data(), text.size()) != 0;
  }
};

}  // namespace

/// Room in `text` for as many bytes, and a zero.
extern "C" EMSCRIPTEN_KEEPALIVE char* text_room(std::string* text, std::size_t size) {
  text->resize(size);
  return text->data();
}

extern "C" EMSCRIPTEN_KEEPALIVE int run_command() {
  std::vector<std::string> arguments;
  for (std::string word; system_argument(arguments.size(), &word) != 0;) arguments.push_back(word);
  NodeSystem system;
  return cnn2snn::cli::run(arguments, system);
}
