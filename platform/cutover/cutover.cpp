#include "platform/cutover/cutover.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/cutover/old_database.hpp"
#include "platform/cutover/shadow.hpp"
#include "platform/http_client/client.hpp"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace vg::cutover {

namespace fs = std::filesystem;
namespace li = legacy_import;
using json::Value;

namespace {

// A dump that is only a frame is what wrangler leaves when it fails.
constexpr std::uintmax_t kSmallestDump = 64;

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

std::string text_of(const RowCounts& counts) {
  std::string out;
  for (const auto& [table, rows] : counts)
    out += (out.empty() ? "{" : ",") + json::quoted(table) + ":" + std::to_string(rows);
  return out + "}";
}

std::string old_health(const std::string& url) {
  const auto answer = http_client::send({.url = url, .timeout_s = 10});
  return answer ? "answers" : "does not answer";
}

std::string health_of(const std::string& mcp) {
  const auto url = http_client::parse_url(mcp);
  if (!url) return url.error().message;
  const std::size_t path = mcp.find('/', mcp.find("://") + 3);
  const auto answer = http_client::send({.url = mcp.substr(0, path) + "/health", .timeout_s = 10});
  if (!answer) return "does not answer";
  return answer->status == 200 ? "is healthy"
                               : "answers " + std::to_string(answer->status) + " to /health";
}

// By hand, the statements that make every table refuse writes are what this query answers.
constexpr std::string_view kFreezeQuery =
    "SELECT 'CREATE TRIGGER IF NOT EXISTS \"voygent_frozen ' || w.value || ' ' || m.name || '\" "
    "BEFORE ' || w.value || ' ON \"' || m.name || '\" BEGIN SELECT RAISE(ABORT, ''read only: the "
    "work goes on in Voygent''); END;' FROM sqlite_master m, "
    "json_each('[\"INSERT\",\"UPDATE\",\"DELETE\"]') w WHERE m.type = 'table' AND m.name NOT LIKE "
    "'sqlite\\_%' ESCAPE '\\' AND m.name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";

}  // namespace

Result<std::unique_ptr<Cutover>> Cutover::open(const fs::path& file, const std::string& name,
                                               Instant now) {
  VG_TRY(Plan plan, read_plan(file));
  VG_TRY(Environment environment, environment_of(plan, name));
  const fs::path state = plan.file.parent_path() / "cutover.state.json";
  auto lock = std::make_unique<folder::FileLock>(state.string() + ".lock");
  VG_TRY(State loaded, State::load(state));
  std::unique_ptr<Cutover> out(
      new Cutover(std::move(plan), std::move(environment), std::move(loaded), now));
  out->lock_ = std::move(lock);
  return out;
}

fs::path Cutover::folder() {
  return plan_.file.parent_path() / "cutover" / environment_.name /
         ("round-" + std::to_string(mine().round));
}

Status Cutover::mark(Step step, Progress progress, const Facts& facts) {
  return state_.mark(environment_.name, step, progress, facts, to_iso(now_));
}

std::string Cutover::done_already(Step step) {
  return std::string(name_of(step)) + " of " + environment_.name + " is done since " +
         mine().of(step).at + ".\n";
}

Status Cutover::may(Step step) {
  if (state_.plan_digest != plan_.digest)
    return Error{ErrorCode::conflict,
                 plan_.file.string() +
                     " is not the one that was planned with; look at it and run `voygent cutover "
                     "plan`",
                 {}};
  if (step != Step::rollback && step != Step::switching && mine().done(Step::switching))
    return Error{ErrorCode::conflict,
                 environment_.name + " is switched over; `voygent cutover rollback` goes back",
                 {}};
  if (step != Step::rollback && mine().of(Step::rollback).progress == Progress::begun)
    return Error{
        ErrorCode::conflict, "a rollback was begun; run `voygent cutover rollback` again", {}};
  if (step == Step::rollback) return Done();
  const auto before = static_cast<Step>(static_cast<int>(step) - 1);
  if (!mine().done(before))
    return Error{ErrorCode::conflict,
                 std::string(name_of(before)) + " of " + environment_.name +
                     " is not done; it comes before " + std::string(name_of(step)),
                 {}};
  if (environment_.name == "production" && environment_of(plan_, "staging") &&
      !state_.of("staging").done(Step::shadow))
    return Error{ErrorCode::conflict, "staging comes first: its shadow is not done", {}};
  return Done();
}

