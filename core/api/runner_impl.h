// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "cnn2snn/runner.h"
#include "engine/plan.h"

namespace cnn2snn {

struct Runner::Impl {
  /// Called after every sample, with its number and all layers' outputs; false: cancel.
  using Visit = std::function<bool(std::size_t, const engine::Session&)>;

  Impl(akida::Model given, const RunnerOptions& options);

  /// Checks and runs all samples, shared out to threads where nothing is remembered; `visit` is
  /// never called twice at a time. When it throws, the state is as before.
  void run(const Array& inputs, const Visit& visit);
  void run_threads(const Array& inputs, std::size_t workers, const Visit& visit);
  void run_range(const Array& inputs, std::size_t first, std::size_t last, engine::Session& session,
                 const Visit& visit) const;

  [[nodiscard]] RunnerState memory() const;
  void remember(const RunnerState& state);

  akida::Model model;
  engine::Plan plan;
  RunnerInfo info;
  unsigned threads;
  std::vector<engine::Session> sessions;  ///< One a thread; the first has the state.
};

}  // namespace cnn2snn
