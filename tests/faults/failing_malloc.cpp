#include "tests/faults/failing_malloc.hpp"

#include "base/result.hpp"

#include <atomic>
#include <sqlite3.h>

namespace vg::faults {
namespace {

// SQLite passes no context to these functions.
sqlite3_mem_methods usual;
std::atomic<std::int64_t> left = 0;  // allocations until the one that fails
std::atomic<bool> lasts = false;
std::atomic<bool> reached = false;
std::atomic<std::int64_t> in_use_now = 0;

bool fails() {
  if (reached && lasts) return true;
  if (left.load(std::memory_order_relaxed) <= 0 || left.fetch_sub(1) != 1) return false;
  reached = true;
  return true;
}

void* allocate(int bytes) {
  if (fails()) return nullptr;
  void* memory = usual.xMalloc(bytes);
  if (memory != nullptr) ++in_use_now;
  return memory;
}

void give_back(void* memory) {
  if (memory != nullptr) --in_use_now;
  usual.xFree(memory);
}

void* reallocate(void* memory, int bytes) {
  return fails() ? nullptr : usual.xRealloc(memory, bytes);
}

}  // namespace

FailingMalloc::FailingMalloc() {
  VG_ASSERT(sqlite3_shutdown() == SQLITE_OK);
  VG_ASSERT(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual) == SQLITE_OK);
  sqlite3_mem_methods own = usual;
  own.xMalloc = &allocate;
  own.xFree = &give_back;
  own.xRealloc = &reallocate;
  VG_ASSERT(sqlite3_config(SQLITE_CONFIG_MALLOC, &own) == SQLITE_OK);
  VG_ASSERT(sqlite3_initialize() == SQLITE_OK);
}

FailingMalloc::~FailingMalloc() {
  sqlite3_shutdown();
  sqlite3_config(SQLITE_CONFIG_MALLOC, &usual);
}

void FailingMalloc::fail(std::int64_t at, Lasting lasting) {
  reached = false;
  lasts = lasting == Lasting::from_then_on;
  left = at;
}

bool FailingMalloc::stop() {
  left = 0;
  lasts = false;
  return reached;
}

std::int64_t FailingMalloc::in_use() const {
  return in_use_now;
}

}  // namespace vg::faults