Error Cutover::by_hand_first(Step step, const std::vector<std::string>& missing,
                             const std::vector<std::string>& commands) {
  return {ErrorCode::unavailable,
          joined(missing, ", ") + " is not set, so nothing was run. Set it, or run this in " +
              environment_.old_side.folder + " and say so with `voygent cutover " +
              std::string(name_of(step)) + " --environment " + environment_.name + " --done`:\n  " +
              joined(commands, "\n  "),
          {}};
}

Result<std::string> Cutover::plan() {
  const OldDatabase before(environment_.old_side);
  Facts facts;
  std::string out =
      "The plan for " + environment_.name + ", round " + std::to_string(mine().round) + ":\n";
  if (const auto missing = before.missing(); !missing.empty()) {
    out += "  old database: not asked, " + joined(missing, ", ") + " is not set\n";
  } else {
    VG_TRY(const RowCounts counts, before.row_counts());
    std::int64_t rows = 0;
    for (const auto& [table, n] : counts) rows += n;
    out += "  old database: " + std::to_string(counts.size()) + " tables, " + std::to_string(rows) +
           " rows\n";
    facts["rows"] = text_of(counts);
  }
  out += "  old side: " + environment_.old_side.url + " " + old_health(environment_.old_side.url) +
         "\n";
  out += "  new side: " + environment_.new_side.url + " " + health_of(environment_.new_side.url) +
         "\n";
  const auto requests = folder::read_file(environment_.requests);
  out += "  recorded reads: " + environment_.requests +
         (requests ? "\n" : " is not there yet; shadow needs it\n");
  out +=
      "Steps: freeze, export, import, verify, shadow, switch; rollback goes back from "
      "anywhere.\nThe switch changes:\n";
  for (const Change& change : environment_.switching.changes)
    out += "  " + change.what + " " + change.name + ": " + change.from + " → " + change.to + "\n";
  state_.plan_digest = plan_.digest;
  VG_CHECK(mark(Step::plan, Progress::done, facts));
  return out;
}

Status Cutover::check_frozen(Facts& facts) {
  const OldDatabase before(environment_.old_side);
  VG_TRY(const RowCounts counts, before.row_counts());
  VG_TRY(const std::int64_t triggers, before.triggers());
  const std::int64_t wanted = std::ssize(counts) * kTriggersOfTable;
  if (triggers < wanted)
    return Error{ErrorCode::conflict,
                 "the old database is not frozen: " + std::to_string(triggers) + " of " +
                     std::to_string(wanted) + " triggers are there",
                 {}};
  VG_CHECK(before.try_to_write(counts.begin()->first));
  facts["rows"] = text_of(counts);
  facts["checked"] = "yes";
  return Done();
}

Result<std::string> Cutover::freeze(bool by_hand) {
  VG_CHECK(may(Step::freeze));
  const OldDatabase before(environment_.old_side);
  const auto missing = before.missing();
  Facts facts;
  if (!missing.empty()) {
    if (mine().done(Step::freeze)) return done_already(Step::freeze);
    if (!by_hand)
      return by_hand_first(Step::freeze, missing,
                           {before.shown(environment_.old_side.query, "{sql}", kFreezeQuery) +
                                "   # the texts that it answers are freeze.sql",
                            before.shown(environment_.old_side.execute, "{file}", "freeze.sql")});
    facts["checked"] = "no";
  } else {
    VG_CHECK(mark(Step::freeze, Progress::begun));
    VG_TRY(const std::vector<std::string> tables, before.tables());
    VG_CHECK(folder::replace_file(file("freeze.sql"), freeze_sql(tables)));
    VG_CHECK(folder::replace_file(file("thaw.sql"), thaw_sql(tables)));
    VG_CHECK(before.execute(file("freeze.sql")));
    VG_CHECK(check_frozen(facts));
  }
  VG_CHECK(mark(Step::freeze, Progress::done, facts));
  if (facts["checked"] == "no")
    return "Noted: somebody froze the old side of " + environment_.name +
           ". It was not looked at, for want of credentials.\n";
  return "The old side of " + environment_.name +
         " is read only: it answers, and refuses every write.\nTell the advisors; `voygent cutover "
         "rollback` lets it go again.\n";
}

li::Request Cutover::request() {
  const StepState& dumped = mine().of(Step::dump);
  const auto as_of = dumped.facts.find("as_of");
  return {.file = file("dump.sql"),
          .source = environment_.old_side.source,
          .spill = file("spill-" + std::to_string(::getpid())),
          .as_of = as_of == dumped.facts.end() ? to_iso(now_.date()) : as_of->second};
}

