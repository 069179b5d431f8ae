#include "legacy/expression.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

std::string literal(std::string_view text) {
  TextPool pool;
  const auto cell = read_literal(text, pool);
  if (!cell) return "none";
  constexpr const char* kKinds[] = {"null", "integer", "real", "text", "blob"};
  return std::string(kKinds[static_cast<int>(cell->kind)]) +
         (cell->is_null() ? "" : " " + to_text(*cell));
}

TEST(Expression, ReadsOneLiteral) {
  EXPECT_EQ(literal("NULL"), "null");
  EXPECT_EQ(literal("-42"), "integer -42");
  EXPECT_EQ(literal("- -42"), "integer 42");
  EXPECT_EQ(literal("-0x10"), "integer -16");
  EXPECT_EQ(literal("99999999999999999999"), "real 99999999999999999999");
  EXPECT_EQ(literal("-1.5e-3"), "real -1.5e-3");
  EXPECT_EQ(literal("'a''b'"), "text a'b");
  EXPECT_EQ(literal("x'4a'"), "blob J");
  for (std::string_view text : {"", "a", "'a' 'b'", "1 2", "replace('a','b','c')", "x'4'", "'a",
                                "1.2.3", "0x", "\"a\"", "(1)"})
    EXPECT_EQ(literal(text), "none") << text;
}

TEST(Expression, RefusesCallsThatAreNotHarmless) {
  for (std::string_view text : {"(a > 0 AND length(b) IN (1, 2))", "(json_valid(a) OR a IS NULL)",
                                "(CASE WHEN (a) THEN 1 ELSE (2) END)", "('readfile(x)' = a)"})
    EXPECT_FALSE(forbidden_call(text).has_value()) << text;
  EXPECT_EQ(forbidden_call("(a > readfile('x'))"), "readfile");
  EXPECT_EQ(forbidden_call("([load_extension] ('x'))"), "load_extension");
  EXPECT_EQ(forbidden_call("(a IN (Select 1))"), "Select");
  EXPECT_TRUE(forbidden_call("('open").has_value());
}

TEST(Expression, StopsBeforeAValueIsTooLong) {
  TextPool pool;
  std::vector<Cell> cells;
  const std::string long_text = "('" + std::string(kMaxValueBytes + 1, 'a') + "')";
  const auto fault = read_tuple(long_text, pool, cells);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->fault, Fault::limit);
  cells.clear();
  const std::string grows =
      "(replace('" + std::string(2'000, 'a') + "','a','" + std::string(2'000, 'b') + "'))";
  const auto grown = read_tuple(grows, pool, cells);
  ASSERT_TRUE(grown.has_value());
  EXPECT_EQ(grown->fault, Fault::limit);
}

TEST(TextPool, ReusesItsTexts) {
  TextPool pool;
  std::string& first = pool.take();
  first = "said";
  EXPECT_NE(&pool.take(), &first);
  pool.reset();
  EXPECT_EQ(&pool.take(), &first);
  EXPECT_EQ(first, "");
}

}  // namespace
}  // namespace vg::legacy
