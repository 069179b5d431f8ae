#include "legacy/dump_reader.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace vg::legacy {
namespace {

struct Collector final : DumpHandler {
  std::optional<TableFault> row(const Row& row) override {
    std::string line = row.table->name + ":";
    for (const Cell& cell : row.cells) {
      line += cell.is_null()   ? " null"
              : cell.is_text() ? " '" + std::string(cell.text) + "'"
                               : " " + to_text(cell);
    }
    rows.push_back(line);
    return std::nullopt;
  }
  std::vector<std::string> rows;
};

struct Outcome {
  std::vector<std::string> rows;
  std::string fault;
  std::int64_t line = 0;
};

Outcome read(std::string_view dump, std::size_t chunk) {
  Collector collector;
  DumpReader reader(collector);
  bool good = true;
  for (std::size_t at = 0; good && at < dump.size(); at += chunk)
    good = reader.feed(dump.substr(at, chunk));
  if (good) reader.finish();
  Outcome out{std::move(collector.rows), {}, 0};
  if (const auto& refusal = reader.refusal()) {
    out.fault = name_of(refusal->fault);
    out.line = refusal->line;
  }
  return out;
}

constexpr std::string_view kTable = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b);\n";

// The same in pieces of every small size.
Outcome read_in_pieces(std::string_view dump) {
  const Outcome whole = read(dump, dump.size() + 1);
  for (std::size_t chunk = 1; chunk < 12; ++chunk) {
    const Outcome pieces = read(dump, chunk);
    EXPECT_EQ(pieces.rows, whole.rows) << chunk;
    EXPECT_EQ(pieces.fault, whole.fault) << chunk;
    EXPECT_EQ(pieces.line, whole.line) << chunk;
  }
  return whole;
}

std::string value(std::string_view sql) {
  const Outcome out = read_in_pieces(std::string(kTable) + "INSERT INTO t(id, b) VALUES(1," +
                                     std::string(sql) + ");");
  if (!out.fault.empty()) return out.fault;
  return out.rows.at(0).substr(std::string("t: 1 null ").size());
}

