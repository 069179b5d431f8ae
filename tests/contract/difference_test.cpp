// What differs between two versions of a trip: the view `diff` of read_trip.
#include "app/fold.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "tests/contract/workbench.hpp"

#include <gtest/gtest.h>

namespace vg::test {
namespace {

// A trip of six versions: edited twice, then offers, then taken back to the second, then edited.
class Differences : public testing::Test {
 protected:
  Differences() : trip(create_trip(bench, "A")) {
    for (const std::string& arguments :
         {edit(trip, R"([{"op":"add","path":"itinerary","value":{"id":"d-1","title":"Sintra",
            "activities":[{"id":"a-2","name":"Tea","time":"09:00"}]}},
            {"op":"add","path":"lodging","value":{"id":"h-1","name":"Inn","total":"642 EUR"}},
            {"op":"add","path":"lodging","value":{"id":"h-2","name":"Hut"}}])"),
          edit(trip, R"([{"op":"set","path":"meta/title","value":"B"},
            {"op":"set","path":"itinerary/d-1/activities/a-2/time","value":"10:00"},
            {"op":"set","path":"lodging/h-1/_private/netRate","value":"ZZPRIV"},
            {"op":"add","path":"privateNotes","value":{"id":"n-1","text":"ZZPRIV"}},
            {"op":"remove","path":"itinerary/d-1"},
            {"op":"reorder","path":"lodging","ids":["h-2","h-1"]}])")})
      EXPECT_TRUE(bench.call("edit_trip", arguments).ok) << arguments;
    EXPECT_TRUE(bench
                    .call("add_options", R"({"trip_id":")" + trip +
                                             R"(","options":[{"name":"H","price":"9 EUR"}]})")
                    .ok);
    EXPECT_TRUE(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":2})").ok);
    EXPECT_TRUE(bench.call("edit_trip", set_title(trip, "C")).ok);
  }

  Called difference(std::string_view more) {
    return bench.call("read_trip",
                      R"({"trip_id":")" + trip + R"(","view":"diff")" + std::string(more) + "}");
  }
  Called difference(std::int64_t since, std::int64_t version) {
    return difference(R"(,"since":)" + std::to_string(since) + R"(,"version":)" +
                      std::to_string(version));
  }
  // The lines between the first and the last.
  static std::string changes(const Called& called) {
    EXPECT_TRUE(called.ok) << describe(called.error);
    EXPECT_EQ(called.calls, 1);
    const auto begin = called.text.find('\n') + 1;
    const auto end = called.text.rfind("To go back: ");
    return begin > end ? "?" : called.text.substr(begin, end - begin);
  }
  std::string stored(std::int64_t version) {
    const Context context = bench.context(Actor::local("agency"));
    store::Batch batch;
    batch.add(store::kSelectEvents, context, {store::cell(trip), version});
    const auto rows = bench.database().run(std::move(batch));
    json::Arena arena;
    return json::write(*app::fold_events(arena, (*rows)[0]));
  }

  Workbench bench;
  std::string trip;
};

TEST_F(Differences, AreLinesInTheWordsOfEdits) {
  const Called forth = difference(2, 3);
  EXPECT_EQ(changes(forth),
            "- meta/title: “A” → “B”\n"
            "- added lodging/h-1/_private/netRate (private)\n"
            "- reordered lodging: h-2, h-1\n"
            "- removed itinerary/d-1 “Sintra”\n"
            "- moved itinerary/d-1/activities/a-2 “Tea” to unscheduled\n"
            "- unscheduled/a-2/time: 09:00 → 10:00\n"
            "- added privateNotes/n-1 (private)\n");
  EXPECT_TRUE(forth.text.starts_with(trip + ", from version 2 to version 3: 7 changes\n"))
      << forth.text;
  EXPECT_EQ(changes(difference(3, 2)),
            "- meta/title: “B” → “A”\n"
            "- removed lodging/h-1/_private/netRate (private)\n"
            "- reordered lodging: h-1, h-2\n"
            "- added itinerary/d-1 “Sintra”\n"
            "- moved unscheduled/a-2 “Tea” to itinerary/d-1/activities\n"
            "- itinerary/d-1/activities/a-2/time: 10:00 → 09:00\n"
            "- removed privateNotes/n-1 (private)\n");
  EXPECT_EQ(changes(difference(1, 2)),
            "- added lodging/h-1 “Inn”\n"
            "- added lodging/h-2 “Hut”\n"
            "- added itinerary/d-1 “Sintra”\n"
            "- added itinerary/d-1/activities/a-2 “Tea”\n");
}

TEST_F(Differences, AreOfTheLastChangeUnlessAskedOtherwise) {
  EXPECT_EQ(changes(difference("")), "- meta/title: “A” → “C”\n");
  EXPECT_EQ(difference("").data, difference(5, 6).data);
  EXPECT_EQ(difference(R"(,"version":3)").data, difference(2, 3).data);
  EXPECT_EQ(difference(R"(,"since":3)").data, difference(3, 6).data);
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + R"(","since":3})").data,
            difference(3, 6).data);
}

