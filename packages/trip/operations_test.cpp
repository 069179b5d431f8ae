#include "trip/operations.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "shape/check.hpp"
#include "trip/document.hpp"
#include "trip/events.hpp"

#include <gtest/gtest.h>

namespace vg::trip {
namespace {

constexpr std::int64_t kNow = 1'795'339'815'000;

struct Outcome {
  std::string patch, guards, lines, error;
};

Outcome plan(std::string_view operations) {
  json::Arena arena;
  Context context{.now = {kNow}, .ids = IdSource({7}), .actor = {}};
  const auto parsed = json::parse(arena, operations);
  VG_ASSERT(parsed.has_value());
  auto edit = plan_edit(arena, *parsed, context);
  Outcome out;
  if (!edit) {
    out.error = describe(edit.error());
    return out;
  }
  out.patch = json::write(edit->patch);
  for (const std::string& path : edit->must_exist) out.guards += "+" + from_sql_path(path) + " ";
  for (const std::string& path : edit->must_not_exist)
    out.guards += "-" + from_sql_path(path) + " ";
  for (const std::string& line : edit->lines) out.lines += line + "\n";
  return out;
}

struct Case {
  const char* operations;
  const char* patch;
  const char* guards;
};
void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Outcome out = plan(c.operations);
    EXPECT_EQ(out.error, "") << c.operations;
    EXPECT_EQ(out.patch, c.patch) << c.operations;
    EXPECT_EQ(out.guards, c.guards) << c.operations;
  }
}

TEST(Operations, SetOneField) {
  check(
      {{R"([{"op":"set","path":"meta/title","value":"New"}])", R"({"meta":{"title":"New"}})", ""},
       {R"([{"op":"set","path":"lodging/h-1/checkIn","value":"2027-03-12"}])",
        R"({"lodging":{"h-1":{"checkIn":"2027-03-12"}}})", "+lodging/h-1 "},
       {R"([{"op":"set","path":"/meta/subtitle","value":null}])", R"({"meta":{"subtitle":null}})",
        ""},
       {R"([{"op":"set","path":"lodging/h-1/total","value":"642 EUR"}])",
        R"({"lodging":{"h-1":{"total":{"minor":64200,"currency":"EUR","basis":null,"source":null,"asOf":null}}}})",
        "+lodging/h-1 "},
       {R"([{"op":"set","path":"practicalInfo/plugs","value":"C"}])",
        R"({"practicalInfo":{"plugs":"C"}})", ""},
       {R"([{"op":"set","path":"lodging/h-1/_private/commissionRate","value":0.1}])",
        R"({"lodging":{"h-1":{"_private":{"commissionRate":0.1}}}})", "+lodging/h-1 "},
       {R"([{"op":"set","path":"decisions/d-k/options/k2/label","value":"X"}])",
        R"({"decisions":{"d-k":{"options":{"k2":{"label":"X"}}}}})",
        "+decisions/d-k +decisions/d-k/options/k2 "}});
}

TEST(Operations, SetSeveralFieldsOfAnObjectOrItemAndLeaveTheRest) {
  check(
      {{R"([{"op":"set","path":"dates","value":{"start":"2027-03-11","end":null}}])",
        R"({"dates":{"start":"2027-03-11","end":null}})", ""},
       {R"([{"op":"set","path":"lodging/h-1","value":{"check_in":"2027-03-12","tripAdvisor":{"rating":4.6},"_private":{"netRate":1}}}])",
        R"({"lodging":{"h-1":{"checkIn":"2027-03-12","tripAdvisor":{"rating":4.6},"_private":{"netRate":1}}}})",
        "+lodging/h-1 "}});
}

TEST(Operations, AddItemsAtTheEndAndActivitiesAtTheirTime) {
  check(
      {{R"([{"op":"add","path":"lodging","value":{"id":"h-new","name":"Inn"}}])",
        R"({"lodging":{"h-new":{"seq":1795339815000,"name":"Inn"}}})", "-lodging/h-new "},
       {R"([{"op":"add","path":"itinerary/d-2/activities","value":{"id":"a-x","time":"15:00","name":"Tea"}}])",
        R"({"activities":{"a-x":{"seq":900500,"day":"d-2","name":"Tea","time":"15:00"}}})",
        "+itinerary/d-2 -activities/a-x "},
       {R"([{"op":"add","path":"itinerary","value":{"id":"d-9","title":"Extra","activities":[{"id":"a-y","name":"Rest"}]}}])",
        R"({"itinerary":{"d-9":{"seq":1795339815000,"title":"Extra"}},"activities":{"a-y":{"seq":179535421500,"day":"d-9","name":"Rest"}}})",
        "-itinerary/d-9 -activities/a-y "}});
  const Outcome random = plan(R"([{"op":"add","path":"unscheduled","value":"Maybe"}])");
  EXPECT_TRUE(random.guards.starts_with("-activities/a-")) << random.guards;
  EXPECT_EQ(random.guards.size(), std::string("-activities/a-1234567 ").size());
}

