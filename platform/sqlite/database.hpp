// The shell of the native host: runs batches on one SQLite file, one transaction each, and counts
// them.
//
// One connection writes, and a thread of its own takes all waiting batches into one transaction,
// each behind a savepoint when there are several, so that many writers share one flush to the disk
// and the failure of one leaves the others alone. A caller that waits and finds nobody writing
// writes on its own thread. Readers run on the calling thread, each on a connection of its own.
#pragma once

#include "base/result.hpp"
#include "platform/sqlite/connection.hpp"
#include "store/batch.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace vg::sqlite {

struct DatabaseOptions {
  std::string path;
  Durability durability = Durability::safe;
};

class Database final {
 public:
  using Callback = std::function<void(Result<store::Rows>)>;

  // Opens or creates the file and applies missing migrations. Errors: `unavailable` when it cannot
  // be opened or is newer than this program; `internal` when it is no database of this product.
  static Result<std::unique_ptr<Database>> open(DatabaseOptions options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();  // finishes what was submitted

  // One call of a read-only batch. From any thread.
  Result<store::Rows> read(const store::Batch& batch);

  // One call of a batch that may write. `done` runs on the writing thread after the commit: hand
  // over and return. An error of code `unavailable` from the commit means that the outcome is
  // unknown. From any thread.
  void submit(store::Batch batch, Callback done);

  // Whichever of the two fits, and waits. Not from `done` of submit().
  Result<store::Rows> run(store::Batch batch);

  // From now on what is deleted is overwritten in the same transaction, so that a process that ends
  // before scrub() leaves nothing to be read.
  Status overwrite_deleted();
  // Rewrites the file without what was deleted, the write-ahead log too. Errors: `unavailable`
  // while another process uses it.
  Status scrub();
  // For work that writes much of the file and may be done again: the writing connection may keep so
  // many pages, and what it commits is in the file at once, but surely on the disk after end_bulk()
  // only.
  Status begin_bulk(int kilobytes);
  Status end_bulk();

  std::int64_t calls() const { return calls_.load(std::memory_order_relaxed); }
  // Number of the newest migration that is applied.
  std::int64_t schema() const { return schema_; }

 private:
  struct Job {
    store::Batch batch;
    Callback done;
    Result<store::Rows> result = store::Rows();
  };

  explicit Database(DatabaseOptions options) : options_(std::move(options)) {}
  Result<std::unique_ptr<Connection>> connect() const;
  // Nothing, and the batch untouched, when somebody writes or waits.
  std::optional<Result<store::Rows>> try_at_once(store::Batch& batch);
  void write_until_stopped();
  void commit_together(std::vector<Job>& jobs);
  Status begin();
  void leave_transaction();
  // Run the batches in the open transaction; false when it is over and there is nothing to commit.
  bool run_alone(Job& job);
  bool run_together(std::vector<Job>& jobs);

  DatabaseOptions options_;
  std::int64_t schema_ = 0;
  std::atomic<std::int64_t> calls_ = 0;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;

  std::mutex writing_mutex_;            // taken before queue_mutex_ by whoever needs both
  std::unique_ptr<Connection> writer_;  // under writing_mutex_; none after one that was closed
  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::thread writing_thread_;
};

}  // namespace vg::sqlite
