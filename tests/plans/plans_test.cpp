// How SQLite walks the tables for every statement, and what each statement of every call costs on a
// thousand trips.
#include "store/statements.hpp"
#include "tests/plans/golden.hpp"

#include <gtest/gtest.h>
#include <iterator>
#include <set>

namespace vg::plans {
namespace {

constexpr int kTrips = 1'000;

Populated& thousand() {
  static Populated populated(kTrips);
  return populated;
}

// Also after the committed plans were written again.
void check_no_regression(const std::vector<sqlite::Plan>& plans) {
  for (const sqlite::Plan& plan : plans)
    EXPECT_FALSE(plan.regressed)
        << plans_text({plan}) << "It walks a table or sorts: mend the statement or its index, or "
        << "say in platform/sqlite/plans.cpp why that is right.";
}

TEST(Plans, WalkNoTableAndSortNothingUnlessAllowed) {
  check_no_regression(thousand().plans());
}

TEST(Plans, DoNotWalkAndSortWithStatisticsEither) {
  Populated populated(kTrips);
  populated.file().execute("ANALYZE");
  check_no_regression(populated.plans());
}

TEST(Plans, AreThoseThatAreCommitted) {
  if (!is_sqlite_of_the_texts()) GTEST_SKIP() << "another SQLite: " << sqlite_version();
  expect_golden("plans.txt", plans_text(thousand().plans()));
}

// Every statement of every call, as it ran.
std::vector<Ran> all_ran() {
  std::vector<Ran> out;
  for (Played& played : play(thousand().file()))
    for (auto& batch : played.batches)
      out.insert(out.end(), std::move_iterator(batch.begin()), std::move_iterator(batch.end()));
  return out;
}

TEST(Statements, AreAllCalled) {
  std::set<std::string_view> called;
  for (const Ran& ran : all_ran()) called.insert(ran.name);
  for (const store::NamedSql& statement : store::all_statements())
    EXPECT_TRUE(called.contains(statement.name))
        << statement.name << " is in no call: add one to tests/plans/scenarios.cpp";
}

// D1 refuses any other number.
TEST(Statements, AreGivenAsManyParametersAsTheyHave) {
  for (const Ran& ran : all_ran())
    EXPECT_EQ(ran.parameters, ran.statement.params.size()) << ran.name;
}

// D1 hands rows over as objects: of two columns of one name only one would arrive, and a name that
// is a number would come first.
TEST(Statements, AnswerWithColumnsOfDifferentNames) {
  for (const Ran& ran : all_ran()) {
    const std::set<std::string_view> names(ran.columns.begin(), ran.columns.end());
    EXPECT_EQ(names.size(), ran.columns.size()) << ran.name;
    for (std::string_view name : names)
      EXPECT_NE(name.find_first_not_of("0123456789"), std::string_view::npos) << ran.name;
  }
}

TEST(Work, OfEveryCallIsAsCommitted) {
  if (!is_sqlite_of_the_texts()) GTEST_SKIP() << "another SQLite: " << sqlite_version();
  expect_golden("work_1000.txt", work_text(play(thousand().file())));
}

TEST(Work, AnswersAsTheCallsExpect) {
  for (const Played& played : play(thousand().file()))
    EXPECT_EQ(played.error.empty(), played.name.find("on an old version") == std::string::npos)
        << played.name << ": " << played.error;
}

}  // namespace
}  // namespace vg::plans
