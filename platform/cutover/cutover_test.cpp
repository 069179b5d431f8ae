#include "json/parse.hpp"
#include "platform/cutover/old_database.hpp"
#include "platform/cutover/shadow.hpp"
#include "platform/cutover/state.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace vg::cutover {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  fs::path out = fs::temp_directory_path() / ("vg-cutover-" + std::to_string(::getpid()));
  fs::create_directories(out);
  return out;
}

std::string fault_of(const std::string& text) {
  const fs::path file = folder() / "cutover.toml";
  std::ofstream(file) << text;
  const auto plan = read_plan(file);
  return plan ? std::string() : plan.error().message;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Plan, ReadsTheExample) {
  const fs::path file = folder() / "cutover.toml";
  std::ofstream(file) << example();
  const auto plan = read_plan(file);
  ASSERT_TRUE(plan) << plan.error().message;
  const auto staging = environment_of(*plan, "staging");
  ASSERT_TRUE(staging);
  EXPECT_EQ(staging->old_side.source, "legacy");
  EXPECT_EQ(staging->switching.changes.size(), 2U);
  EXPECT_FALSE(environment_of(*plan, "production"));
}

TEST(Plan, SaysWhatIsWrongAndWhere) {
  const std::string good(example());
  EXPECT_NE(fault_of("[staging").find("line 1"), std::string::npos);
  EXPECT_NE(fault_of("").find("neither staging nor production"), std::string::npos);
  EXPECT_NE(fault_of("[live]").find("live is not known"), std::string::npos);
  EXPECT_NE(fault_of(replaced(good, "source =", "sauce =")).find("staging.old.sauce"),
            std::string::npos);
  EXPECT_NE(
      fault_of(replaced(good, "\"{sql}\"", "\"SELECT 1\"")).find("staging.old.query has to hold"),
      std::string::npos);
  EXPECT_NE(fault_of(replaced(good, "token_env = \"CUTOVER_TOKEN\"", "token_env = 5"))
                .find("staging.new.token_env"),
            std::string::npos);
  EXPECT_NE(fault_of(replaced(good, "apply = [[", "apply = [1,[")).find("staging.switch.apply"),
            std::string::npos);
}

TEST(State, SurvivesAndKeepsWhatItDoesNotChange) {
  const fs::path file = folder() / "state.json";
  fs::remove(file);
  {
    auto state = State::load(file);
    ASSERT_TRUE(state);
    ASSERT_TRUE(state->mark("staging", Step::freeze, Progress::begun, {{"a", "1"}}, "then"));
    ASSERT_TRUE(state->mark("staging", Step::freeze, Progress::done, {{"b", "2"}}, "now"));
  }
  auto again = State::load(file);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->of("staging").done(Step::freeze));
  EXPECT_EQ(again->of("staging").of(Step::freeze).facts, (Facts{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(again->of("staging").of(Step::freeze).at, "now");
  EXPECT_FALSE(again->of("production").done(Step::freeze));
  std::ofstream(file) << "{}";
  EXPECT_FALSE(State::load(file));
}

TEST(Freeze, NamesItsTriggersAfterTables) {
  const std::vector<std::string> tables = {"trips_v2", "odd \"name\""};
  const std::string sql = freeze_sql(tables);
  EXPECT_NE(sql.find("BEFORE INSERT ON \"trips_v2\""), std::string::npos);
  EXPECT_NE(sql.find("\"voygent_frozen DELETE odd \"\"name\"\"\""), std::string::npos);
  EXPECT_NE(thaw_sql(tables).find("DROP TRIGGER IF EXISTS \"voygent_frozen UPDATE trips_v2\""),
            std::string::npos);
}

TEST(Pointer, FindsValues) {
  json::Arena arena;
  const auto value = json::parse(arena, R"({"a":{"b/c":[1,{"d~":"x"}]}})");
  ASSERT_TRUE(value);
  EXPECT_EQ(at_pointer(*value, "/a/b~1c/1/d~0").text(), "x");
  EXPECT_EQ(at_pointer(*value, "/a/b~1c/0").integer(), 1);
  EXPECT_TRUE(at_pointer(*value, "/a/b~1c/7").is_null());
  EXPECT_TRUE(at_pointer(*value, "/nothing/at/all").is_null());
}

}  // namespace
}  // namespace vg::cutover
