// What keeps a store small and proves it sound. Works on all tenants, one bounded batch at a time;
// the caller says how a batch is run.
//
// Compaction never changes an answer: it writes checkpoints, from which versions are read faster,
// and drops requests that no repetition can meet any more. Forgetting is a decision of the owner
// and off unless asked for: it takes away the events before a checkpoint, so that versions in
// between are not_found. Never forgotten: the present document, the newest versions, every version
// that was published, clients, offers, publications, tokens.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vg::app {

// Runs batches, one call each.
class BatchRunner {
 public:
  BatchRunner() = default;
  BatchRunner(const BatchRunner&) = delete;
  BatchRunner& operator=(const BatchRunner&) = delete;
  virtual ~BatchRunner() = default;
  virtual Result<store::Rows> run(store::Batch batch) = 0;
};

struct Retention {
  std::int64_t checkpoint_every = 200;      // versions
  std::optional<std::int64_t> forget_days;  // events older than this may go; nothing: none
  std::int64_t keep_versions = 200;         // of every trip, however old
};

struct Compaction {
  std::int64_t checkpoints = 0, requests = 0, events = 0, trips = 0;
};

Result<Compaction> compact(const Retention& retention, Instant now, BatchRunner& runner);

struct Audit {
  std::int64_t trips = 0, events = 0, checkpoints = 0;
  std::vector<std::string> faults;  // the first ones, with tenant and trip
  std::int64_t fault_count = 0;
};

// Every trip: its versions are without gaps, the fold of its events is its document byte for byte,
// also at every checkpoint, and it is found by its words. No row belongs to nothing.
Result<Audit> audit(Instant now, BatchRunner& runner);

}  // namespace vg::app
