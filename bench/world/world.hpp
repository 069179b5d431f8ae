// An installation to be measured: one database file, and actions that run on it as the server runs
// them.
#pragma once

#include "app/environment.hpp"
#include "app/run.hpp"
#include "base/context.hpp"
#include "base/result.hpp"
#include "json/arena.hpp"
#include "platform/sqlite/database.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vg::bench {

// What every benchmark, also one over HTTP and one of a peer, knows of a dataset.
inline constexpr std::string_view kTenant = "agency";
inline constexpr std::string_view kToken = "vg_benchmark";

class World final {
 public:
  // The file must have been made by make_dataset.
  static Result<std::unique_ptr<World>> open(const std::string& path,
                                             sqlite::Durability durability);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  sqlite::Database& database() { return *database_; }
  const app::Environment& environment() const { return environment_; }

  // What the server makes of a request before the core sees it: the time, a seed, the hash of the
  // token.
  Context context() const;

 private:
  World() = default;

  std::unique_ptr<sqlite::Database> database_;
  app::Environment environment_;
};

// One call of a tool, from the text of its arguments to its answer. What the server does between
// the request and the response, without HTTP.
class Call final {
 public:
  Call(const World& world, std::string_view tool, std::string arguments);

  // The statements of the first database call.
  Result<app::Step> start();
  Result<app::Step> rows(const store::Rows& rows) { return run_->rows(rows); }

 private:
  const World& world_;
  std::string_view tool_;
  std::string arguments_;
  json::Arena arena_;
  std::unique_ptr<app::Run> run_;
};

struct Outcome {
  app::Reply reply;
  std::int64_t database_calls = 0;
};

// Runs a call to its end on the calling thread, as host::drive does. Errors: those of the use case.
Result<Outcome> run(World& world, Call& call);

}  // namespace vg::bench
