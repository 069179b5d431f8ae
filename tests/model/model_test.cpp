// The product against the model, over random sequences of commands.
#include "tests/model/comparison.hpp"
#include "tests/model/rounds.hpp"
#include "tests/model/shrink.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <utility>

namespace vg::model {
namespace {

// With as few commands as show the difference, and in each edit as few operations.
Sequence smallest(const Sequence& sequence, Sabotage sabotage = nullptr) {
  test::Workbench bench;
  const auto differs = [&](const Sequence& candidate) {
    Counts ignored;
    return !compare(bench, candidate, ignored, sabotage).what.empty();
  };
  Sequence out = shrink(sequence, differs);
  for (Command& command : out) {
    if (command.tool != "edit_trip") continue;
    List& operations = std::get<List>(command.arguments.as_map()["operations"].content);
    operations = shrink(operations, [&](const List& fewer) {
      const List all = std::exchange(operations, fewer);
      const bool still = differs(out);
      operations = all;
      return still;
    });
  }
  return out;
}

std::string report(const Sequence& sequence) {
  test::Workbench bench;
  Counts ignored;
  const Difference difference = compare(bench, sequence, ignored);
  return "the smallest sequence that differs:\n" + describe(sequence) + "after step " +
         std::to_string(difference.step) + ": " + difference.what;
}

TEST(Model, IsWhatTheStoreDoes) {
  auto bench = std::make_unique<test::Workbench>();
  Counts counts;
  for (unsigned seed = 1; seed <= 1'500; ++seed) {
    if (seed % 100 == 0) bench = std::make_unique<test::Workbench>();
    const Sequence sequence = random_sequence(seed);
    const Difference difference = compare(*bench, sequence, counts);
    ASSERT_TRUE(difference.what.empty()) << "seed " << seed << "; " << report(smallest(sequence));
  }
  EXPECT_EQ(bench->faults(), std::vector<std::string>());
  // A test that never meets a case proves nothing about it.
  for (const char* met :
       {"create_trip applied",   "create_trip duplicate",  "create_trip conflict",
        "create_trip not_found", "create_trip invalid",    "edit_trip applied",
        "edit_trip duplicate",   "edit_trip conflict",     "edit_trip not_found",
        "edit_trip invalid",     "restore_trip applied",   "restore_trip duplicate",
        "restore_trip conflict", "restore_trip not_found", "restore_trip invalid",
        "add_options applied",   "add_options duplicate",  "add_options conflict",
        "add_options not_found", "add_options invalid",    "read_trip found",
        "read_trip not_found",   "find_trips found"})
    EXPECT_GT(counts[met], 0) << met;
}

// The comparison finds a store that ignores the expected version, and shows it with few commands.
TEST(Model, DiffersFromAStoreThatForgetsTheExpectedVersion) {
  const Sabotage forget = [](const std::string& tool, Tree& arguments) {
    if (tool == "edit_trip") arguments.as_map().erase("expected_version");
  };
  test::Workbench bench;
  for (unsigned seed = 1; seed <= 50; ++seed) {
    const Sequence sequence = random_sequence(seed);
    Counts counts;
    if (compare(bench, sequence, counts, forget).what.empty()) continue;
    EXPECT_LE(smallest(sequence, forget).size(), 3U) << describe(smallest(sequence, forget));
    return;
  }
  FAIL() << "no sequence showed it";
}

TEST(Model, DiffersFromAStoreThatForgetsWhatItDid) {
  static int calls = 0;
  const Sabotage forget = [](const std::string& tool, Tree& arguments) {
    if (tool == "edit_trip") arguments.as_map()["idempotency_key"] = std::to_string(++calls);
  };
  test::Workbench bench;
  for (unsigned seed = 1; seed <= 50; ++seed) {
    const Sequence sequence = random_sequence(seed);
    Counts counts;
    if (compare(bench, sequence, counts, forget).what.empty()) continue;
    EXPECT_LE(smallest(sequence, forget).size(), 3U) << describe(smallest(sequence, forget));
    return;
  }
  FAIL() << "no sequence showed it";
}

TEST(Shrink, LeavesOnlyWhatMatters) {
  std::vector<int> sequence(100);
  std::iota(sequence.begin(), sequence.end(), 0);
  const auto fails = [](const std::vector<int>& candidate) {
    const auto early = std::ranges::find(candidate, 17);
    return early != candidate.end() && std::find(early, candidate.end(), 80) != candidate.end();
  };
  EXPECT_EQ(shrink(sequence, fails), (std::vector<int>{17, 80}));
}

}  // namespace
}  // namespace vg::model
