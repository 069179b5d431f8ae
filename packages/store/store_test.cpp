#include "json/parse.hpp"
#include "store/batch.hpp"
#include "store/fingerprint.hpp"
#include "store/migrations.hpp"
#include "store/statements.hpp"

#include <gtest/gtest.h>
#include <set>

namespace vg::store {
namespace {

TEST(Statements, StayWithinTheLimitsOfD1) {
  std::set<std::string_view> names;
  for (const NamedSql& statement : all_statements()) {
    EXPECT_TRUE(names.insert(statement.name).second) << statement.name;
    EXPECT_LT(statement.sql.size(), 4'000U) << statement.name;
    EXPECT_EQ(statement.sql.find("  "), std::string_view::npos) << statement.name;
    EXPECT_EQ(statement.sql.find(';'), std::string_view::npos) << statement.name;
    // D1 refuses these, or gives another answer than the native host.
    for (const char* banned :
         {"BEGIN", "ROLLBACK", "sqlite_version", "json_pretty", " ATTACH ", "RAISE("})
      EXPECT_EQ(statement.sql.find(banned), std::string_view::npos) << statement.name << banned;
  }
}

TEST(Migrations, AreNumberedFromOne) {
  std::int64_t expected = 0;
  for (const Migration& migration : migrations()) {
    EXPECT_EQ(migration.number, ++expected);
    EXPECT_FALSE(migration.sql.empty());
  }
}

Fingerprint fingerprint(const char* arguments, std::uint8_t seed = 1) {
  json::Arena arena;
  Context context{.now = {kRememberMs + 5}, .ids = IdSource({seed}), .actor = {}};
  return make_fingerprint("edit_trip", *json::parse(arena, arguments), context);
}

TEST(Fingerprint, IsOfTheContentWhateverTheOrder) {
  EXPECT_EQ(fingerprint(R"({"a":1,"b":{"c":2,"d":3}})").id,
            fingerprint(R"({"b":{"d":3,"c":2},"a":1})", 2).id);
  EXPECT_NE(fingerprint(R"({"a":1})").id, fingerprint(R"({"a":2})").id);
  EXPECT_NE(fingerprint(R"({"a":1})").nonce, fingerprint(R"({"a":1})", 2).nonce);
  EXPECT_EQ(fingerprint("{}").cutoff, 5);
}

TEST(Fingerprint, IsOfTheKeyWhenThereIsOne) {
  const Fingerprint one = fingerprint(R"({"a":1,"idempotency_key":"k"})");
  const Fingerprint two = fingerprint(R"({"a":2,"idempotency_key":"k"})");
  EXPECT_EQ(one.id, two.id);
  EXPECT_NE(one.digest, two.digest);
  EXPECT_EQ(one.digest, fingerprint(R"({"a":1})").digest);
  EXPECT_NE(one.id, one.digest);
}

TEST(Fingerprint, ReadsWhatWasSeen) {
  const auto seen = read_seen(R"(["d","edit_trip","t_1",7,"n"])");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->subject, "t_1");
  EXPECT_EQ(seen->version, 7);
  EXPECT_FALSE(read_seen(""));
}

TEST(ResultSet, GivesCellsByRowAndColumn) {
  ResultSet set(2);
  for (Cell value : {Cell(std::int64_t{1}), Cell("a"), Cell(), Cell("b")})
    set.add(std::move(value));
  EXPECT_EQ(set.size(), 2U);
  EXPECT_EQ(set.integer(0, 0), 1);
  EXPECT_EQ(set.text(1, 1), "b");
  EXPECT_TRUE(set.is_null(1, 0));
  EXPECT_EQ(set.text(0, 0), "");
}

}  // namespace
}  // namespace vg::store
