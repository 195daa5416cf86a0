// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/system.h"

namespace cnn2snn::cli {

/// The machine as the native program sees it; what systems do not share is in platform.h.
class NativeSystem final : public System {
 public:
  std::string read(const std::string& path, std::vector<std::uint8_t>& bytes) override;
  std::string map(const std::string& path, FileBytes& file) override;
  std::string write(const std::string& path, std::span<const std::uint8_t> bytes) override;
  PathKind kind(const std::string& path) override;
  std::string identity(const std::string& path) override;
  std::optional<std::string> environment(const std::string& name) override;
#ifdef CNN2SNN_PICTURES
  Pictures pictures(const std::string& path, const std::vector<std::int64_t>& shape) override;
#endif
  bool error_is_terminal() override;
  void err(std::string_view text) override;

 private:
  bool write_output(std::string_view text) override;
};

}  // namespace cnn2snn::cli
