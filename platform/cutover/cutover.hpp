// The steps of going over, each of which may be killed anywhere and run again:
//
//   plan → freeze → export → import → verify → shadow → switch,  and rollback from wherever it is
//
// A step that another one relies on has to be done before it; production waits for the shadow of
// staging. What a step leaves is in `cutover/<environment>/round-<n>` beside the plan. Commands
// whose credentials are not there are shown instead of run; `by_hand` says that a person ran them.
#pragma once

#include "base/context.hpp"
#include "platform/cutover/plan.hpp"
#include "platform/cutover/state.hpp"
#include "platform/folder/files.hpp"
#include "platform/legacy_import/import.hpp"
#include "platform/sqlite/database.hpp"

#include <memory>
#include <string>

namespace vg::cutover {

// The database of the new side.
struct NewDatabase {
  sqlite::Database& database;
  std::string path;
  Context reading;    // of the tenant
  Context importing;  // whose events name the import
};

class Cutover final {
 public:
  // Waits while another command works on it. Errors: `invalid` for a plan that cannot be used.
  static Result<std::unique_ptr<Cutover>> open(const std::filesystem::path& plan,
                                               const std::string& environment, Instant now);

  // All return what there is to say. Errors: `conflict` when the step may not be made now or found
  // that the sides differ, `unavailable` when a side cannot be reached or credentials are missing.
  Result<std::string> plan();
  Result<std::string> freeze(bool by_hand);
  Result<std::string> dump(bool by_hand);
  Result<std::string> import(NewDatabase& here, legacy_import::Progress* progress);
  Result<std::string> verify(NewDatabase& here, legacy_import::Progress* progress);
  Result<std::string> shadow();
  // Without the right `confirmation` it only writes what is to be reviewed, and waits.
  Result<std::string> switch_over(NewDatabase& here, const std::string& confirmation, bool by_hand);
  Result<std::string> rollback(NewDatabase& here, bool by_hand);

  std::string status();
  std::string status_json();

 private:
  Cutover(Plan plan, Environment environment, State state, Instant now)
      : plan_(std::move(plan)),
        environment_(std::move(environment)),
        state_(std::move(state)),
        now_(now) {}

  EnvironmentState& mine() { return state_.of(environment_.name); }
  std::filesystem::path folder();
  std::string file(std::string_view name) { return (folder() / name).string(); }
  Status mark(Step step, Progress progress, const Facts& facts = {});
  std::string done_already(Step step);
  // Whether the step may be made now.
  Status may(Step step);
  legacy_import::Request request();
  // Runs commands, or says which ones somebody has to run.
  Status run_all(const std::vector<Words>& commands, const std::vector<std::string>& needs,
                 bool by_hand, Step step);
  Error by_hand_first(Step step, const std::vector<std::string>& missing,
                      const std::vector<std::string>& commands);
  Status check_frozen(Facts& facts);
  Status check_dump(const std::string& file, Facts& facts, bool ask);
  Status write_review(std::string& digest);
  Status begin_switch(NewDatabase& here);
  Result<std::string> save_writes(NewDatabase& here);
  Status thaw(bool by_hand);

  Plan plan_;
  Environment environment_;
  State state_;
  Instant now_;
  std::unique_ptr<folder::FileLock> lock_;
};

}  // namespace vg::cutover
