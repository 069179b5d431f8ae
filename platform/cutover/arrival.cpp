// The steps on the new side: import, verify, shadow, switch, and the way back.
#include "base/digest.hpp"
#include "json/write.hpp"
#include "platform/cutover/cutover.hpp"
#include "platform/cutover/old_database.hpp"
#include "platform/cutover/shadow.hpp"
#include "platform/cutover/writes.hpp"
#include "platform/legacy_import/database_target.hpp"
#include "platform/legacy_import/report.hpp"
#include "platform/legacy_import/verify.hpp"
#include "platform/sqlite/backup.hpp"
#include "store/statements.hpp"

#include <filesystem>
#include <sstream>

namespace vg::cutover {

namespace li = legacy_import;

namespace {

constexpr std::size_t kShownDifferences = 20;
constexpr std::size_t kConfirmation = 12;  // characters

// Only learns which trip a row becomes.
class TripNames final : public li::Target {
 public:
  Status client(const li::Spill::ClientRows&, legacy::MappedClient, li::Spill&) override {
    return Done{};
  }
  Status trip(legacy::MappedTrip trip) override {
    ids.emplace(trip.key, trip.id);
    return Done{};
  }
  Status keep(li::KeptRow) override { return Done{}; }

  TripIds ids;
};

// A database that holds another export of the same source is not the place for this one: what is
// there would stay as it is.
Status is_empty_of(NewDatabase& here, const std::string& source) {
  store::Batch batch;
  batch.add(store::kCountKept, here.reading, {store::cell(source)});
  VG_TRY(const store::Rows rows, here.database.run(std::move(batch)));
  if (rows[0].empty()) return Done();
  return Error{ErrorCode::conflict,
               here.path + " holds another export of " + source +
                   "; give an empty database with --database. Nothing was changed",
               {}};
}

std::string list_of(const li::Comparison& found) {
  std::string out;
  for (std::size_t i = 0; i < std::min(kShownDifferences, found.differences.size()); ++i)
    out += "\n  " + found.differences[i].subject + ": " + found.differences[i].fact;
  return out;
}

std::string script_of(const OldDatabase& shell, const std::vector<Words>& commands) {
  std::string out = "#!/bin/sh\nset -eu\n";
  for (const Words& command : commands) out += shell.shown(command, "{file}", "") + "\n";
  return out;
}

}  // namespace

Result<std::string> Cutover::import(NewDatabase& here, li::Progress* progress) {
  VG_CHECK(may(Step::import));
  if (mine().done(Step::import)) return done_already(Step::import);
  li::Import import(request(), progress);
  VG_CHECK(import.examine());
  const li::Outcome& found = import.outcome();
  if (found.refusal) return Error{ErrorCode::invalid, found.refusal->message, {}};
  if (found.digest != mine().of(Step::dump).facts.at("sha256"))
    return Error{ErrorCode::conflict,
                 file("dump.sql") + " is not the dump that was exported; nothing was imported",
                 {}};
  li::DatabaseTarget target(here.database, here.importing, environment_.old_side.source,
                            found.identity);
  VG_CHECK(target.begin());
  if (!target.was_begun()) VG_CHECK(is_empty_of(here, environment_.old_side.source));
  VG_CHECK(mark(Step::import, Progress::begun, {{"database", here.path}}));
  VG_CHECK(import.transfer(target));
  const li::ReportHead head{.file = "dump.sql",
                            .source = environment_.old_side.source,
                            .dry_run = false,
                            .at = to_iso(now_)};
  std::ostringstream data;
  std::ostringstream page;
  li::write_json_report(data, head, found);
  li::write_page(page, head, found);
  VG_CHECK(folder::replace_file(file("import.json"), data.str()));
  VG_CHECK(folder::replace_file(file("import.html"), page.str()));
  VG_CHECK(mark(Step::import, Progress::done,
                {{"trips", std::to_string(found.count(legacy::Count::trips))},
                 {"clients", std::to_string(found.count(legacy::Count::clients))}}));
  return std::to_string(found.count(legacy::Count::trips)) + " trips and " +
         std::to_string(found.count(legacy::Count::clients)) + " clients are in " + here.path +
         "; the report is " + file("import.html") + "\n";
}

Result<std::string> Cutover::verify(NewDatabase& here, li::Progress* progress) {
  VG_CHECK(may(Step::verify));
  VG_CHECK(mark(Step::verify, Progress::begun));
  li::Import import(request(), progress);
  VG_CHECK(import.examine());
  if (import.outcome().refusal)
    return Error{ErrorCode::invalid, import.outcome().refusal->message, {}};
  li::VerifyTarget target(here.database, here.reading, environment_.old_side.source);
  VG_CHECK(import.transfer(target));
  const li::Comparison& found = target.comparison();
  if (found.difference_count > 0)
    return Error{ErrorCode::conflict,
                 std::to_string(found.difference_count) +
                     " facts differ between the dump and the database:" + list_of(found),
                 {}};
  VG_CHECK(mark(Step::verify, Progress::done, {{"facts", std::to_string(found.facts)}}));
  return std::to_string(found.facts) + " facts of " + std::to_string(found.trips) + " trips, " +
         std::to_string(found.clients) + " clients and " + std::to_string(found.rows) +
         " kept rows are the same on both sides.\n";
}

Result<std::string> Cutover::shadow() {
  VG_CHECK(may(Step::shadow));
  VG_CHECK(mark(Step::shadow, Progress::begun));
  li::Import import(request(), nullptr);
  VG_CHECK(import.examine());
  TripNames names;
  VG_CHECK(import.transfer(names));
  VG_TRY(const Shadow found, replay(environment_, names.ids));
  std::string list;
  for (const Mismatch& one : found.mismatches)
    list += "\n  " + one.request + (one.fact.empty() ? "" : ", " + one.fact) + ": " + one.found;
  if (!found.mismatches.empty())
    return Error{ErrorCode::conflict, "the sides answer differently:" + list, {}};
  VG_CHECK(
      mark(Step::shadow, Progress::done,
           {{"requests", std::to_string(found.requests)}, {"facts", std::to_string(found.facts)}}));
  const auto each = [&](std::int64_t us) { return std::to_string(us / found.requests); };
  return std::to_string(found.requests) + " recorded reads, " + std::to_string(found.facts) +
         " facts: both sides say the same. On average " + each(found.old_us) +
         " µs on the old side, " + each(found.new_us) + " µs on the new one.\n";
}

Status Cutover::write_review(std::string& digest) {
  std::string review = "# The switch of " + environment_.name + ", round " +
                       std::to_string(mine().round) +
                       "\n\n| what | name | from | to |\n|---|---|---|---|\n";
  for (const Change& change : environment_.switching.changes)
    review +=
        "| " + change.what + " | " + change.name + " | " + change.from + " | " + change.to + " |\n";
  const OldDatabase shell(environment_.old_side);
  const std::string apply = script_of(shell, environment_.switching.apply);
  const std::string undo = script_of(shell, environment_.switching.undo);
  review += "\nRun by the switch:\n\n```sh\n" + apply + "```\n\nRun by a rollback:\n\n```sh\n" +
            undo + "```\n";
  digest = to_hex(sha256(review)).substr(0, kConfirmation);
  VG_CHECK(folder::replace_file(file("switch/review.md"), review));
  VG_CHECK(folder::replace_file(file("switch/apply.sh"), apply));
  return folder::replace_file(file("switch/undo.sh"), undo);
}

// From here on a write here is one since the switch.
Status Cutover::begin_switch(NewDatabase& here) {
  if (!mine().of(Step::switching).facts.contains("since"))
    VG_CHECK(mark(Step::switching, Progress::begun, {{"since", std::to_string(now_.ms)}}));
  const std::string kept = file("before-switch.db");
  if (auto taken = sqlite::snapshot(here.path, kept); !taken)
    if (taken.error().code != ErrorCode::conflict) return taken;
  VG_TRY([[maybe_unused]] const std::int64_t schema, sqlite::verify(kept));
  return Done();
}

Result<std::string> Cutover::switch_over(NewDatabase& here, const std::string& confirmation,
                                         bool by_hand) {
  if (mine().done(Step::switching)) return done_already(Step::switching);
  VG_CHECK(may(Step::switching));
  std::string digest;
  VG_CHECK(write_review(digest));
  if (confirmation.empty()) {
    if (mine().of(Step::switching).progress == Progress::open)
      VG_CHECK(mark(Step::switching, Progress::waiting, {{"confirm", digest}}));
    return "Review " + file("switch/review.md") +
           " and the scripts beside it. Nothing has been changed. Then:\n  voygent cutover switch "
           "--environment " +
           environment_.name + " --confirm " + digest + "\n";
  }
  if (confirmation != digest)
    return Error{ErrorCode::conflict,
                 confirmation + " does not confirm what the switch does now (" + digest +
                     "); review " + file("switch/review.md") + " again. Nothing was changed",
                 {}};
  VG_CHECK(begin_switch(here));
  VG_CHECK(run_all(environment_.switching.apply, environment_.switching.needs, by_hand,
                   Step::switching));
  VG_CHECK(mark(Step::switching, Progress::done));
  return environment_.name + " is switched over. The database before the switch is " +
         file("before-switch.db") + "\n";
}

Result<std::string> Cutover::save_writes(NewDatabase& here) {
  const auto since = mine().of(Step::switching).facts.find("since");
  if (since == mine().of(Step::switching).facts.end()) return std::string();
  VG_TRY(const Writes writes,
         export_writes(here.database, here.reading, Instant{std::stoll(since->second)},
                       file("writes-since-switch")));
  return std::to_string(writes.trips) + " trips and " + std::to_string(writes.clients) +
         " clients that were changed since the switch are in " + file("writes-since-switch.jsonl") +
         ", listed in " + file("writes-since-switch.md") + ".\n";
}

Status Cutover::thaw(bool by_hand) {
  if (mine().of(Step::freeze).progress == Progress::open) return Done();
  const OldDatabase before(environment_.old_side);
  if (const auto missing = before.missing(); !missing.empty()) {
    if (by_hand) return Done();
    return by_hand_first(Step::rollback, missing,
                         {before.shown(environment_.old_side.execute, "{file}", file("thaw.sql"))});
  }
  VG_TRY(const std::vector<std::string> tables, before.tables());
  VG_CHECK(folder::replace_file(file("thaw.sql"), thaw_sql(tables)));
  VG_CHECK(before.execute(file("thaw.sql")));
  VG_TRY(const std::int64_t triggers, before.triggers());
  if (triggers == 0) return Done();
  return Error{ErrorCode::unavailable, "the old database is still frozen", {}};
}

// What was written here is saved before anything is undone.
Result<std::string> Cutover::rollback(NewDatabase& here, bool by_hand) {
  VG_CHECK(may(Step::rollback));
  if (mine().of(Step::freeze).progress == Progress::open)
    return mine().done(Step::rollback)
               ? done_already(Step::rollback)
               : "Nothing was frozen or switched in " + environment_.name + ".\n";
  VG_CHECK(mark(Step::rollback, Progress::begun));
  VG_TRY(std::string out, save_writes(here));
  if (mine().of(Step::switching).facts.contains("since"))
    VG_CHECK(run_all(environment_.switching.undo, environment_.switching.needs, by_hand,
                     Step::rollback));
  VG_CHECK(thaw(by_hand));
  EnvironmentState& state = mine();
  const StepState planned = state.of(Step::plan);
  const Facts facts = {{"round", std::to_string(state.round)}, {"folder", folder().string()}};
  // One change of the file: the round is over, and the next one begins at the freeze.
  state.steps = {{Step::plan, planned}};
  ++state.round;
  VG_CHECK(mark(Step::rollback, Progress::done, facts));
  return out + "The old side of " + environment_.name +
         " takes writes again. Another try begins with freeze, and with an empty database.\n";
}

}  // namespace vg::cutover
