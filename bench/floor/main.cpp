// floor_benchmarks --database=<file> [--kind=histories] [--durability=fast] [flags of Google
// Benchmark]: the same statements with the same parameters as the product, by the shortest way that
// SQLite has. Nothing is checked, nothing is made of the rows but one copy of their bytes, and
// nobody else waits. With --by=store the product's own store runs them: what it adds, without the
// reading of arguments and the making of answers.
#include "bench/world/measure.hpp"
#include "bench/world/workloads.hpp"
#include "bench/world/world.hpp"
#include "store/statements.hpp"

#include <iostream>
#include <latch>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <utility>
#include <vector>

namespace vg::bench {
namespace {

constexpr std::size_t kMaxCopied = 4 * 1024 * 1024;

class Runner {
 public:
  virtual ~Runner() = default;
  virtual void run(const store::Batch* batches, std::size_t count) = 0;
  virtual std::size_t bytes() const = 0;
};

class Floor final : public Runner {
 public:
  Floor(const std::string& path, bool safe) {
    must(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
    sqlite3_busy_timeout(db_, 5'000);
    must(sqlite3_exec(db_, "PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY;", nullptr,
                      nullptr, nullptr));
    must(sqlite3_exec(db_, safe ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                      nullptr, nullptr, nullptr));
    begin_ = prepare("BEGIN");
    begin_write_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    for (const store::NamedSql& named : store::all_statements())
      statements_.emplace_back(named.sql.data(), prepare(named.sql));
    copied_.reserve(kMaxCopied);
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;
  ~Floor() override {
    for (auto& [text, statement] : statements_) sqlite3_finalize(statement);
    for (sqlite3_stmt* statement : {begin_, begin_write_, commit_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }

  // One transaction of all batches.
  void run(const store::Batch* batches, std::size_t count) override {
    copied_.clear();
    simple(batches->read_only ? begin_ : begin_write_);
    for (std::size_t i = 0; i < count; ++i)
      for (const store::Statement& statement : batches[i].statements) step(statement);
    simple(commit_);
  }
  std::size_t bytes() const override { return copied_.size(); }

 private:
  void must(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::cerr << sqlite3_errmsg(db_) << "\n";
    std::exit(1);
  }

  sqlite3_stmt* prepare(std::string_view sql) {
    sqlite3_stmt* out = nullptr;
    must(sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                            SQLITE_PREPARE_PERSISTENT, &out, nullptr));
    return out;
  }

  void simple(sqlite3_stmt* statement) {
    must(sqlite3_step(statement));
    sqlite3_reset(statement);
  }

  void step(const store::Statement& statement) {
    sqlite3_stmt* to = nullptr;
    for (const auto& [text, prepared] : statements_)
      if (text == statement.sql.data()) to = prepared;
    int index = 0;
    const int last = sqlite3_bind_parameter_count(to);
    for (const store::Cell& cell : statement.params) {
      if (++index > last) break;
      if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        sqlite3_bind_double(to, index, static_cast<double>(*number));
      } else if (const auto* text = std::get_if<std::string>(&cell)) {
        sqlite3_bind_text(to, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
      } else {
        sqlite3_bind_null(to, index);
      }
    }
    int code = SQLITE_OK;
    while ((code = sqlite3_step(to)) == SQLITE_ROW)
      for (int i = 0; i < sqlite3_column_count(to); ++i)
        if (const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(to, i)))
          copied_.append(text, static_cast<std::size_t>(sqlite3_column_bytes(to, i)));
    must(code);
    sqlite3_reset(to);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* begin_write_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  std::vector<std::pair<const char*, sqlite3_stmt*>> statements_;
  std::string copied_;
};

class Store final : public Runner {
 public:
  explicit Store(sqlite::Database& database) : database_(database) {}

  void run(const store::Batch* batches, std::size_t count) override {
    if (count == 1) {
      keep(database_.run(*batches));
      return;
    }
    std::latch all(static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < count; ++i)
      database_.submit(batches[i], [&](const Result<store::Rows>& rows) {
        if (!rows) std::cerr << rows.error().message << "\n";
        all.count_down();
      });
    all.wait();
  }
  std::size_t bytes() const override { return bytes_; }

 private:
  void keep(const Result<store::Rows>& rows) {
    if (!rows) {
      std::cerr << rows.error().message << "\n";
      std::exit(1);
    }
    bytes_ = 0;
    for (const store::ResultSet& set : *rows) bytes_ += set.size();
  }

  sqlite::Database& database_;
  std::size_t bytes_ = 0;
};

// The statements of the first database call, made by the product; that is not measured.
store::Batch plan(World& world, std::string_view tool, std::string arguments) {
  Call call(world, tool, std::move(arguments));
  auto step = call.start();
  VG_ASSERT(step.has_value() && std::holds_alternative<store::Batch>(*step));
  return std::move(std::get<store::Batch>(*step));
}

void register_all(World& world, Trips& trips, Runner& floor, Dataset::Kind kind) {
  for (const Workload& workload : workloads(kind)) {
    if (workload.tool == "restore_trip") continue;  // its second call depends on the first
    if (kind == Dataset::Kind::histories && !trips.has_history(events_in(workload.name))) continue;
    benchmark::RegisterBenchmark(
        std::string(workload.name).c_str(),
        [&, workload](benchmark::State& state) {
          measure(
              state, [&] { return plan(world, workload.tool, workload.arguments(trips)); },
              [&](const store::Batch& batch) { floor.run(&batch, 1); });
          state.counters["row_bytes"] = static_cast<double>(floor.bytes());
        })
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
  }
  if (kind == Dataset::Kind::histories) return;
  // As many edits in one transaction as there are writers: the time of one of them.
  benchmark::RegisterBenchmark(
      "writers",
      [&](benchmark::State& state) {
        const auto at_once = static_cast<std::size_t>(state.range(0));
        measure(
            state,
            [&] {
              std::vector<store::Batch> batches;
              for (std::size_t i = 0; i < at_once; ++i)
                batches.push_back(
                    plan(world, "edit_trip",
                         R"({"trip_id":")" + trips.any() +
                             R"(","operations":[{"op":"set","path":"meta/status","value":"w )" +
                             trips.unique() + R"("}]})"));
              return batches;
            },
            [&](const std::vector<store::Batch>& batches) {
              floor.run(batches.data(), batches.size());
            });
      })
      ->Arg(1)
      ->Arg(2)
      ->Arg(8)
      ->Arg(32)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace
}  // namespace vg::bench

int main(int argc, char** argv) {
  using namespace vg;
  const std::string path = bench::take_flag(argc, argv, "database");
  const std::string durability = bench::take_flag(argc, argv, "durability");
  const auto kind = bench::take_flag(argc, argv, "kind") == "histories"
                        ? bench::Dataset::Kind::histories
                        : bench::Dataset::Kind::trips;
  const bool by_store = bench::take_flag(argc, argv, "by") == "store";
  benchmark::Initialize(&argc, argv);
  auto world = bench::World::open(
      path, durability == "fast" ? sqlite::Durability::fast : sqlite::Durability::safe);
  auto trips = world ? bench::Trips::load(path) : world.error();
  if (!trips || trips->count() == 0) {
    std::cerr << (trips ? "the file has no trips" : trips.error().message) << "\n";
    return 1;
  }
  std::unique_ptr<bench::Runner> runner;
  if (by_store) {
    runner = std::make_unique<bench::Store>((*world)->database());
  } else {
    runner = std::make_unique<bench::Floor>(path, durability != "fast");
  }
  bench::register_all(**world, *trips, *runner, kind);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
