#include "trip/diff.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "trip/document.hpp"

#include <gtest/gtest.h>

namespace vg::trip {
namespace {

// The words for two documents as they are given to create_trip, one line per change.
std::string words(std::string_view before, std::string_view after) {
  json::Arena arena;
  const auto stored = [&](std::string_view text) {
    const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
    VG_ASSERT(reading.has_value());
    return reading->stored;
  };
  std::string out;
  for (const Change& change : changes_between(arena, stored(before), stored(after)))
    out += words_of(change) + "\n";
  return out;
}

struct Case {
  const char* before;
  const char* after;
  const char* forth;  // the words from `before` to `after`
  const char* back;
};
void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(words(c.before, c.after), c.forth) << c.before << " -> " << c.after;
    EXPECT_EQ(words(c.after, c.before), c.back) << c.after << " -> " << c.before;
    EXPECT_EQ(words(c.before, c.before), "") << c.before;
  }
}

TEST(Diff, NamesFieldsWithWhatTheyWereAndAre) {
  check({
      {R"({"meta":{"title":"A","phase":"planning"}})",
       R"({"meta":{"title":"B","phase":"planning","tagline":"Sun"}})",
       "meta/title: “A” → “B”\nadded meta/tagline “Sun”\n",
       "meta/title: “B” → “A”\nremoved meta/tagline “Sun”\n"},
      {R"({"dates":{"start":"2027-03-11"},"lodging":[{"id":"h-1","total":"642 EUR","stars":4}]})",
       R"({"dates":{"start":"2027-03-12"},"lodging":[{"id":"h-1","total":"700.50 EUR","stars":5}]})",
       "dates/start: 2027-03-11 → 2027-03-12\nlodging/h-1/stars: 4 → 5\n"
       "lodging/h-1/total: €642 → €700.50\n",
       "dates/start: 2027-03-12 → 2027-03-11\nlodging/h-1/stars: 5 → 4\n"
       "lodging/h-1/total: €700.50 → €642\n"},
      {R"({"practicalInfo":{"plugs":"C","apps":["a","b"]}})",
       R"({"practicalInfo":{"plugs":"C","apps":["a"],"tips":7}})",
       "practicalInfo/apps: “a”, “b” → “a”\nadded practicalInfo/tips 7\n",
       "practicalInfo/apps: “a” → “a”, “b”\nremoved practicalInfo/tips 7\n"},
      {R"({"itinerary":[{"id":"d-1","images":[{"url":"https://a.example/x"}]}]})",
       R"({"itinerary":[{"id":"d-1","images":[{"url":"https://a.example/y"}]}]})",
       "itinerary/d-1/images: changed, 1 entry\n", "itinerary/d-1/images: changed, 1 entry\n"},
      {R"({"whim":{"x":1}})", R"({"whim":"x"})", "whim: 1 entry → “x”\n", "whim: “x” → 1 entry\n"},
  });
}

TEST(Diff, NamesItemsThatCameAndWent) {
  check({
      {R"({"meta":{"title":"A"}})",
       R"({"meta":{"title":"A"},"lodging":[{"id":"h-1","name":"Inn"}]})",
       "added lodging/h-1 “Inn”\n", "removed lodging/h-1 “Inn”\n"},
      {R"({"itinerary":[{"id":"d-1"}]})",
       R"({"itinerary":[{"id":"d-1"},{"id":"d-3","title":"Sintra","activities":[{"id":"a-1","name":"Tea"}]}]})",
       "added itinerary/d-3 “Sintra”\nadded itinerary/d-3/activities/a-1 “Tea”\n",
       "removed itinerary/d-3 “Sintra”\nremoved itinerary/d-3/activities/a-1 “Tea”\n"},
      {R"({"budget":{"lineItems":[{"id":"l-1","amount":"10 EUR"}]}})",
       R"({"budget":{"lineItems":[{"id":"l-1","amount":"10 EUR"},{"id":"l-2","amount":"7 EUR"}]}})",
       "added budget/lineItems/l-2\n", "removed budget/lineItems/l-2\n"},
  });
}

