// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <algorithm>

#ifndef __EMSCRIPTEN__
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>
#endif

namespace cnn2snn {

#ifdef __EMSCRIPTEN__

unsigned thread_count(unsigned /*wanted*/) {
  return 1;
}

void run_parallel(unsigned /*threads*/, std::size_t tasks,
                  const std::function<void(std::size_t, std::size_t)>& work) {
  for (std::size_t task = 0; task < tasks; ++task) work(0, task);
}

#else

unsigned thread_count(unsigned wanted) {
  return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

void run_parallel(unsigned threads, std::size_t tasks,
                  const std::function<void(std::size_t, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto worker = [&](std::size_t thread) {
    try {
      for (std::size_t task = next++; task < tasks; task = next++) work(thread, task);
    } catch (...) {
      const std::scoped_lock lock(mutex);
      if (!failure) failure = std::current_exception();
      next = tasks;
    }
  };
  std::vector<std::thread> others;
  const std::size_t useful = std::min<std::size_t>(thread_count(threads), tasks);
  for (std::size_t thread = 1; thread < useful; ++thread) others.emplace_back(worker, thread);
  worker(0);
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

#endif

}  // namespace cnn2snn