Status Cutover::check_dump(const std::string& dumped, Facts& facts, bool ask) {
  std::error_code none;
  if (const auto size = fs::file_size(dumped, none); none || size < kSmallestDump)
    return Error{ErrorCode::unavailable, "the export left no dump in " + dumped, {}};
  li::Request reading = request();
  reading.file = dumped;
  li::Import import(reading, nullptr);
  VG_CHECK(import.examine());
  const li::Outcome& found = import.outcome();
  if (found.refusal)
    return Error{
        ErrorCode::invalid,
        dumped + ", line " + std::to_string(found.refusal->line) + ": " + found.refusal->message,
        {}};
  if (ask) {
    VG_TRY(const RowCounts counts, OldDatabase(environment_.old_side).row_counts());
    RowCounts dumped_rows;
    for (const li::TableStats& table : found.tables)
      if (table.kind == legacy::TableKind::known || table.kind == legacy::TableKind::unknown)
        dumped_rows[table.name] = table.rows;
    if (counts != dumped_rows)
      return Error{ErrorCode::conflict,
                   "the dump does not hold what the old database holds: " + text_of(dumped_rows) +
                       " against " + text_of(counts),
                   {}};
  }
  facts["sha256"] = found.digest;
  facts["rows"] = std::to_string(found.rows);
  facts["as_of"] = to_iso(now_.date());
  return Done();
}

Result<std::string> Cutover::dump(bool by_hand) {
  VG_CHECK(may(Step::dump));
  if (mine().done(Step::dump)) return done_already(Step::dump);
  const OldDatabase before(environment_.old_side);
  const auto missing = before.missing();
  const std::string whole = file("dump.sql");
  const std::string part = whole + ".part";
  Facts facts;
  if (!missing.empty()) {
    if (!by_hand)
      return by_hand_first(Step::dump, missing,
                           {before.shown(environment_.old_side.dump, "{file}", whole)});
    VG_CHECK(check_dump(whole, facts, false));
  } else {
    VG_CHECK(mark(Step::dump, Progress::begun));
    std::error_code ignored;
    fs::create_directories(folder(), ignored);
    fs::remove(part, ignored);
    VG_CHECK(check_frozen(facts));
    VG_CHECK(before.dump(part));
    VG_CHECK(check_dump(part, facts, true));
    fs::rename(part, whole, ignored);
    if (ignored) return Error{ErrorCode::unavailable, whole + ": " + ignored.message(), {}};
  }
  VG_CHECK(mark(Step::dump, Progress::done, facts));
  return facts["rows"] + " rows are in " + whole +
         (missing.empty() ? ", as many as the old database holds.\n"
                          : "; how many the old database holds was not asked.\n");
}

Status Cutover::run_all(const std::vector<Words>& commands, const std::vector<std::string>& needs,
                        bool by_hand, Step step) {
  OldSide side = environment_.old_side;
  side.needs = needs;
  const OldDatabase shell(side);
  const auto missing = shell.missing();
  std::vector<std::string> shown;
  shown.reserve(commands.size());
  for (const Words& command : commands) shown.push_back(shell.shown(command, "{file}", ""));
  if (!missing.empty())
    return by_hand ? Status(Done()) : Status(by_hand_first(step, missing, shown));
  for (const Words& command : commands) {
    side.execute = command;
    VG_CHECK(OldDatabase(side).execute(file("dump.sql")));
  }
  return Done();
}

std::string Cutover::status() {
  std::string out = environment_.name + ", round " + std::to_string(mine().round) + "\n";
  for (int i = 0; i < kSteps; ++i) {
    const StepState& step = mine().of(static_cast<Step>(i));
    std::string line = "  " + std::string(name_of(static_cast<Step>(i)));
    line.resize(12, ' ');
    line += std::string(name_of(step.progress));
    if (!step.at.empty()) line += " at " + step.at;
    out += line + "\n";
  }
  return out;
}

std::string Cutover::status_json() {
  json::Arena arena;
  json::ObjectBuilder steps(arena);
  for (int i = 0; i < kSteps; ++i) {
    const StepState& step = mine().of(static_cast<Step>(i));
    json::ObjectBuilder one(arena);
    one.add("state", name_of(step.progress)).add_copy("at", step.at);
    for (const auto& [name, fact] : step.facts) one.add_copy(arena.copy(name), fact);
    steps.add(name_of(static_cast<Step>(i)), one.finish());
  }
  return json::write(json::ObjectBuilder(arena)
                         .add_copy("environment", environment_.name)
                         .add("round", Value(mine().round))
                         .add_copy("folder", folder().string())
                         .add("steps", steps.finish())
                         .finish()) +
         "\n";
}

}  // namespace vg::cutover
