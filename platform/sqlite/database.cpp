#include "platform/sqlite/database.hpp"

#include "platform/sqlite/migrate.hpp"

#include <future>

namespace vg::sqlite {
namespace {

constexpr std::size_t kMaxTogether = 128;

constexpr std::string_view kBegin = "BEGIN";
constexpr std::string_view kBeginWriting = "BEGIN IMMEDIATE";
constexpr std::string_view kCommit = "COMMIT";
constexpr std::string_view kRollback = "ROLLBACK";
constexpr std::string_view kSavepoint = "SAVEPOINT batch";
constexpr std::string_view kRollbackToSavepoint = "ROLLBACK TO batch";
constexpr std::string_view kRelease = "RELEASE batch";

// One of the constants above, which stays prepared.
Status control(Connection& connection, std::string_view sql) {
  VG_TRY([[maybe_unused]] const store::ResultSet none, connection.run({sql, {}}));
  return Done{};
}

Result<store::Rows> run_all(Connection& connection, const store::Batch& batch) {
  store::Rows rows;
  rows.reserve(batch.statements.size());
  for (const store::Statement& statement : batch.statements) {
    VG_TRY(store::ResultSet set, connection.run(statement));
    rows.push_back(std::move(set));
  }
  return rows;
}

// The savepoint stays open.
Result<store::Rows> run_behind_savepoint(Connection& connection, const store::Batch& batch) {
  VG_CHECK(control(connection, kSavepoint));
  return run_all(connection, batch);
}

// Keeps what stands behind the savepoint or takes it back, as the batch ended. After some errors
// SQLite has left the transaction already; there is no savepoint to return to.
Status end_savepoint(Connection& connection, const Result<store::Rows>& rows) {
  if (!connection.in_transaction()) return Done{};
  if (!rows) VG_CHECK(control(connection, kRollbackToSavepoint));
  return control(connection, kRelease);
}

Error unknown_outcome(const Error& cause) {
  return {ErrorCode::unavailable,
          "it is not known whether the change was stored (" + cause.message +
              "); send the same request again",
          {}};
}

}  // namespace

Result<std::unique_ptr<Connection>> Database::connect() const {
  return Connection::open(options_.path, options_.durability);
}

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
  std::unique_ptr<Database> database(new Database(std::move(options)));
  VG_TRY(database->writer_, database->connect());
  VG_TRY(database->schema_, migrate(*database->writer_));
  database->writing_thread_ = std::thread([raw = database.get()] { raw->write_until_stopped(); });
  return database;
}

Database::~Database() {
  if (!writing_thread_.joinable()) return;
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_changed_.notify_one();
  writing_thread_.join();
}

Status Database::begin_bulk(int kilobytes) {
  const std::lock_guard writing(writing_mutex_);
  return writer_->execute(
      "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000;"
      "PRAGMA cache_size = -" +
      std::to_string(kilobytes));
}

Status Database::end_bulk() {
  const std::lock_guard writing(writing_mutex_);
  if (options_.durability == Durability::safe)
    VG_CHECK(writer_->execute("PRAGMA synchronous = FULL"));
  return writer_->execute("PRAGMA wal_autocheckpoint = 1000; PRAGMA wal_checkpoint");
}

Status Database::overwrite_deleted() {
  const std::lock_guard writing(writing_mutex_);
  return writer_->execute("PRAGMA secure_delete = ON");
}

Status Database::scrub() {
  const std::lock_guard writing(writing_mutex_);
  VG_CHECK(writer_->execute("VACUUM"));
  return writer_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<store::Rows> Database::read(const store::Batch& batch) {
  calls_.fetch_add(1, std::memory_order_relaxed);
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      connection = std::move(readers_.back());
      readers_.pop_back();
    }
  }
  if (!connection) {
    VG_TRY(connection, connect());
    VG_CHECK(connection->execute("PRAGMA query_only = ON"));
  }
  const bool several = batch.statements.size() > 1;
  if (several) VG_CHECK(control(*connection, kBegin));
  auto rows = run_all(*connection, batch);
  if (several && connection->in_transaction()) VG_CHECK(control(*connection, kCommit));
  const std::lock_guard lock(readers_mutex_);
  readers_.push_back(std::move(connection));
  return rows;
}

void Database::submit(store::Batch batch, Callback done) {
  calls_.fetch_add(1, std::memory_order_relaxed);
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(Job{std::move(batch), std::move(done)});
  }
  queue_changed_.notify_one();
}

Result<store::Rows> Database::run(store::Batch batch) {
  if (batch.read_only) return read(batch);
  if (auto rows = try_at_once(batch)) return std::move(*rows);
  std::promise<Result<store::Rows>> promise;
  auto future = promise.get_future();
  submit(std::move(batch),
         [&promise](Result<store::Rows> rows) { promise.set_value(std::move(rows)); });
  return future.get();
}

std::optional<Result<store::Rows>> Database::try_at_once(store::Batch& batch) {
  const std::unique_lock writing(writing_mutex_, std::try_to_lock);
  if (!writing) return std::nullopt;
  {
    const std::lock_guard lock(queue_mutex_);
    if (!queue_.empty()) return std::nullopt;
  }
  calls_.fetch_add(1, std::memory_order_relaxed);
  std::vector<Job> jobs;
  jobs.push_back(Job{std::move(batch), {}});
  commit_together(jobs);
  return std::move(jobs.front().result);
}

void Database::write_until_stopped() {
  for (;;) {
    {
      std::unique_lock lock(queue_mutex_);
      queue_changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
    }
    std::vector<Job> jobs;
    // What comes while another one writes is taken along.
    std::unique_lock writing(writing_mutex_);
    {
      const std::lock_guard lock(queue_mutex_);
      while (!queue_.empty() && jobs.size() < kMaxTogether) {
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    commit_together(jobs);
    writing.unlock();
    for (Job& job : jobs) job.done(std::move(job.result));
  }
}

void Database::commit_together(std::vector<Job>& jobs) {
  if (auto begun = begin(); !begun) {
    for (Job& job : jobs) job.result = begun.error();
    return;
  }
  if (!(jobs.size() == 1 ? run_alone(jobs.front()) : run_together(jobs))) return;
  if (auto committed = control(*writer_, kCommit); !committed) {
    for (Job& job : jobs) job.result = unknown_outcome(committed.error());
    leave_transaction();
  }
}

// Alone there is nobody to protect, and no savepoint, which would keep a copy of every page that is
// changed.
bool Database::run_alone(Job& job) {
  job.result = run_all(*writer_, job.batch);
  if (job.result) return true;
  leave_transaction();
  return false;
}

bool Database::run_together(std::vector<Job>& jobs) {
  for (Job& job : jobs) {
    job.result = run_behind_savepoint(*writer_, job.batch);
    if (!end_savepoint(*writer_, job.result)) leave_transaction();
    if (writer_ && writer_->in_transaction()) continue;
    // The whole transaction is gone, with what the others had done in it.
    for (Job& other : jobs)
      other.result = unknown_outcome(
          Error{ErrorCode::unavailable, "the database gave up the transaction", {}});
    return false;
  }
  return true;
}

Status Database::begin() {
  if (!writer_) {
    VG_TRY(writer_, connect());
  }
  return control(*writer_, kBeginWriting);
}

// A batch of which a part may be left must not be committed with the next ones: a connection that
// cannot roll back is closed, and that does.
void Database::leave_transaction() {
  if (writer_->in_transaction()) (void)control(*writer_, kRollback);
  if (writer_->in_transaction()) writer_.reset();
}

}  // namespace vg::sqlite
