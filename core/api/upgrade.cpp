// SPDX-License-Identifier: Apache-2.0
#include "api/call.h"
#include "api/finish.h"
#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "files/kind/kind.h"

namespace cnn2snn {
namespace {

void upgrade_into(std::span<const std::uint8_t> bytes, const UpgradeOptions& options,
                  UpgradeResult& result) {
  check_runtime_version(options.runtime_version);
  const files::Identity identity = files::identify(bytes);
  result.file = identity.kind;
  if (identity.kind != FileKind::kAkida) {
    fail(ErrorId::kNotFbz, Step::kRead, "The file is " + identity.what + ".",
         identity.kind == FileKind::kHdf5 ? "Only Akida models are upgraded: use `cnn2snn convert`."
                                          : "Only Akida models (.fbz) are upgraded.");
  }
  akida::Model model = fbz::read(bytes);
  result.fbz = finish(model, options.runtime_version, result.report);
  result.model = std::move(model);
}

}  // namespace

UpgradeResult upgrade(std::span<const std::uint8_t> bytes, const UpgradeOptions& options) {
  UpgradeResult result;
  result.file_bytes = bytes.size();
  guarded(result.report, Step::kRead, [&] { upgrade_into(bytes, options, result); });
  return result;
}

}  // namespace cnn2snn
