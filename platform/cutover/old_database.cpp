#include "platform/cutover/old_database.hpp"

#include "json/parse.hpp"
#include "platform/process/process.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace vg::cutover {

using json::Value;

namespace {

// D1 takes no more columns in an answer than this.
constexpr std::size_t kTablesOfQuestion = 50;
constexpr int kLongestCommand = 1'800;  // seconds
constexpr int kTries = 3;

constexpr std::string_view kOwnTables =
    "FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name "
    "NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'd1_migrations'";

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  for (char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

Words filled(Words words, std::string_view placeholder, std::string_view value) {
  for (std::string& word : words)
    if (const std::size_t at = word.find(placeholder); at != std::string::npos)
      word.replace(at, placeholder.size(), value);
  return words;
}

std::string shell_word(const std::string& word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:=@%+,").find(c) != std::string_view::npos;
  });
  if (plain) return word;
  std::string out = "'";
  for (char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

// The last lines are what a person needs; the rest is banners and traces.
std::string tail(const process::Finished& done) {
  const std::string& text = done.errors.empty() ? done.output : done.errors;
  constexpr std::size_t kMost = 600;
  return text.size() <= kMost ? text : "…" + text.substr(text.size() - kMost);
}

bool refuses_writes(const process::Finished& done) {
  return (done.output + done.errors).find(kFrozen) != std::string::npos;
}

// Tried again when it fails: a database that is busy for a moment is no reason to begin anew, and
// everything that is run here may be run again.
Result<process::Finished> run(const OldSide& side, const Words& words) {
  const process::Command command{.arguments = words,
                                 .input = {},
                                 .folder = side.folder,
                                 .environment = {{"CI", "1"}},
                                 .timeout_s = kLongestCommand};
  VG_TRY(process::Finished done, process::run(command));
  for (int tried = 1; tried < kTries && done.status != 0 && !refuses_writes(done); ++tried) {
    std::this_thread::sleep_for(std::chrono::seconds(tried));
    VG_TRY(done, process::run(command));
  }
  return done;
}

Status run_well(const OldSide& side, const Words& words) {
  VG_TRY(const process::Finished done, run(side, words));
  if (done.status == 0) return Done();
  return Error{ErrorCode::unavailable, words.front() + " failed: " + tail(done), {}};
}

constexpr std::array<std::string_view, 3> kWrites = {"INSERT", "UPDATE", "DELETE"};

std::string trigger_name(std::string_view write, std::string_view table) {
  return quoted_name("voygent_frozen " + std::string(write) + " " + std::string(table));
}

}  // namespace

std::string freeze_sql(const std::vector<std::string>& tables) {
  std::string out;
  for (const std::string& table : tables)
    for (std::string_view write : kWrites)
      out += "CREATE TRIGGER IF NOT EXISTS " + trigger_name(write, table) + " BEFORE " +
             std::string(write) + " ON " + quoted_name(table) + " BEGIN SELECT RAISE(ABORT, '" +
             std::string(kFrozen) + "'); END;\n";
  return out;
}

std::string thaw_sql(const std::vector<std::string>& tables) {
  std::string out;
  for (const std::string& table : tables)
    for (std::string_view write : kWrites)
      out += "DROP TRIGGER IF EXISTS " + trigger_name(write, table) + ";\n";
  return out;
}

std::vector<std::string> OldDatabase::missing() const {
  std::vector<std::string> out;
  for (const std::string& name : side_.needs)
    if (const char* value = std::getenv(name.c_str()); value == nullptr || *value == '\0')
      out.push_back(name);
  return out;
}

std::string OldDatabase::shown(const Words& command, std::string_view placeholder,
                               std::string_view value) const {
  std::string out;
  for (const std::string& word : filled(command, placeholder, value))
    out += (out.empty() ? "" : " ") + shell_word(word);
  return out;
}

// The answer of `wrangler d1 execute --json`: a list with the rows of each statement.
Result<Value> OldDatabase::ask(json::Arena& arena, const std::string& sql) const {
  VG_TRY(const process::Finished done, run(side_, filled(side_.query, "{sql}", sql)));
  if (done.status != 0)
    return Error{ErrorCode::unavailable, "the old database did not answer: " + tail(done), {}};
  const std::size_t begin = done.output.find('[');
  if (begin != std::string::npos)
    if (const auto parsed = json::parse(arena, arena.copy(done.output.substr(begin)));
        parsed && !parsed->items().empty())
      return parsed->items()[0].get("results");
  return Error{ErrorCode::unavailable, "the old database gave no rows: " + tail(done), {}};
}

Result<std::vector<std::string>> OldDatabase::tables() const {
  json::Arena arena;
  VG_TRY(const Value rows, ask(arena, "SELECT name " + std::string(kOwnTables) + " ORDER BY name"));
  std::vector<std::string> out;
  for (const Value& row : rows.items()) out.emplace_back(row.get_text("name"));
  if (out.empty())
    return Error{ErrorCode::unavailable, "the old database has no table; is it the right one?", {}};
  return out;
}

Result<RowCounts> OldDatabase::row_counts() const {
  VG_TRY(const std::vector<std::string> all, tables());
  RowCounts out;
  for (std::size_t first = 0; first < all.size(); first += kTablesOfQuestion) {
    const std::size_t last = std::min(all.size(), first + kTablesOfQuestion);
    std::string sql;
    for (std::size_t i = first; i < last; ++i)
      sql += (sql.empty() ? "SELECT (SELECT count(*) FROM " : ", (SELECT count(*) FROM ") +
             quoted_name(all[i]) + ") AS n" + std::to_string(i);
    json::Arena arena;
    VG_TRY(const Value rows, ask(arena, sql));
    for (std::size_t i = first; i < last; ++i)
      out[all[i]] =
          rows.items().empty() ? 0 : rows.items()[0].get("n" + std::to_string(i)).integer();
  }
  return out;
}

Result<std::int64_t> OldDatabase::triggers() const {
  json::Arena arena;
  VG_TRY(const Value rows,
         ask(arena,
             "SELECT count(*) AS n FROM sqlite_master WHERE type = 'trigger' AND name LIKE "
             "'voygent\\_frozen %' ESCAPE '\\'"));
  return rows.items().empty() ? 0 : rows.items()[0].get("n").integer();
}

Status OldDatabase::try_to_write(const std::string& table) const {
  VG_TRY(const process::Finished done,
         run(side_, filled(side_.query, "{sql}",
                           "INSERT INTO " + quoted_name(table) + " DEFAULT VALUES")));
  if (done.status != 0 && refuses_writes(done)) return Done();
  if (done.status != 0)
    return Error{ErrorCode::unavailable, "a write failed for another reason: " + tail(done), {}};
  return Error{ErrorCode::conflict, "the old database took a write into " + table, {}};
}

Status OldDatabase::execute(const std::string& file) const {
  return run_well(side_, filled(side_.execute, "{file}", std::filesystem::absolute(file).string()));
}

Status OldDatabase::dump(const std::string& file) const {
  return run_well(side_, filled(side_.dump, "{file}", std::filesystem::absolute(file).string()));
}

}  // namespace vg::cutover
