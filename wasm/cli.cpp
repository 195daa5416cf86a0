// SPDX-License-Identifier: Apache-2.0
//
// The command line for Node: run(arguments, system) gives the exit code. `system` does in
// JavaScript what cli/system.h asks for (npm/src/cli/system.ts); it never throws, as an exception
// of JavaScript's would pass through here without closing anything.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <array>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/system.h"

namespace {

using cnn2snn::cli::PathKind;
using emscripten::val;

/// A view of our memory, good for as long as nothing is allocated.
val view(std::span<const std::uint8_t> bytes) {
  return val(emscripten::typed_memory_view(bytes.size(), bytes.data()));
}

val view(std::string_view text) {
  return view({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

class NodeSystem final : public cnn2snn::cli::System {
 public:
  explicit NodeSystem(const val& system) : system_(system) {}

  std::string read(const std::string& path, std::vector<std::uint8_t>& bytes) override {
    const val found = system_.call<val>("read", path);
    if (found.isString()) return found.as<std::string>();
    bytes.resize(found["length"].as<std::size_t>());
    view(bytes).call<void>("set", found);
    return {};
  }
  std::string write(const std::string& path, std::span<const std::uint8_t> bytes) override {
    return system_.call<std::string>("write", path, view(bytes));
  }
  PathKind kind(const std::string& path) override {
    return static_cast<PathKind>(system_.call<int>("kind", path));
  }
  std::string identity(const std::string& path) override {
    return system_.call<std::string>("identity", path);
  }
  std::optional<std::string> environment(const std::string& name) override {
    const val value = system_.call<val>("environment", name);
    if (value.isUndefined()) return std::nullopt;
    return value.as<std::string>();
  }
  bool error_is_terminal() override { return system_.call<bool>("errorIsTerminal"); }
  void err(std::string_view text) override { system_.call<void>("err", view(text)); }

 private:
  bool write_output(std::string_view text) override {
    return system_.call<bool>("out", view(text));
  }

  val system_;
};

int run(const val& arguments, const val& system) {
  NodeSystem node(system);
  return cnn2snn::cli::run(emscripten::vecFromJSArray<std::string>(arguments), node);
}

}  // namespace

EMSCRIPTEN_BINDINGS(cnn2snn_cli) {
  emscripten::function("run", &run);
}
