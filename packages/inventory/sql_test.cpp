#include "inventory/sql.hpp"

#include <gtest/gtest.h>

namespace vg::inventory {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ",") + name;
  return out;
}

std::string use_of(std::string_view text) {
  const SqlUse use = read_sql(text);
  if (use.verb.empty()) return "none";
  std::string out = use.verb;
  if (!use.reads.empty()) out += " r:" + joined(use.reads);
  if (!use.writes.empty()) out += " w:" + joined(use.writes);
  if (!use.defines.empty()) out += " d:" + joined(use.defines);
  return out;
}

TEST(Sql, IsKnownByWhatItDoesToTables) {
  struct Case {
    std::string_view in, out;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"SELECT * FROM trips", "SELECT r:trips"},
           {"\n  select a from \"Trips\" t, main.clients c where x", "SELECT r:Trips,clients"},
           {"SELECT 1", "SELECT"},
           {"SELECT changes()", "SELECT"},
           {"SELECT a FROM x LEFT JOIN `y` ON x.a = y.a JOIN (SELECT b FROM z) q",
            "SELECT r:x,y,z"},
           {"SELECT a FROM json_each(?) JOIN t", "SELECT r:t"},
           {"SELECT a FROM t WHERE b IS DISTINCT FROM c", "SELECT r:t"},
           {"WITH r AS (SELECT a FROM x), s AS (SELECT 1) SELECT * FROM r JOIN s JOIN y",
            "WITH r:x,y"},
           {"WITH r AS (SELECT a FROM x) DELETE FROM y WHERE a IN r", "WITH r:x w:y"},
           {"INSERT OR REPLACE INTO t (a) SELECT a FROM u", "INSERT r:u w:t"},
           {"INSERT INTO t VALUES ('SELECT * FROM nothing; -- x')", "INSERT w:t"},
           {"REPLACE INTO t VALUES (1)", "REPLACE w:t"},
           {"UPDATE OR IGNORE t SET a = (SELECT b FROM u)", "UPDATE r:u w:t"},
           {"DELETE FROM t WHERE a = ?", "DELETE w:t"},
           {"CREATE TABLE IF NOT EXISTS t (a); CREATE INDEX i ON t (a); DROP TABLE u",
            "CREATE w:u d:t"},
           {"ALTER TABLE t ADD COLUMN a", "ALTER w:t"},
           {"PRAGMA table_info(t)", "PRAGMA"},
           {"-- note\nSELECT a FROM t /* FROM u */", "SELECT r:t"},
           {"SELECT ${columns.join(', ')} FROM ${table} WHERE a IN (${ids.map(() => '?')})",
            "SELECT r:(computed)"},
           {"Select a hotel from the list", "none"},
           {"select a hotel from the list", "none"},
           {"Update the trip", "none"},
           {"DELETE", "none"},
           {"DELETE this", "none"},
           {"CREATE a plan", "none"},
           {"selection FROM t", "none"},
           {"", "none"}})
    EXPECT_EQ(use_of(c.in), c.out) << c.in;
}

}  // namespace
}  // namespace vg::inventory