TEST(Operations, MoveAnActivityByItsDayOrTime) {
  check({{R"([{"op":"set","path":"activities/a-1/day","value":"d-4"}])",
          R"({"activities":{"a-1":{"day":"d-4"}}})", "+activities/a-1 +itinerary/d-4 "},
         {R"([{"op":"set","path":"itinerary/d-2/activities/a-1/time","value":"09:00"}])",
          R"({"activities":{"a-1":{"time":"09:00","seq":540500}}})", "+activities/a-1 "}});
}

TEST(Operations, RemoveAndReorder) {
  check({{R"([{"op":"remove","path":"lodging/h-1"}])", R"({"lodging":{"h-1":null}})",
          "+lodging/h-1 "},
         {R"([{"op":"reorder","path":"lodging","ids":["b","a"]}])",
          R"({"lodging":{"b":{"seq":1000},"a":{"seq":2000}}})", "+lodging/b +lodging/a "},
         {R"([{"op":"reorder","path":"itinerary/d-1/activities","ids":["a-2","a-1"]}])",
          R"({"activities":{"a-2":{"seq":1000},"a-1":{"seq":2000}}})",
          "+itinerary/d-1 +activities/a-2 +activities/a-1 "}});
  EXPECT_NE(plan(R"([{"op":"remove","path":"itinerary/d-1"}])").lines.find("unscheduled"),
            std::string::npos);
}

TEST(Operations, BuildOnEachOtherWithinOneEdit) {
  check(
      {{R"([{"op":"add","path":"lodging","value":{"id":"h-new","name":"Inn"}},{"op":"set","path":"lodging/h-new/stars","value":4}])",
        R"({"lodging":{"h-new":{"seq":1795339815000,"name":"Inn","stars":4}}})", "-lodging/h-new "},
       {R"([{"op":"set","path":"meta/title","value":"A"},{"op":"set","path":"meta/title","value":"B"}])",
        R"({"meta":{"title":"B"}})", ""}});
  EXPECT_NE(
      plan(
          R"([{"op":"remove","path":"lodging/h-1"},{"op":"set","path":"lodging/h-1/name","value":"x"}])")
          .error.find("an earlier operation"),
      std::string::npos);
}

// An edit does what its operations would do one after the other, or it is refused.
TEST(Operations, LoseNothingOfEachOtherWithinOneEdit) {
  check(
      {{R"([{"op":"set","path":"practicalInfo/plugs","value":"C"},{"op":"set","path":"practicalInfo/visa","value":"none"}])",
        R"({"practicalInfo":{"plugs":"C","visa":"none"}})", ""},
       {R"([{"op":"remove","path":"practicalInfo/plugs"},{"op":"set","path":"practicalInfo","value":{"visa":"none","tips":null}}])",
        R"({"practicalInfo":{"plugs":null,"tips":null,"visa":"none"}})", ""},
       {R"([{"op":"set","path":"_private/a","value":{"x":1}},{"op":"set","path":"_private/a","value":{"y":{"z":2}}}])",
        R"({"_private":{"a":{"x":1,"y":{"z":2}}}})", ""},
       {R"([{"op":"add","path":"lodging","value":{"id":"h-1","name":"A"}},{"op":"remove","path":"lodging/h-1"},{"op":"add","path":"lodging","value":{"id":"h-1","name":"B"}}])",
        R"({"lodging":{"h-1":{"seq":1795339817000,"name":"B"}}})", "-lodging/h-1 -lodging/h-1 "}});
  struct Bad {
    const char* operations;
    const char* part;
  };
  for (
      const Bad& c :
      {Bad{R"([{"op":"remove","path":"lodging/h-1"},{"op":"reorder","path":"lodging","ids":["h-2","h-1"]}])",
           "/operations/1/ids: an earlier operation of this edit removes lodging/h-1"},
       {R"([{"op":"add","path":"lodging","value":{"id":"h-1","name":"A"}},{"op":"add","path":"lodging","value":{"id":"h-1","name":"B"}}])",
        "/operations/1/value: lodging: an earlier operation of this edit adds lodging/h-1"},
       {R"([{"op":"set","path":"lodging/h-1/geo","value":null},{"op":"set","path":"lodging/h-1","value":{"geo":{"lat":1}}}])",
        "removes or replaces lodging/h-1/geo/lat"},
       {R"([{"op":"set","path":"_private/a","value":1},{"op":"set","path":"_private/a","value":{"x":1}}])",
        "removes or replaces _private/a"}})
    EXPECT_NE(plan(c.operations).error.find(c.part), std::string::npos) << c.operations << "\n"
                                                                        << plan(c.operations).error;
}

