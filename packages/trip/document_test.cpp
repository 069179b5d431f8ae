#include "trip/document.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "tests/support/files.hpp"
#include "trip/description.hpp"
#include "trip/search.hpp"

#include <gtest/gtest.h>

namespace vg::trip {
namespace {

constexpr const char* kGoodTrips[] = {"01-city-break-3n",      "02-multi-country-14d",
                                      "03-med-cruise",         "05-safari",
                                      "07-honeymoon",          "08-road-trip",
                                      "12-draft-nearly-empty", "13-confirmed-predeparture",
                                      "14-decisions-board"};

std::string trip_file(std::string_view name) {
  return VG_FILE("tests/data/trips/" + std::string(name) + ".json");
}

// The stored form of a document given as text; the error's description when it is refused.
std::string stored(std::string_view text, OnInvalid on_invalid = OnInvalid::refuse) {
  json::Arena arena;
  auto value = json::parse(arena, text);
  if (!value) return value.error().message;
  auto reading = read_document(arena, *value, on_invalid);
  return reading ? json::write(reading->stored) : describe(reading.error());
}

TEST(Document, ReadsEveryTripOfTheTestDataWithoutAnUnreadableValue) {
  for (const char* name : kGoodTrips)
    EXPECT_TRUE(stored(trip_file(name)).starts_with("{")) << stored(trip_file(name));
}

TEST(Document, RefusesTheHostileTripWithAListOrKeepsItsValuesAside) {
  const std::string text = trip_file("10a-hostile-all-strings");
  EXPECT_TRUE(stored(text).starts_with("187 values do not fit the document"))
      << stored(text).substr(0, 100);
  EXPECT_TRUE(stored(text, OnInvalid::keep).starts_with("{"));
}

TEST(Document, WritesTheSameBytesForWhatItHasShown) {
  for (const char* name : kGoodTrips) {
    json::Arena arena;
    const std::string text = trip_file(name);
    const auto first = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
    const std::string shown =
        json::write(show_document(arena, first->stored, shape::Audience::owner));
    const auto second = read_document(arena, *json::parse(arena, shown), OnInvalid::refuse);
    ASSERT_TRUE(second) << name << describe(second.error());
    EXPECT_EQ(json::write(show_document(arena, second->stored, shape::Audience::owner)), shown)
        << name;
    EXPECT_TRUE(second->report.notes.empty())
        << name << second->report.notes[0].path << second->report.notes[0].message;
  }
}

TEST(Document, LosesNoTextOfTheTestData) {
  for (const char* name : kGoodTrips) {
    json::Arena arena;
    const std::string text = trip_file(name);
    const json::Value raw = *json::parse(arena, text);
    const std::string out = json::write(read_document(arena, raw, OnInvalid::refuse)->stored);
    std::vector<json::Value> left = {raw};
    while (!left.empty()) {
      const json::Value value = left.back();
      left.pop_back();
      for (const json::Value& item : value.items()) left.push_back(item);
      for (const json::Member& member : value.members()) left.push_back(member.value);
      if (value.is_string()) {
        EXPECT_NE(out.find(json::write(value).substr(1, value.text().size())), std::string::npos)
            << name << ": " << value.text();
      }
    }
  }
}

TEST(Document, ShowsAClientNothingPrivate) {
  for (const char* name : kGoodTrips) {
    json::Arena arena;
    const std::string text = trip_file(name);
    const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
    const std::string page =
        json::write(show_document(arena, reading->stored, shape::Audience::client));
    const std::string expect = VG_FILE("tests/data/trips/expect/" + std::string(name) + ".json");
    for (const json::Value& secret : json::parse(arena, expect)->get("privateGrep").items())
      EXPECT_EQ(page.find(secret.text()), std::string::npos) << name << ": " << secret.text();
    EXPECT_EQ(page.find("ZZPRIV"), std::string::npos) << name;
  }
}

TEST(Document, PutsActivitiesIntoOneCollectionAndBackIntoTheirDays) {
  json::Arena arena;
  const auto reading = read_document(
      arena,
      *json::parse(
          arena, R"({"itinerary":[{"title":"One","activities":["Walk",{"time":"15:00","name":"Tea"},
      {"time":"Morning","name":"Swim"}]},{"id":"d-9","title":"Two","activities":[{"id":"a-1","name":"Ride"}]}],"unscheduled":["Maybe"]})"),
      OnInvalid::refuse);
  ASSERT_TRUE(reading);
  EXPECT_EQ(
      json::write(reading->stored.get("activities")),
      R"({"a-4":{"seq":1000,"name":"Maybe"},"a-1":{"seq":1,"day":"d-1","name":"Walk"},"a-2":{"seq":900000,"day":"d-1","name":"Tea","time":"15:00"},)"
      R"("a-3":{"seq":900001,"day":"d-1","name":"Swim","time":"Morning"},"a-1-2":{"seq":1,"day":"d-9","name":"Ride"}})");
  EXPECT_EQ(
      json::write(show_document(arena, reading->stored, shape::Audience::client)),
      R"({"itinerary":[{"title":"One","activities":[{"name":"Walk"},{"name":"Tea","time":"15:00"},{"name":"Swim","time":"Morning"}]},)"
      R"({"title":"Two","activities":[{"name":"Ride"}]}],"unscheduled":[{"name":"Maybe"}]})");
}

