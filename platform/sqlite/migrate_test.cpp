#include "platform/sqlite/migrate.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace vg::sqlite {
namespace {

constexpr store::Migration kFirst = {1, "0001_notes",
                                     "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"};
constexpr store::Migration kSecond = {
    2, "0002_authors",
    "ALTER TABLE note ADD COLUMN author TEXT; UPDATE note SET author = 'unknown'"};
constexpr store::Migration kBroken = {
    3, "0003_broken", "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)"};

class MigrateTest : public testing::Test {
 protected:
  MigrateTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vg-migrate-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~MigrateTest() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<Connection> open() const {
    auto connection = Connection::open(folder_ + "/test.db", Durability::fast);
    EXPECT_TRUE(connection);
    return std::move(*connection);
  }
  static std::string ask(Connection& connection, const std::string& sql) {
    const auto answer = connection.ask(sql);
    return answer ? *answer : answer.error().message;
  }
  static constexpr const char* kSchema =
      "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";

  std::string folder_;
};

TEST_F(MigrateTest, AppliesWhatIsMissingInOrderAndKeepsTheRows) {
  const auto connection = open();
  const std::array all = {kFirst, kSecond};
  EXPECT_EQ(*migrate(*connection, std::span(all).first(1)), 1);
  ASSERT_TRUE(connection->execute("INSERT INTO note (text) VALUES ('kept')"));
  EXPECT_EQ(*migrate(*connection, all), 2);
  EXPECT_EQ(*migrate(*connection, all), 2);
  EXPECT_EQ(ask(*connection, "SELECT text || ' ' || author FROM note"), "kept unknown");
}

TEST_F(MigrateTest, LeavesTheDatabaseAsItWasWhenOneFails) {
  const auto connection = open();
  const std::array all = {kFirst, kSecond, kBroken};
  ASSERT_TRUE(migrate(*connection, std::span(all).first(1)));
  const std::string before = ask(*connection, kSchema);
  EXPECT_FALSE(migrate(*connection, all));
  EXPECT_EQ(ask(*connection, kSchema), before) << "also the good one before it is not applied";
  EXPECT_EQ(ask(*connection, "SELECT max(number) FROM schema_migration"), "1");
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(*migrate(*connection, std::span(all).first(2)), 2);
}

TEST_F(MigrateTest, RefusesANewerDatabaseAndAMigrationThatWasChanged) {
  const auto connection = open();
  const std::array all = {kFirst, kSecond};
  ASSERT_TRUE(migrate(*connection, all));
  const auto older = migrate(*connection, std::span(all).first(1));
  ASSERT_FALSE(older);
  EXPECT_NE(older.error().message.find("the database has schema 2, this program knows 1"),
            std::string::npos);
  const std::array changed = {kFirst, store::Migration{2, "0002_authors", "SELECT 1"}};
  const auto other = migrate(*connection, changed);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("0002_authors"), std::string::npos);
}

TEST_F(MigrateTest, IsAppliedOnceByProgramsThatStartTogether) {
  const std::array all = {kFirst, kSecond};
  std::vector<std::thread> threads;
  std::array<std::int64_t, 8> schema = {};
  threads.reserve(schema.size());
  open();  // a new file becomes a write-ahead one first
  for (std::int64_t& number : schema)
    threads.emplace_back([&] {
      const auto connection = open();
      const auto done = migrate(*connection, all);
      number = done ? *done : 0;
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::int64_t number : schema) EXPECT_EQ(number, 2);
}

}  // namespace
}  // namespace vg::sqlite
