#include "tests/faults/upkeep.hpp"

#include "app/maintenance.hpp"

namespace vg::faults {
namespace {

class Runner final : public app::BatchRunner {
 public:
  explicit Runner(sqlite::Database& database) : database_(database) {}
  Result<store::Rows> run(store::Batch batch) override { return database_.run(std::move(batch)); }

 private:
  sqlite::Database& database_;
};

}  // namespace

Status compact(sqlite::Database& database, Caller& caller) {
  Runner runner(database);
  VG_TRY([[maybe_unused]] const app::Compaction done,
         app::compact({.checkpoint_every = 2, .forget_days = {}}, caller.context().now, runner));
  return Done{};
}

Status audit(sqlite::Database& database, Caller& caller) {
  Runner runner(database);
  VG_TRY(const app::Audit done, app::audit(caller.context().now, runner));
  if (done.faults.empty()) return Done{};
  return Error{ErrorCode::conflict, "the audit finds: " + done.faults[0], {}};
}

}  // namespace vg::faults
