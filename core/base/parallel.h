// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace cnn2snn {

/// How many threads `wanted` stands for: 0 is one a processor. Always 1 where the build has no
/// threads (WebAssembly, whose caller shares out to workers instead).
unsigned thread_count(unsigned wanted);

/// Calls work(thread, task) for every task from 0 to `tasks`, in order where one thread does it
/// all, else shared out to `threads` of them, the caller's being number 0. After an exception no
/// task is begun any more, and the first one is thrown again when all threads have ended.
void run_parallel(unsigned threads, std::size_t tasks,
                  const std::function<void(std::size_t thread, std::size_t task)>& work);

}  // namespace cnn2snn
