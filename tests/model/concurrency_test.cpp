// Many clients at once: every trip behaves as if one call came after the other, nothing leaks, and
// what is asked for many times happens once.
#include "tests/faults/fault_vfs.hpp"
#include "tests/model/clients.hpp"
#include "tests/model/rounds.hpp"

#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace vg::model {
namespace {

std::string problem_of(const Crowd& crowd, const Observed& observed) {
  const std::string plan =
      "seed " + std::to_string(crowd.seed) + ", " + std::to_string(crowd.clients) + " clients: ";
  if (!observed.wrong.empty()) return plan + observed.wrong;
  const Judgement judgement = judge(observed.calls);
  return judgement.linearizable ? std::string() : plan + judgement.why;
}

using Answers = std::map<Call::Answer, int>;

Crowd crowd_of(unsigned seed) {
  return {.seed = seed,
          .clients = 8 + static_cast<int>(seed % 9),
          .trips = 1 + static_cast<int>(seed % 3)};
}

TEST(Concurrency, IsLinearizableForEveryTrip) {
  test::Workbench bench;
  Answers answers;
  for (unsigned seed = 1; seed <= rounds(200); ++seed) {
    const Crowd crowd = crowd_of(seed);
    const Observed observed = watch(bench, crowd);
    ASSERT_EQ(problem_of(crowd, observed), "");
    for (const Call& call : observed.calls) ++answers[call.answer];
  }
  EXPECT_EQ(bench.faults(), std::vector<std::string>());
  for (const Call::Answer met :
       {Call::Answer::unknown, Call::Answer::applied, Call::Answer::duplicate,
        Call::Answer::conflict, Call::Answer::not_found, Call::Answer::invalid,
        Call::Answer::found})
    EXPECT_GT(answers[met], 0) << static_cast<int>(met);
}

// A commit fails while many wait for it: they are told that its outcome is unknown.
TEST(Concurrency, IsLinearizableWhenCommitsFail) {
  constexpr faults::Effect kEffects[] = {faults::Effect::io_error, faults::Effect::disk_full,
                                         faults::Effect::short_write};
  faults::FaultVfs disk(faults::Syncs::skipped);
  test::Workbench bench;
  int untold = 0;
  unsigned struck = 0;  // how many calls a crowd makes depends on who meets whom
  for (unsigned seed = 1'001; seed <= 1'000 + rounds(100); ++seed) {
    disk.arm({.effect = kEffects[seed % 3], .at = 1 + seed * 37 % 200});
    const Crowd crowd = crowd_of(seed);
    const Observed observed = watch(bench, crowd);
    struck += disk.disarm() ? 1 : 0;
    ASSERT_EQ(problem_of(crowd, observed), "");
    for (const Call& call : observed.calls) untold += call.found == "unavailable" ? 1 : 0;
  }
  EXPECT_GT(struck, rounds(100) / 2);
  EXPECT_GT(untold, 0);
  EXPECT_EQ(bench.faults(), std::vector<std::string>());
}

TEST(Concurrency, IsFoundOutWhenTheStoreForgetsWhatItDid) {
  test::Workbench bench;
  int found = 0;
  for (unsigned seed = 2'001; seed <= 2'005; ++seed) {
    const Crowd crowd{.seed = seed, .forgetful = true};
    found += problem_of(crowd, watch(bench, crowd)).empty() ? 0 : 1;
  }
  EXPECT_EQ(found, 5);
}

// ---- the same at once

std::vector<test::Called> at_once(test::Workbench& bench, const char* tool,
                                  const std::vector<std::string>& arguments) {
  std::vector<test::Called> out(arguments.size());
  std::vector<std::thread> threads;
  threads.reserve(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i)
    threads.emplace_back([&, i] { out[i] = bench.call(tool, arguments[i]); });
  for (std::thread& thread : threads) thread.join();
  return out;
}

std::map<std::string, int> statuses(const std::vector<test::Called>& all) {
  std::map<std::string, int> out;
  for (const test::Called& called : all)
    ++out[called.ok ? called.text_at("status") : std::string(vg::name_of(called.error.code))];
  return out;
}

using Expected = std::map<std::string, int>;

std::int64_t version_of(test::Workbench& bench, const std::string& trip) {
  return bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").number_at("version");
}

TEST(Concurrency, AppliesOneOfFiftyEqualEdits) {
  test::Workbench bench;
  const std::string trip = test::create_trip(bench);
  const auto all =
      at_once(bench, "edit_trip", std::vector<std::string>(50, test::set_title(trip, "Once")));
  EXPECT_EQ(statuses(all), (Expected{{"applied", 1}, {"duplicate", 49}}));
  EXPECT_EQ(version_of(bench, trip), 2);
  for (const test::Called& called : all) EXPECT_EQ(called.number_at("version"), 2);
}

TEST(Concurrency, AppliesAllOfFiftyDifferentEditsThatExpectNoVersion) {
  test::Workbench bench;
  const std::string trip = test::create_trip(bench);
  std::vector<std::string> edits;
  edits.reserve(50);
  for (int i = 0; i < 50; ++i) edits.push_back(test::set_title(trip, std::to_string(i)));
  const auto all = at_once(bench, "edit_trip", edits);
  EXPECT_EQ(statuses(all), (Expected{{"applied", 50}}));
  std::set<std::int64_t> versions;
  for (const test::Called& called : all) versions.insert(called.number_at("version"));
  EXPECT_EQ(versions.size(), 50U);
  EXPECT_EQ(*versions.rbegin(), 51);
}

TEST(Concurrency, RestoresOnceForFiftyEqualRequests) {
  for (unsigned round = 0; round < rounds(20); ++round) {
    test::Workbench bench;
    const std::string trip = test::create_trip(bench);
    ASSERT_TRUE(bench.call("edit_trip", test::set_title(trip, "Second")).ok);
    const auto all =
        at_once(bench, "restore_trip",
                std::vector<std::string>(50, R"({"trip_id":")" + trip + R"(","version":1})"));
    ASSERT_EQ(statuses(all), (Expected{{"duplicate", 49}, {"restored", 1}}));
    ASSERT_EQ(version_of(bench, trip), 3);
  }
}

TEST(Concurrency, StoresOffersOnceForFiftyEqualRequests) {
  test::Workbench bench;
  const std::string trip = test::create_trip(bench);
  const auto all = at_once(
      bench, "add_options",
      std::vector<std::string>(50, R"({"trip_id":")" + trip + R"(","options":[{"name":"Inn"}]})"));
  EXPECT_EQ(statuses(all), (Expected{{"duplicate", 49}, {"stored", 1}}));
  EXPECT_EQ(version_of(bench, trip), 2);
}

}  // namespace
}  // namespace vg::model
