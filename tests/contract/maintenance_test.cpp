// Compaction changes no answer, forgetting keeps what it promises, the audit sees what is wrong.
#include "base/error.hpp"
#include "platform/sqlite/connection.hpp"
#include "tests/contract/workbench.hpp"

#include <gtest/gtest.h>
#include <map>

namespace vg::test {
namespace {

std::string read(Workbench& bench, const std::string& trip, std::int64_t version) {
  const Called called =
      bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"private","version":)" +
                                  std::to_string(version) + "}");
  return called.ok ? called.data : std::string(name_of(called.error.code));
}

// A trip with `versions` versions, the page of one of which is published.
std::string long_trip(Workbench& bench, std::int64_t versions, std::int64_t published) {
  const std::string trip =
      bench.call("create_trip", R"({"document":)" + trip_json("01-city-break-3n") + "}")
          .text_at("trip_id");
  for (std::int64_t version = 2; version <= versions; ++version) {
    EXPECT_TRUE(bench.call("edit_trip", set_title(trip, "Title " + std::to_string(version))).ok);
    if (version == published)
      EXPECT_TRUE(bench.call("publish_trip", R"({"trip_id":")" + trip + "\"}").ok);
  }
  return trip;
}

TEST(Maintenance, CompactionChangesNoAnswer) {
  Workbench bench;
  const std::string trip = long_trip(bench, 60, 20);
  std::map<std::int64_t, std::string> before;
  for (std::int64_t version = 0; version <= 61; ++version)
    before[version] = read(bench, trip, version);
  const std::string history =
      bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"history"})").data;
  EXPECT_EQ(bench.compact({.checkpoint_every = 50, .forget_days = {}}).checkpoints, 1);
  EXPECT_EQ(bench.compact({.checkpoint_every = 50, .forget_days = {}}).checkpoints, 0)
      << "twice is once";
  for (const auto& [version, answer] : before)
    EXPECT_EQ(read(bench, trip, version), answer) << version;
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"history"})").data,
            history);
  EXPECT_TRUE(bench.faults().empty());
  ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "Later")).ok);
  ASSERT_TRUE(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":7})").ok);
  EXPECT_EQ(bench.compact({.checkpoint_every = 1, .forget_days = {}}).checkpoints, 1);
  for (const auto& [version, answer] : before)
    if (version <= 60) EXPECT_EQ(read(bench, trip, version), answer) << version;
  EXPECT_TRUE(bench.faults().empty());
}

TEST(Maintenance, RequestsAreForgottenWhenNoRepetitionCanMeetThem) {
  Workbench bench;
  const std::string trip = long_trip(bench, 5, 0);
  EXPECT_EQ(bench.compact({.forget_days = {}}).requests, 0);
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "Title 5")).text_at("status"), "duplicate");
  bench.later(24 * 60 * 60 * 1000);
  EXPECT_EQ(bench.compact({.forget_days = {}}).requests, 5);
}

TEST(Maintenance, ForgettingKeepsThePresentTheNewestAndThePublished) {
  Workbench bench;
  const std::string trip = long_trip(bench, 60, 20);
  std::map<std::int64_t, std::string> before;
  for (std::int64_t version = 1; version <= 60; ++version)
    before[version] = read(bench, trip, version);
  bench.later(std::int64_t{40} * 24 * 60 * 60 * 1000);
  for (int version = 61; version <= 90; ++version)
    ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "Title " + std::to_string(version))).ok);
  const app::Retention retention = {.checkpoint_every = 20, .forget_days = 30, .keep_versions = 35};
  bench.compact(retention);  // the checkpoint of version 90, too young to forget by
  EXPECT_EQ(read(bench, trip, 30), before[30]);
  bench.later(std::int64_t{40} * 24 * 60 * 60 * 1000);
  for (int version = 91; version <= 130; ++version)
    ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "Title " + std::to_string(version))).ok);
  const app::Compaction done = bench.compact(retention);
  EXPECT_EQ(done.events, 90);
  EXPECT_EQ(read(bench, trip, 20), before[20]) << "it was published";
  EXPECT_EQ(read(bench, trip, 19), "not_found");
  EXPECT_EQ(read(bench, trip, 30), "not_found");
  EXPECT_EQ(read(bench, trip, 89), "not_found");
  for (std::int64_t version = 90; version <= 130; ++version)
    EXPECT_NE(read(bench, trip, version).find("Title " + std::to_string(version)),
              std::string::npos);
  EXPECT_TRUE(bench.faults().empty());
  EXPECT_EQ(bench.compact(retention).events, 0);
  EXPECT_TRUE(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":20})").ok);
  EXPECT_TRUE(
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"status"})").ok);
  EXPECT_TRUE(bench.faults().empty());
}

TEST(Maintenance, TheAuditSeesWhatIsWrong) {
  for (const auto& [damage, told] : std::map<std::string, std::string>{
           {"UPDATE trip SET doc = json_set(doc, '$.meta.tagline', 'x')",
            "its document is not what"},
           {"UPDATE trip SET version = version + 1", "it is at version 4, its events at 3"},
           {"DELETE FROM event WHERE version = 2", "version 2 is missing"},
           {"DELETE FROM event WHERE version = 1", "version 2 follows on nothing"},
           {"UPDATE event SET payload = '{' WHERE version = 2",
            "the event of version 2 cannot be read"},
           {"UPDATE event SET kind = 'unheard' WHERE version = 2",
            "the event of version 2 cannot be"},
           {"DELETE FROM term WHERE term = 'tit'", "the index lacks 1 of its words"},
           {"UPDATE trip SET terms = '{}'", "a word has no key"},
           {"UPDATE trip SET phase = 'past'", "it is listed by something that it does not say"},
           {"UPDATE trip SET touched_day = 1", "it is listed by something that it does not say"},
           {"UPDATE trip SET search = '{}'", "it is not found by its meta/title"},
           {"UPDATE checkpoint SET doc = '{}'", "the checkpoint of version 3 is not what"},
           {"INSERT INTO term VALUES ('agency', 'abc', 't_none')", "1 terms belong to nothing"},
           {"INSERT INTO event VALUES ('agency', 't_none', 1, 'edited', 1, 'x', 'x', '{}')",
            "1 events belong to nothing"}}) {
    Workbench bench;
    long_trip(bench, 3, 0);
    bench.compact({.checkpoint_every = 2, .forget_days = {}});
    ASSERT_TRUE(bench.faults().empty());
    const auto connection = sqlite::Connection::open(bench.path(), sqlite::Durability::fast);
    ASSERT_TRUE(connection);
    ASSERT_TRUE((*connection)->execute(damage)) << damage;
    const auto found = bench.faults();
    ASSERT_FALSE(found.empty()) << damage;
    EXPECT_NE(found.front().find(told), std::string::npos) << damage << ": " << found.front();
  }
}

}  // namespace
}  // namespace vg::test