TEST(Document, ShowsActivitiesOfAMissingDayAsUnscheduled) {
  json::Arena arena;
  const json::Value doc = *json::parse(
      arena,
      R"({"itinerary":{"d-1":{"seq":1,"title":"x"}},"activities":{"a-1":{"seq":1,"day":"gone","name":"y"}}})");
  EXPECT_EQ(json::write(show_document(arena, doc, shape::Audience::client)),
            R"({"itinerary":[{"title":"x"}],"unscheduled":[{"name":"y"}]})");
}

TEST(Document, ReadsOlderStructures) {
  struct Case {
    const char* in;
    const char* out;
  };
  for (
      const Case& c :
      {Case{
           R"({"flights":{"outbound":"DUB → LIS","return":[{"route":"LIS → DUB"}]}})",
           R"({"flights":{"legs":{"f-1":{"seq":1000,"direction":"outbound","route":"DUB → LIS"},"f-2":{"seq":2000,"direction":"return","route":"LIS → DUB"}}}})"},
       {R"({"lodging":{"value":{"name":"A"},"luxury":{"name":"B"}}})",
        R"({"lodging":{"value":{"seq":1000,"name":"A"},"luxury":{"seq":2000,"name":"B"}}})"},
       {R"({"itinerary":{"day1":{"title":"A"},"day2":{"title":"B"}}})",
        R"({"itinerary":{"day1":{"seq":1000,"title":"A"},"day2":{"seq":2000,"title":"B"}}})"},
       {R"({"itinerary":[{"schedule":[{"time":"9:00","activity":"Walk"}]}]})",
        R"({"itinerary":{"d-1":{"seq":1000}},"activities":{"a-1":{"seq":540000,"day":"d-1","name":"Walk","time":"9:00"}}})"},
       {R"({"transport":{"rentalCar":{"provider":"X"},"ferry":1}})",
        R"({"carRental":{"provider":"X"},"transport":{"ferry":1}})"},
       {R"({"travelers":{"list":["Ann"]},"notes":{"a":"b"}})",
        R"({"travelers":{"details":{"t-1":{"seq":1000,"name":"Ann"}}},"notes":["a: b"]})"},
       {R"({"preTripChecklist":[{"item":"Pack","completed":true}]})",
        R"({"actionItems":{"todo-1":{"seq":1000,"text":"Pack","done":true}}})"}})
    EXPECT_EQ(stored(c.in), c.out) << c.in;
}

TEST(Document, IsBounded) {
  EXPECT_NE(stored("[]").find("must be a JSON object"), std::string::npos);
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "{\"a\":";
  EXPECT_NE(stored(deep + "1" + std::string(40, '}')).find("deeper than 32"), std::string::npos);
  std::string many = R"({"itinerary":[)";
  for (int i = 0; i < 1999; ++i) many += "{},";
  EXPECT_TRUE(stored(many + R"({}]})").starts_with("{"));
  EXPECT_NE(stored(many + R"({}],"lodging":[{"name":"x"}]})").find("more than 2000 items"),
            std::string::npos);
  EXPECT_NE(stored("{\"unknown\":\"" + std::string(1'000'000, 'x') + "\"}")
                .find("larger than 1000000 bytes"),
            std::string::npos);
}

TEST(Search, IndexesWhatATripIsFoundBy) {
  json::Arena arena;
  const json::Value doc = *json::parse(
      arena,
      R"({"meta":{"title":"Île de Ré","clientName":"Müller","tags":["Sea","Sun"],"phase":"planning"},
      "lodging":{"h-1":{"seq":1,"name":"Hôtel Émile","rate":{}}},"notes":["Likes CATS"]})");
  EXPECT_EQ(
      json::write(search_index(arena, doc)),
      R"({"meta/title":" ile de re","meta/clientName":" muller","meta/tags":" sea sun","lodging/h-1/name":" hotel emile","notes":" likes cats"})");
  EXPECT_EQ(
      json::write(search_patch(
          arena,
          *json::parse(
              arena,
              R"({"meta":{"title":null,"phase":"x"},"lodging":{"h-1":null,"h-2":{"name":"Neu"}}})"))),
      R"({"meta/title":null,"lodging/h-1/name":null,"lodging/h-2/name":" neu","lodging/h-1/location":null})");
}

TEST(Search, KeysAreTheBeginningsOfWordsAndNeighboursWithoutSpaces) {
  json::Arena arena;
  const json::Value index = search_index(
      arena,
      *json::parse(arena, R"({"meta":{"title":"Ō-saka to 東京都 of Åre","tags":["Łódź"]}})"));
  EXPECT_EQ(json::write(search_terms(arena, index)),
            R"({"sak":1,"東京":1,"京都":1,"are":1,"lod":1})");
  const auto words = search_words("Lódź-X 東京都 京 Ōs");
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[0].needle, " lodz");
  EXPECT_EQ(words[0].keys, std::vector<std::string>{"lod"});
  EXPECT_TRUE(words[1].keys.empty()) << "one letter has no key";
  EXPECT_EQ(words[2].needle, "東京都");
  EXPECT_EQ(words[2].keys, (std::vector<std::string>{"東京", "京都"}));
  EXPECT_EQ(words[3].needle, "京");
  EXPECT_TRUE(words[3].keys.empty());
  EXPECT_EQ(words[4].needle, " os");
}

}  // namespace
}  // namespace vg::trip