TEST(DumpReader, ReadsEveryLiteral) {
  EXPECT_EQ(value("NULL"), "null");
  EXPECT_EQ(value("'it''s'"), "'it's'");
  EXPECT_EQ(value("''''''"), "''''");
  EXPECT_EQ(value("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(value("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(value("9223372036854775808"), "9223372036854775808");
  EXPECT_EQ(value("1e999"), "1e999");
  EXPECT_EQ(value("- 3"), "-3");
  EXPECT_EQ(value("0x1F"), "31");
  EXPECT_EQ(value(".5"), ".5");
  EXPECT_EQ(value("X'4142'"), "AB");
  EXPECT_EQ(value("replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10))"), "'a\r\nb'");
  EXPECT_EQ(value("unistr('\\u0041\\+01F30A\\\\\\0042')"), "'A🌊\\B'");
}

TEST(DumpReader, ComputesNothing) {
  EXPECT_EQ(value("1+1"), "forbidden_expression");
  EXPECT_EQ(value("(SELECT 1)"), "forbidden_expression");
  EXPECT_EQ(value("randomblob(9)"), "forbidden_expression");
  EXPECT_EQ(value("CURRENT_TIMESTAMP"), "forbidden_expression");
  EXPECT_EQ(value("'a' || 'b'"), "forbidden_expression");
  EXPECT_EQ(value("1, 2"), "column_count");
  EXPECT_EQ(value("12x"), "syntax");
  std::string deep = "'a'";
  for (int i = 0; i < 17; ++i) deep.insert(0, "replace(").append(",'a','b')");
  EXPECT_EQ(value(deep), "limit");
}

TEST(DumpReader, SplitsWhereStatementsEnd) {
  const Outcome out =
      read_in_pieces(std::string(kTable) +
                     "-- a ; comment 'with' quotes\n/* another; one */\r\n"
                     "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN "
                     "'END; no' END; DELETE FROM t; END;\n"
                     "INSERT INTO \"t\" VALUES (1,'a;b',NULL),\n (2,'c)d','(') ;");
  EXPECT_EQ(out.fault, "");
  EXPECT_EQ(out.rows, (std::vector<std::string>{"t: 1 'a;b' null", "t: 2 'c)d' '('"}));
}

TEST(DumpReader, RefusesWhatADumpDoesNotNeed) {
  struct Case {
    std::string_view sql, fault;
  };
  constexpr Case kCases[] = {
      {"UPDATE t SET a = 1;", "forbidden_statement"},
      {"DELETE FROM t;", "forbidden_statement"},
      {"DELETE FROM sqlite_sequence WHERE 1;", "forbidden_statement"},
      {"INSERT INTO t SELECT 1, 2, 3;", "forbidden_statement"},
      {"INSERT OR IGNORE INTO t VALUES(1,2,3);", "forbidden_statement"},
      {"INSERT INTO t VALUES(1,2,3) RETURNING id;", "forbidden_statement"},
      {"INSERT INTO main.t VALUES(1,2,3);", "forbidden_statement"},
      {"INSERT INTO sqlite_schema VALUES(1);", "forbidden_statement"},
      {"PRAGMA writable_schema=ON;", "forbidden_statement"},
      {"CREATE TABLE main.u (a);", "forbidden_statement"},
      {"CREATE TABLE u AS SELECT 1;", "forbidden_statement"},
      {"CREATE TABLE T (a);", "duplicate_table"},
      {"CREATE TABLE u (a DEFAULT (readfile('x')));", "forbidden_expression"},
      {"CREATE TABLE u (a, CHECK (a > randomblob(9)));", "forbidden_expression"},
      {"CREATE TABLE u (a CHECK (a IN (SELECT 1)));", "forbidden_expression"},
      {"ROLLBACK;", "aborted_dump"},
      {"nonsense;", "syntax"},
      {"INSERT INTO t VALUES(1,2,3) (4,5,6);", "syntax"},
      {"INSERT INTO t VALUES(1,2,3", "incomplete"},
      {"INSERT INTO t VALUES(1,2,3)", "incomplete"},
      {"/* open", "incomplete"},
      {"INSERT INTO u VALUES(1);", "no_such_table"},
      {"INSERT INTO t VALUES(1,'\xE9',3);", "encoding"},
  };
  for (const Case& c : kCases) {
    const Outcome out = read_in_pieces(std::string(kTable) + std::string(c.sql));
    EXPECT_EQ(out.fault, c.fault) << c.sql;
    EXPECT_EQ(out.line, 2) << c.sql;
  }
}

TEST(DumpReader, ReadsTheShapesOfTables) {
  const Outcome out = read_in_pieces(
      "CREATE TABLE IF NOT EXISTS [a;b] (\"x \"\"y\" VARCHAR(20) NOT NULL DEFAULT 'd''e' CHECK "
      "(length(\"x "
      "\"\"y\") < 9), n DECIMAL(10,2) DEFAULT -1.5, g AS (n * 2) STORED, f INTEGER REFERENCES "
      "q(id) ON "
      "DELETE SET NULL, PRIMARY KEY (n), FOREIGN KEY (f) REFERENCES q(id) ON UPDATE NO ACTION) "
      "STRICT, "
      "WITHOUT ROWID;\nINSERT INTO [a;b] (f, \"x \"\"y\") VALUES (1, 2);");
  EXPECT_EQ(out.fault, "");
  EXPECT_EQ(out.rows, (std::vector<std::string>{"a;b: '2' -1.5 null 1"}));
}

TEST(DumpReader, FillsInDefaultsOfEveryKind) {
  const Outcome out = read_in_pieces(
      "CREATE TABLE t (id, a DEFAULT 'said', b DEFAULT -1.5, c DEFAULT X'4142', d DEFAULT 7, e);\n"
      "INSERT INTO t (id) VALUES(1);");
  EXPECT_EQ(out.rows, (std::vector<std::string>{"t: 1 'said' -1.5 AB 7 null"}));
}

TEST(DumpReader, KnowsTheEncodingFromTheFirstCharacters) {
  EXPECT_EQ(read_in_pieces("\xEF\xBB\xBF" + std::string(kTable)).fault, "");
  EXPECT_EQ(read_in_pieces("\xFF\xFE" + std::string(kTable)).fault, "encoding");
  EXPECT_EQ(read_in_pieces(std::string("C\0R\0", 4)).fault, "encoding");
  EXPECT_EQ(read_in_pieces("\xFF\xFE").fault, "encoding");
  EXPECT_EQ(read_in_pieces("x").fault, "incomplete");
  EXPECT_EQ(read_in_pieces("").fault, "empty");
}

TEST(DumpReader, LooksAtEachByteOfATriggerOnce) {
  std::string body;
  for (int i = 0; i < 200'000; ++i) body += "SELECT 1;";
  Collector collector;
  DumpReader reader(collector);
  EXPECT_TRUE(reader.feed(std::string(kTable) + "CREATE TRIGGER x AFTER INSERT ON t BEGIN " + body +
                          "END;"));
  EXPECT_TRUE(reader.finish());
  EXPECT_EQ(reader.counts().triggers, 1);
}

TEST(DumpReader, AppliesTheAffinityOfAColumn) {
  const Outcome out = read_in_pieces(
      "CREATE TABLE t (a JSON, b TEXT, c, d REAL);\nINSERT INTO t VALUES(' 12 ', 12, '12', 'x');");
  EXPECT_EQ(out.rows, (std::vector<std::string>{"t: 12 '12' '12' 'x'"}));
}

}  // namespace
}  // namespace vg::legacy
