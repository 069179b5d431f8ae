// The memory of SQLite, with an allocation that fails on purpose. The setting is one of the whole
// process and has to come before SQLite is used.
#pragma once

#include "tests/faults/fault_vfs.hpp"

#include <cstdint>

namespace vg::faults {

class FailingMalloc final {
 public:
  FailingMalloc();
  FailingMalloc(const FailingMalloc&) = delete;
  FailingMalloc& operator=(const FailingMalloc&) = delete;
  ~FailingMalloc();  // SQLite is as before

  // The allocation of this number from now on fails; the first one is 1. In all threads.
  void fail(std::int64_t at, Lasting lasting = Lasting::once);
  // No more. -> whether it was reached.
  bool stop();

  // Allocations that were not given back.
  std::int64_t in_use() const;
};

}  // namespace vg::faults
