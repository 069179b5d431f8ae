// The database of the old system, reached by the commands of the plan: asked, made read only, let
// go again, written out.
#pragma once

#include "json/value.hpp"
#include "platform/cutover/plan.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vg::cutover {

// Said to whoever writes into a database that is frozen.
inline constexpr std::string_view kFrozen = "read only: the work goes on in Voygent";

using RowCounts = std::map<std::string, std::int64_t, std::less<>>;

class OldDatabase final {
 public:
  explicit OldDatabase(const OldSide& side) : side_(side) {}

  // The variables that are not set; commands would fail without them.
  std::vector<std::string> missing() const;
  // A command as a person would type it.
  std::string shown(const Words& command, std::string_view placeholder,
                    std::string_view value) const;

  // Its own tables, in the order of their names. Errors: `unavailable` with what the command said.
  Result<std::vector<std::string>> tables() const;
  Result<RowCounts> row_counts() const;
  // How many of the triggers that refuse writes are there.
  Result<std::int64_t> triggers() const;
  // A write that has to be refused. Errors: `conflict` when it was taken.
  Status try_to_write(const std::string& table) const;

  Status execute(const std::string& file) const;
  Status dump(const std::string& file) const;

 private:
  Result<json::Value> ask(json::Arena& arena, const std::string& sql) const;

  const OldSide& side_;
};

// What makes every table refuse every write, and what takes that back. Both may be run again.
std::string freeze_sql(const std::vector<std::string>& tables);
std::string thaw_sql(const std::vector<std::string>& tables);
inline constexpr std::int64_t kTriggersOfTable = 3;

}  // namespace vg::cutover
