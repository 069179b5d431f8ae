#include "legacy/table.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

// `name: column affinity [not-null] [generated] [=default], … | keys`
std::string shape(std::string_view sql) {
  Table table;
  if (const auto fault = read_create_table(sql, table)) return std::string(name_of(fault->fault));
  std::string out = table.name + ":";
  for (const Column& column : table.columns) {
    constexpr const char* kAffinities[] = {"none", "text", "number"};
    out += " " + column.name + " " + kAffinities[static_cast<int>(column.affinity)];
    if (column.not_null) out += " not-null";
    if (column.generated) out += " generated";
    if (!column.fallback.is_null())
      out += " =" + (column.fallback.kind == CellKind::integer ? to_text(column.fallback)
                                                               : column.fallback_text);
    out += ",";
  }
  for (const auto& key : table.keys) {
    out += " |";
    for (std::size_t column : key) out += " " + std::to_string(column);
  }
  return out + (table.has_primary_key ? " pk" : "") + (table.counts_ids ? " counts" : "");
}

TEST(Table, IsReadInEveryShape) {
  struct Case {
    std::string_view sql, shape;
  };
  constexpr Case kCases[] = {
      {"CREATE TABLE t (a)", "t: a none,"},
      {"create table if not exists \"a \"\"b\" (`c d` INT, [e;f] TEXT)",
       "a \"b: c d number, e;f text,"},
      {"CREATE TABLE 't' (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
       "t: a number, b none, | 0 pk counts"},
      {"CREATE TABLE t (a -- it's; a (comment\n, b /* , c */ TEXT)", "t: a none, b text,"},
      {"CREATE TABLE t (a TEXT DEFAULT 'it''s', b DEFAULT -1.5, c DEFAULT true, d DEFAULT NULL)",
       "t: a text =it's, b none =-1.5, c none =1, d none,"},
      {"CREATE TABLE t (a DEFAULT (datetime('now')), b DEFAULT CURRENT_TIMESTAMP)",
       "t: a none, b none,"},
      {"CREATE TABLE t (a INT, b GENERATED ALWAYS AS (a * 2) STORED, c AS (a) VIRTUAL)",
       "t: a number, b none generated, c none generated,"},
      {"CREATE TABLE t (a TEXT NOT NULL UNIQUE, b, c, UNIQUE (b, c), PRIMARY KEY (c, a))",
       "t: a text not-null, b none, c none, | 2 0 | 0 | 1 2 pk"},
      {"CREATE TABLE t (a COLLATE NOCASE NULL, CONSTRAINT one UNIQUE (a COLLATE NOCASE DESC) ON "
       "CONFLICT IGNORE)",
       "t: a none, | 0"},
      {"CREATE TABLE t (a REFERENCES q(b) ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL NOT "
       "DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a) REFERENCES q)",
       "t: a none,"},
      {"CREATE TABLE t (status TEXT CHECK (status IN ('a', 'b')), CHECK (length(status) > 0)) "
       "STRICT, WITHOUT ROWID",
       "t: status text,"},
  };
  for (const Case& c : kCases) EXPECT_EQ(shape(c.sql), c.shape) << c.sql;
}

TEST(Table, IsRefusedWhereItAsksForMore) {
  struct Case {
    std::string_view sql, fault;
  };
  constexpr Case kCases[] = {
      {"CREATE TEMP TABLE t (a)", "forbidden_statement"},
      {"CREATE TABLE main.t (a)", "forbidden_statement"},
      {"CREATE TABLE t AS SELECT 1", "forbidden_statement"},
      {"CREATE TABLE t (a DEFAULT (load_extension('x')))", "forbidden_expression"},
      {"CREATE TABLE t (a CHECK (a IN (SELECT 1)))", "forbidden_expression"},
      {"CREATE TABLE t (a, b AS (readfile(a)))", "forbidden_expression"},
      {"CREATE TABLE t (a CHECK (\"writefile\"(a, a)))", "forbidden_expression"},
      {"CREATE TABLE t", "syntax"},
      {"CREATE TABLE t ()", "syntax"},
      {"CREATE TABLE t (a,)", "syntax"},
      {"CREATE TABLE t (a CHECK (1)", "syntax"},
      {"CREATE TABLE t (a) WITHOUT WORDS", "syntax"},
      {"CREATE TABLE (a)", "syntax"},
      {"CREATE TABLE t (a, \"A\" TEXT)", "syntax"},
  };
  for (const Case& c : kCases) EXPECT_EQ(shape(c.sql), c.fault) << c.sql;
}

TEST(Affinity, FollowsTheNameOfTheType) {
  struct Case {
    std::string_view type, affinity;
  };
  constexpr Case kCases[] = {{"BIGINT UNSIGNED", "number"},
                             {"VARCHAR(20)", "text"},
                             {"CLOB", "text"},
                             {"BLOB", "none"},
                             {"JSON", "number"},
                             {"DATETIME", "number"},
                             {"DECIMAL(10,2)", "number"},
                             {"BOOLEAN", "number"},
                             {"DOUBLE PRECISION", "number"},
                             {"ANY", "none"},
                             {"CHARINT", "number"}};
  for (const Case& c : kCases)
    EXPECT_EQ(shape("CREATE TABLE t (a " + std::string(c.type) + ")"),
              "t: a " + std::string(c.affinity) + ",")
        << c.type;
}

std::string stored(const Cell& cell, Affinity affinity) {
  TextPool pool;
  const Cell out = with_affinity(cell, affinity, pool);
  return (out.is_text() ? "text " : "number ") + to_text(out);
}

TEST(Affinity, MakesNumbersOfTextsAndTextsOfNumbers) {
  const auto text = [](std::string_view says) { return Cell{CellKind::text, 0, says}; };
  EXPECT_EQ(stored(text(" 12 "), Affinity::number), "number 12");
  EXPECT_EQ(stored(text("-1.50"), Affinity::number), "number -1.50");
  EXPECT_EQ(stored(text("0x1F"), Affinity::number), "text 0x1F");
  EXPECT_EQ(stored(text("12 EUR"), Affinity::number), "text 12 EUR");
  EXPECT_EQ(stored(text("12"), Affinity::none), "text 12");
  EXPECT_EQ(stored(Cell{CellKind::integer, 12, {}}, Affinity::text), "text 12");
  EXPECT_EQ(stored(Cell{CellKind::real, 0, "1.50"}, Affinity::text), "text 1.50");
}

TEST(Row, IsNamedByItsPrimaryKeyOrItsNumber) {
  Table table;
  ASSERT_FALSE(read_create_table("CREATE TABLE t (a, b, PRIMARY KEY (b, a))", table));
  const Cell cells[] = {{CellKind::text, 0, "x"}, {CellKind::integer, 7, {}}};
  EXPECT_EQ((Row{&table, cells, 1, 3}.key()), "7/x");
  EXPECT_EQ((Row{&table, cells, 1, 3}.text("A")), "x");
  EXPECT_TRUE((Row{&table, cells, 1, 3}.cell("c").is_null()));
  table.has_primary_key = false;
  EXPECT_EQ((Row{&table, cells, 1, 3}.key()), "row 3");
}

}  // namespace
}  // namespace vg::legacy
