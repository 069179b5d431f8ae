#include "platform/sqlite/database.hpp"

#include "platform/sqlite/plans.hpp"
#include "store/migrations.hpp"
#include "store/statements.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <gtest/gtest.h>

namespace vg::sqlite {
namespace {

Context context() {
  return {.now = {1'000}, .ids = IdSource({1}), .actor = Actor::local("t")};
}

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vg-db-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~DatabaseTest() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/test.db"; }
  std::unique_ptr<Database> open() const {
    auto database = Database::open({.path = path(), .durability = Durability::fast});
    EXPECT_TRUE(database) << database.error().message;
    return std::move(*database);
  }

  static store::Batch insert_token(std::string_view hash) {
    store::Batch batch;
    batch.read_only = false;
    batch.add(store::kInsertToken, context(),
              {store::cell(hash), store::cell("name"), store::cell("read"), {}});
    return batch;
  }
  static std::size_t tokens(Database& database) {
    store::Batch batch;
    batch.add(store::kListTokens, context());
    return (*database.run(std::move(batch)))[0].size();
  }

  std::string folder_;
};

TEST_F(DatabaseTest, AppliesMigrationsOnceAndKeepsWhatIsWritten) {
  {
    auto database = open();
    EXPECT_EQ(database->schema(), std::ssize(store::migrations()));
    EXPECT_TRUE(database->run(insert_token("a")));
  }
  auto again = open();
  EXPECT_EQ(tokens(*again), 1U);
}

TEST_F(DatabaseTest, RefusesAFileOfANewerProgramAndForeignFiles) {
  open();
  auto connection = Connection::open(path(), Durability::fast);
  ASSERT_TRUE((*connection)->execute("INSERT INTO schema_migration VALUES (999, 'later', 'x')"));
  auto newer = Database::open({.path = path(), .durability = Durability::fast});
  ASSERT_FALSE(newer);
  EXPECT_NE(newer.error().message.find("start the newer program"), std::string::npos);
  EXPECT_FALSE(Database::open({.path = folder_ + "/none/x.db", .durability = Durability::fast}));
}

TEST_F(DatabaseTest, RollsBackABatchWhoseStatementFailsAndKeepsTheOthers) {
  auto database = open();
  ASSERT_TRUE(database->run(insert_token("a")));
  store::Batch bad = insert_token("b");
  bad.statements.push_back(insert_token("a").statements[0]);
  const auto refused = database->run(std::move(bad));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(tokens(*database), 1U);
}

TEST_F(DatabaseTest, CommitsManyWritersTogether) {
  auto database = open();
  constexpr int kWriters = 200;
  std::vector<std::promise<bool>> done(kWriters);
  for (int i = 0; i < kWriters; ++i)
    database->submit(insert_token(i % 10 == 0 ? "same" : "h" + std::to_string(i)),
                     [&, i](const Result<store::Rows>& rows) {
                       done[static_cast<std::size_t>(i)].set_value(rows.has_value());
                     });
  int applied = 0;
  for (auto& promise : done) applied += promise.get_future().get() ? 1 : 0;
  EXPECT_EQ(applied, 181);
  EXPECT_EQ(tokens(*database), 181U);
  EXPECT_EQ(database->calls(), kWriters + 1);
}

TEST_F(DatabaseTest, DoesNotWriteInAReadOnlyBatch) {
  auto database = open();
  store::Batch batch = insert_token("a");
  batch.read_only = true;
  EXPECT_FALSE(database->run(std::move(batch)));
  EXPECT_EQ(tokens(*database), 0U);
}

TEST_F(DatabaseTest, WalksAnIndexInEveryStatement) {
  auto connection = Connection::open(path(), Durability::fast);
  ASSERT_TRUE(connection);
  open();
  const auto all = plans(**connection);
  ASSERT_TRUE(all) << describe(all.error());
  EXPECT_EQ(all->size(), store::all_statements().size());
  for (const Plan& plan : *all) EXPECT_FALSE(plan.regressed) << plan.statement;
  ASSERT_TRUE((*connection)->execute("DROP INDEX trip_hold"));
  const auto fewer = plans(**connection);
  ASSERT_TRUE(fewer);
  EXPECT_EQ(std::ranges::count_if(*fewer, &Plan::regressed), 1) << "a dropped index shows";
}

}  // namespace
}  // namespace vg::sqlite
