#include "platform/sqlite/plans.hpp"

#include "store/statements.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace vg::sqlite {
namespace {

// Statements that may walk a whole table or sort, and why that is right.
struct WholeTable {
  std::string_view statement, reason;
};
constexpr std::array<WholeTable, 12> kWholeTable = {{
    {"list_tokens", "the owner looks at all tokens, a handful"},
    {"revoke_token", "by a name or the start of a hash, among a handful"},
    {"checkpoint_trips", "maintenance of all trips, outside of any call"},
    {"forget_requests", "maintenance of all requests, outside of any call"},
    {"forgettable", "maintenance of all trips, outside of any call"},
    {"index_trips", "the keys of a slice of an import, in the order of their index"},
    {"audit_trips", "the doctor looks at every trip"},
    {"audit_orphans", "the doctor looks at every row"},
    {"find_client", "one of two answers, for a person who waits"},
    {"trips_naming", "erasure looks at every trip of the tenant, outside of any call"},
    {"erase_checkpoints", "erasure, outside of any call"},
    {"erase_requests", "erasure, outside of any call"},
}};

// `made` are the names of the results that the plan itself makes: walking those is no walk of a
// table.
bool walks_a_table(std::string_view step, const std::set<std::string, std::less<>>& made) {
  constexpr std::string_view kScan = "SCAN ";
  if (!step.starts_with(kScan)) return false;
  if (step.find("VIRTUAL TABLE") != std::string_view::npos ||
      step.find(" CONSTANT ROW") != std::string_view::npos)
    return false;
  step.remove_prefix(kScan.size());
  return !made.contains(step.substr(0, step.find(' ')));
}

// Sorts, or makes an index of its own for lack of one.
bool sorts(std::string_view step) {
  return step.starts_with("USE TEMP B-TREE") || step.find("AUTOMATIC") != std::string_view::npos;
}

}  // namespace

Result<std::vector<Plan>> plans(Connection& connection) {
  std::vector<Plan> out;
  for (const store::NamedSql& statement : store::all_statements()) {
    const std::string text = "EXPLAIN QUERY PLAN " + std::string(statement.sql);
    VG_TRY(const store::ResultSet rows, connection.run_once(text));
    Plan plan{.statement = statement.name, .steps = {}};
    std::set<std::string, std::less<>> made;
    std::map<std::int64_t, std::size_t> depth = {{0, 0}};
    const bool may =
        std::ranges::find(kWholeTable, statement.name, &WholeTable::statement) != kWholeTable.end();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string_view step = rows.text(i, 3);
      for (const std::string_view makes : {"CO-ROUTINE ", "MATERIALIZE "})
        if (step.starts_with(makes)) made.emplace(step.substr(makes.size()));
      const std::size_t level = depth[rows.integer(i, 1)];
      depth[rows.integer(i, 0)] = level + 1;
      plan.steps.push_back(std::string(level * 2, ' ') + std::string(step));
      plan.regressed = plan.regressed || (!may && (walks_a_table(step, made) || sorts(step)));
    }
    out.push_back(std::move(plan));
  }
  return out;
}

}  // namespace vg::sqlite