TEST(Operations, KeepTheNumberOfANewDay) {
  check({{R"([{"op":"add","path":"itinerary","value":{"id":"d-9","day":9,"title":"Extra"}}])",
          R"({"itinerary":{"d-9":{"seq":1795339815000,"day":9,"title":"Extra"}}})",
          "-itinerary/d-9 "}});
}

TEST(Operations, RefuseAllOfABadEditAndSayWhere) {
  struct Bad {
    const char* operations;
    const char* part;
  };
  for (
      const Bad& c :
      {Bad{R"([{"op":"set","path":"lodging/h-1/checkIn","value":"12 March"}])",
           "/operations/0/value: lodging/h-1/checkIn: a date that exists, written like 2027-03-11"},
       {R"([{"op":"set","path":"lodging/h-1/total","value":-5}])", "has no currency"},
       {R"([{"op":"set","path":"lodging/h-1/total","value":"-5 EUR"}])", "may not be negative"},
       {R"([{"op":"set","path":"lodging/h-1","value":{"nme":"x"}}])",
        "/operations/0/value/nme: lodging/h-1: not a field of stay; it has name"},
       {R"([{"op":"add","path":"lodging","value":{"name":"x","zebra":1}}])",
        "/operations/0/value/zebra: lodging: not a field of stay; it has name"},
       {R"([{"op":"add","path":"meta","value":{}}])", "only a collection"},
       {R"([{"op":"add","path":"lodging","value":7}])", "an object is expected"},
       {R"([{"op":"set","path":"lodging","value":[]}])", "changed through its items"},
       {R"([{"op":"set","path":"meta/title"}])", "/operations/0/value: meta/title: missing"},
       {R"([{"op":"remove","path":"lodging"}])", "not removed as a whole"},
       {R"([{"op":"reorder","path":"lodging"}])", "/operations/0/ids: missing"},
       {R"([{"op":"reorder","path":"lodging","ids":["a","a"]}])", "stands twice"},
       {R"([{"op":"set","path":"meta/headline","value":1}])", "meta has no 'headline'"},
       {R"([{"op":"set","path":"meta/title","value":"ok"},{"op":"set","path":"meta/phase","value":"soon"}])",
        "/operations/1/value: meta/phase: one of discovery"}})
    EXPECT_NE(plan(c.operations).error.find(c.part), std::string::npos) << c.operations << "\n"
                                                                        << plan(c.operations).error;
}

TEST(Events, FoldIntoTheDocument) {
  json::Arena arena;
  const auto json = [&](const char* text) { return *json::parse(arena, text); };
  json::Value doc =
      evolve(arena, json::Value(), EventKind::created, json(R"({"meta":{"title":"A"}})"));
  doc = evolve(arena, doc, EventKind::edited, json(R"({"meta":{"title":"B"},"notes":["n"]})"));
  doc = evolve(arena, doc, EventKind::options_added, json(R"({"o-1":{"name":"H"}})"));
  EXPECT_EQ(json::write(doc), R"({"meta":{"title":"B"},"notes":["n"]})");
  EXPECT_EQ(json::write(evolve(arena, doc, EventKind::restored,
                               json(R"({"from":1,"doc":{"meta":{"title":"A"}}})"))),
            R"({"meta":{"title":"A"}})");
  for (EventKind kind :
       {EventKind::created, EventKind::edited, EventKind::restored, EventKind::options_added})
    EXPECT_EQ(event_kind(name_of(kind)), kind);
  EXPECT_FALSE(event_kind("dropped"));
}

TEST(Events, OfOldShapesAreReadInTheirPresentOne) {
  // `renamed` became `retitled`, which became `edited`.
  static constexpr Upcast kOld[] = {
      {"retitled",
       [](json::Arena& arena, json::Value payload) {
         json::ObjectBuilder meta(arena);
         meta.add("title", payload.get("title"));
         return StoredEvent{"edited",
                            json::ObjectBuilder(arena).add("meta", meta.finish()).finish()};
       }},
      {"renamed",
       [](json::Arena& arena, json::Value payload) {
         return StoredEvent{"retitled", json::ObjectBuilder(arena).add("title", payload).finish()};
       }},
      {"circular",
       [](json::Arena&, json::Value payload) { return StoredEvent{"circular", payload}; }}};
  json::Arena arena;
  const auto event = read_event(arena, {"renamed", json::Value("New")}, kOld);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::edited);
  EXPECT_EQ(json::write(event->payload), R"({"meta":{"title":"New"}})");
  EXPECT_FALSE(read_event(arena, {"circular", json::Value()}, kOld));
  EXPECT_FALSE(read_event(arena, {"renamed", json::Value()}));
}

}  // namespace
}  // namespace vg::trip