TEST_F(Differences, AreNoneOfOffersOfARestorationAndOfAVersionItself) {
  for (const auto& [since, version] : {std::pair{3, 4}, {2, 5}, {5, 2}, {6, 6}}) {
    const Called none = difference(since, version);
    EXPECT_EQ(changes(none), "");
    EXPECT_TRUE(none.text.starts_with(trip + ", from version " + std::to_string(since) +
                                      " to version " + std::to_string(version) +
                                      ": no difference\n"))
        << none.text;
    EXPECT_TRUE(none.data.ends_with(R"("changes":[],"patch":{}})")) << none.data;
  }
}

TEST_F(Differences, AreDataWithAPatchOfTheStoredDocument) {
  EXPECT_EQ(difference("").data,
            R"({"trip_id":")" + trip +
                R"(","version":6,"view":"diff","since":5,"changes":[{"path":"meta/title",)"
                R"("kind":"set","from":"A","to":"C"}],"patch":{"meta":{"title":"C"}}})");
  for (std::int64_t since = 1; since <= 6; ++since)
    for (std::int64_t version = 1; version <= 6; ++version) {
      json::Arena arena;
      const json::Value answer = *json::parse(arena, arena.copy(difference(since, version).data));
      const std::string before = stored(since);
      const json::Value result =
          json::merge_patch(arena, *json::parse(arena, before), answer.get("patch"));
      const std::string after = stored(version);
      EXPECT_EQ(json::write_sorted(result), json::write_sorted(*json::parse(arena, after)));
      EXPECT_EQ(answer.find("patch_exact"), nullptr);
      if (since < version && version <= 3) EXPECT_EQ(json::write(result), after);
      EXPECT_EQ(json::write(answer.get("changes")).find("ZZPRIV"), std::string::npos);
    }
}

TEST_F(Differences, AreOfVersionsThatThereAre) {
  for (const char* more : {R"(,"since":7)", R"(,"version":7)", R"(,"since":7,"version":2)"}) {
    const Error error = difference(more).error;
    EXPECT_EQ(error.code, ErrorCode::not_found) << more;
    EXPECT_EQ(error.message, "the trip '" + trip + "' has no version 7; it has versions 1 to 6");
  }
  EXPECT_EQ(difference(R"(,"version":1)").error.message,
            "the trip '" + trip + "' has no version 0; it has versions 1 to 6");
  EXPECT_EQ(difference(R"(,"since":0)").error.code, ErrorCode::invalid);
  const std::string fresh = create_trip(bench, "Fresh");
  EXPECT_EQ(
      bench.call("read_trip", R"({"trip_id":")" + fresh + R"(","view":"diff"})").error.message,
      "the trip '" + fresh + "' has no version 0; it has version 1 alone");
  const Called foreign = bench.call_as(Actor::local("other"), "read_trip",
                                       R"({"trip_id":")" + trip + R"(","view":"diff","since":1})");
  EXPECT_EQ(foreign.error.code, ErrorCode::not_found);
  EXPECT_NE(foreign.error.message.find("there is no trip"), std::string::npos);
}

TEST_F(Differences, AreBoundedInTextAndCompleteInData) {
  std::string operations;
  for (int i = 0; i < 60; ++i)
    operations += std::string(i ? "," : "") + R"({"op":"add","path":"tours","value":{"name":")" +
                  std::string(40, 'x') + std::to_string(i) + "\"}}";
  ASSERT_TRUE(bench.call("edit_trip", edit(trip, "[" + operations + "]")).ok);
  const Called many = difference("");
  const std::string lines = changes(many);
  const auto shown = std::count(lines.begin(), lines.end(), '\n') - 1;
  EXPECT_NE(lines.find("\n- and " + std::to_string(60 - shown) + " more; the data has them all\n"),
            std::string::npos)
      << lines;
  EXPECT_GT(shown, 10);
  EXPECT_LE(count_code_points(many.text), 1'500U);
  EXPECT_EQ(many.text_at("changes/59/kind"), "added");
}

TEST_F(Differences, SayWhenAPatchCannotBeExact) {
  trip = bench.call("create_trip", R"({"document":{"reference":{"x":null,"y":1}}})")
             .text_at("trip_id");
  ASSERT_TRUE(bench.call("edit_trip", edit(trip, R"([{"op":"remove","path":"reference"}])")).ok);
  EXPECT_TRUE(difference(1, 2).data.ends_with(R"("patch":{"reference":null}})"));
  EXPECT_TRUE(
      difference(2, 1).data.ends_with(R"("patch":{"reference":{"y":1}},"patch_exact":false})"))
      << difference(2, 1).data;
}

}  // namespace
}  // namespace vg::test
