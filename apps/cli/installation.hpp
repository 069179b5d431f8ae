// An installation that is open: the database, the sites, and what the use cases know of it.
#pragma once

#include "app/environment.hpp"
#include "app/maintenance.hpp"
#include "apps/cli/settings.hpp"
#include "base/context.hpp"
#include "platform/host/drive.hpp"
#include "platform/sqlite/database.hpp"

#include <memory>
#include <string>

namespace vg::cli {

struct Installation {
  app::Environment environment;
  std::unique_ptr<sqlite::Database> database;
  host::Sites sites;
  std::string tenant;  // whose trips commands work on
};

// The setting `tenant`. Errors: `invalid` when it is no name.
Result<std::string> tenant_of(const Settings& settings);

// Errors: `invalid` for a setting that cannot be used, `unavailable` when the database cannot be
// opened.
Result<std::unique_ptr<Installation>> open_installation(const Settings& settings);

// The database as maintenance uses it.
class DatabaseRunner final : public app::BatchRunner {
 public:
  explicit DatabaseRunner(sqlite::Database& database) : database_(database) {}
  Result<store::Rows> run(store::Batch batch) override { return database_.run(std::move(batch)); }

 private:
  sqlite::Database& database_;
};

// A context whose actor is the tenant of this machine.
Context local_context(const Installation& installation);

}  // namespace vg::cli