TEST(Diff, NamesTimesDaysAndOrders) {
  check({
      {R"({"itinerary":[{"id":"d-1","activities":[{"id":"a-2","name":"Tea","time":"09:00"}]}]})",
       R"({"itinerary":[{"id":"d-1","activities":[{"id":"a-2","name":"Tea","time":"10:00"}]}]})",
       "itinerary/d-1/activities/a-2/time: 09:00 → 10:00\n",
       "itinerary/d-1/activities/a-2/time: 10:00 → 09:00\n"},
      {R"({"lodging":[{"id":"h-1"},{"id":"h-2"},{"id":"h-3"}]})",
       R"({"lodging":[{"id":"h-3"},{"id":"h-4"},{"id":"h-1"}]})",
       "added lodging/h-4\nremoved lodging/h-2\nreordered lodging: h-3, h-4, h-1\n",
       "added lodging/h-2\nremoved lodging/h-4\nreordered lodging: h-1, h-2, h-3\n"},
      {R"({"lodging":[{"id":"h-1"},{"id":"h-2"}]})",
       R"({"lodging":[{"id":"h-0"},{"id":"h-1"},{"id":"h-2"}]})", "added lodging/h-0\n",
       "removed lodging/h-0\n"},
      {R"({"itinerary":[{"id":"d-1","activities":[{"id":"a-1","name":"Tea"}]},{"id":"d-2"}]})",
       R"({"itinerary":[{"id":"d-1"},{"id":"d-2","activities":[{"id":"a-1","name":"High tea"}]}]})",
       "moved itinerary/d-1/activities/a-1 “High tea” to itinerary/d-2/activities\n"
       "itinerary/d-2/activities/a-1/name: “Tea” → “High tea”\n",
       "moved itinerary/d-2/activities/a-1 “Tea” to itinerary/d-1/activities\n"
       "itinerary/d-1/activities/a-1/name: “High tea” → “Tea”\n"},
      {R"({"itinerary":[{"id":"d-1","title":"One","activities":[{"id":"a-1","name":"Tea"}]}]})",
       R"({"unscheduled":[{"id":"a-1","name":"Tea"}]})",
       "moved itinerary/d-1/activities/a-1 “Tea” to unscheduled\n"
       "removed itinerary/d-1 “One”\n",
       "added itinerary/d-1 “One”\n"
       "moved unscheduled/a-1 “Tea” to itinerary/d-1/activities\n"},
  });
}

TEST(Diff, NamesPrivatePlacesAndTellsNothingElseOfThem) {
  check({
      {R"({"lodging":[{"id":"h-1","_private":{"netRate":1}}]})",
       R"({"lodging":[{"id":"h-1","_private":{"netRate":2,"x":"ZZ"}}],"_private":{"y":"ZZ"}})",
       "lodging/h-1/_private/netRate: changed (private)\n"
       "added lodging/h-1/_private/x (private)\nadded _private/y (private)\n",
       "lodging/h-1/_private/netRate: changed (private)\n"
       "removed lodging/h-1/_private/x (private)\nremoved _private/y (private)\n"},
      {R"({"privateNotes":[{"id":"n-1","text":"ZZ"},{"id":"n-2","text":"ZZ"}]})",
       R"({"privateNotes":[{"id":"n-2","text":"ZY"},{"id":"n-1","text":"ZZ"},{"id":"n-3","text":"ZZ"}]})",
       "privateNotes/n-2/text: changed (private)\nadded privateNotes/n-3 (private)\n"
       "reordered privateNotes (private)\n",
       "privateNotes/n-2/text: changed (private)\nremoved privateNotes/n-3 (private)\n"
       "reordered privateNotes (private)\n"},
  });
  // In a list that is replaced as a whole, the advisor's part of it is told.
  json::Arena arena;
  const auto stored = [&](std::string_view text) { return *json::parse(arena, text); };
  const auto changes = changes_between(
      arena, stored(R"({"media":[{"title":"a","_private":{"x":"ZZ"}}],"maps":[{"_private":1}]})"),
      stored(R"({"media":[{"title":"b","_private":{"x":"ZZ"}}],"maps":[{"_private":2}]})"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_FALSE(changes[0].is_private);
  EXPECT_EQ(json::write(changes[0].to).find("ZZ"), std::string::npos);
  EXPECT_EQ(words_of(changes[1]), "maps: changed (private)");
}

TEST(Diff, CutsLongTextsAroundTheDifference) {
  const std::string start = R"({"meta":{"tagline":")" + std::string(80, 'x') + "éééééé";
  EXPECT_EQ(words(start + R"( 5 nights"}})", start + R"( 6 nights"}})"),
            "meta/tagline: “…xxxxxxxxéééééé 5 nights” → “…xxxxxxxxéééééé 6 nights”\n");
  EXPECT_EQ(words(R"({"meta":{"tagline":"Short"}})", start + R"("}})"),
            "meta/tagline: “Short” → “" + std::string(59, 'x') + "…”\n");
}

}  // namespace
}  // namespace vg::trip
