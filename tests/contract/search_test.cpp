// Finding trips: words of many scripts, filters, pages.
#include "base/error.hpp"
#include "json/parse.hpp"
#include "tests/contract/workbench.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace vg::test {
namespace {

TEST(Search, FindTripsByTheirWordsAndTheirClientsAsTheyAreNow) {
  Workbench bench;
  const auto make = [&](const std::string& arguments) {
    return bench.call("create_trip", arguments).text_at("trip_id");
  };
  const std::string tokyo = make(
      R"({"title":"春の東京都","client":{"name":"Zoë Müller","email":"z@example.com"},"start":"2027-04-01","end":"2027-04-09"})");
  const std::string lisbon = make(
      R"({"document":{"meta":{"title":"Lisbõa & the coast"},"dates":{"start":"2027-05-01","end":"2027-05-05"},"lodging":[{"name":"Casa Ärlig"}],"notes":["Prefers lifts"]}})");
  const auto found = [&](const std::string& arguments) {
    const Called called = bench.call("find_trips", arguments);
    EXPECT_TRUE(called.ok) << arguments << describe(called.error);
    return called.text_at("trips/0/trip_id") +
           (called.text_at("trips/1/trip_id").empty() ? "" : "+");
  };
  const auto query = [&](const std::string& words) {
    return found(R"({"query":")" + words + "\"}");
  };
  for (const char* words : {"東京", "京都", "京", "zoe muller", "MÜLL zo", "春の東"})
    EXPECT_EQ(query(words), tokyo) << words;
  for (const char* words : {"lisboa", "LIS coast", "arlig", "lift", "casa lisboa", "co"})
    EXPECT_EQ(query(words), lisbon) << words;
  for (const char* words :
       {"title", "meta", "lodging", "name", "isboa", "東都", "zoe lisboa", "xq"})
    EXPECT_EQ(query(words), "") << words;
  // A changed title and a changed name of a client are found at once; the old ones are not.
  ASSERT_TRUE(bench.call("edit_trip", set_title(lisbon, "Porto")).ok);
  EXPECT_EQ(query("lisboa"), "");
  EXPECT_EQ(query("porto arlig"), lisbon);
  ASSERT_TRUE(
      bench.call("save_client", R"({"client":{"name":"Zoë Okafor","email":"z@example.com"}})").ok);
  EXPECT_EQ(query("okafor"), tokyo);
  ASSERT_TRUE(bench.call("restore_trip", R"({"trip_id":")" + lisbon + R"(","version":1})").ok);
  EXPECT_EQ(query("lisboa"), lisbon);
  const std::string copy = make(R"({"copy_of":")" + lisbon + R"(","title":"Faro"})");
  EXPECT_EQ(query("faro arlig"), copy);
  EXPECT_EQ(found(R"({"from":"2027-04-05","to":"2027-04-20"})"), tokyo);
  EXPECT_EQ(found(R"({"query":"arlig","from":"2027-01-01","limit":1})").substr(0, 18), copy);
}

// What lists have indexes on follows every way in which a document changes.
TEST(Search, ListTripsByWhatTheySayNow) {
  Workbench bench;
  const auto set = [&](const std::string& trip, const std::string& path, const std::string& value) {
    const Called called = bench.call("edit_trip", edit(trip, R"([{"op":"set","path":")" + path +
                                                                 R"(","value":)" + value + "}]"));
    EXPECT_TRUE(called.ok) << path << describe(called.error);
  };
  const auto first = [&](const std::string& tool, const std::string& arguments,
                         const std::string& list) {
    return bench.call(tool, arguments).text_at(list + "/0/trip_id");
  };
  const auto found = [&](const std::string& arguments) {
    return first("find_trips", arguments, "trips");
  };
  const Called saved = bench.call("save_client", R"({"client":{"name":"Ann"}})");
  const std::string client = saved.text_at("client_id");
  const std::string trip =
      bench
          .call("create_trip",
                R"({"document":{"meta":{"title":"T","phase":"planning","holdDate":"2027-01-20",
                "clientId":")" +
                    client + R"("},"dates":{"start":"2027-03-01","end":"2027-03-09"}}})")
          .text_at("trip_id");
  EXPECT_EQ(found(R"({"phase":"planning"})"), trip);
  EXPECT_EQ(found(R"({"client_id":")" + client + "\"}"), trip);
  EXPECT_EQ(found(R"({"from":"2027-03-09"})"), trip);
  EXPECT_EQ(first("start_session", "{}", "attention"), trip);

  set(trip, "meta/phase", R"("confirmed")");
  set(trip, "dates/end", R"("2027-03-05")");
  set(trip, "meta/holdDate", "null");
  EXPECT_EQ(found(R"({"phase":"planning"})"), "");
  EXPECT_EQ(found(R"({"phase":"confirmed"})"), trip);
  EXPECT_EQ(found(R"({"from":"2027-03-06"})"), "");
  EXPECT_EQ(found(R"({"from":"2027-03-05"})"), trip);
  EXPECT_EQ(first("start_session", "{}", "attention"), "");

  ASSERT_TRUE(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":1})").ok);
  EXPECT_EQ(found(R"({"phase":"planning","from":"2027-03-09","client_id":")" + client + "\"}"),
            trip);
  EXPECT_EQ(first("start_session", "{}", "attention"), trip);

  const std::string copy =
      bench.call("create_trip", R"({"copy_of":")" + trip + R"(","start":"2027-03-01"})")
          .text_at("trip_id");
  EXPECT_EQ(found(R"({"phase":"planning"})"), copy);
  EXPECT_EQ(found(R"({"client_id":")" + client + "\"}"), trip) << "a copy is for nobody yet";

  EXPECT_EQ(first("start_session", "{}", "recent"), copy);
  bench.later(24 * 3'600'000);
  set(trip, "meta/subtitle", R"("touched")");
  EXPECT_EQ(first("start_session", "{}", "recent"), trip);
  bench.later(24 * 3'600'000);
  ASSERT_TRUE(
      bench.call("add_options", R"({"trip_id":")" + copy + R"(","options":[{"name":"Inn"}]})").ok);
  EXPECT_EQ(first("start_session", "{}", "recent"), copy);
}

TEST(Search, PageThroughTripsByTheirDates) {
  Workbench bench;
  std::vector<std::string> made;
  for (int i = 9; i > 0; --i)
    made.push_back(bench
                       .call("create_trip", R"({"title":"T)" + std::to_string(i) +
                                                R"(","start":"2027-03-01","end":"2027-03-1)" +
                                                std::to_string(i / 2) + R"("})")
                       .text_at("trip_id"));
  std::string cursor;
  std::vector<std::string> seen;
  do {
    const Called page =
        bench.call("find_trips",
                   R"({"from":"2027-02-01","to":"2027-03-05","limit":2)" +
                       (cursor.empty() ? std::string() : R"(,"cursor":")" + cursor + "\"") + "}");
    ASSERT_TRUE(page.ok) << describe(page.error);
    for (const char* at : {"trips/0/trip_id", "trips/1/trip_id"})
      if (!page.text_at(at).empty()) seen.push_back(page.text_at(at));
    cursor = page.text_at("next_cursor");
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), made.size());
  EXPECT_EQ(seen.front(), made.back()) << "the one that ends first";
  std::ranges::sort(seen);
  std::ranges::sort(made);
  EXPECT_EQ(seen, made);
  EXPECT_EQ(
      bench.call("find_trips", R"({"from":"2027-02-01","cursor":"t_0000000000000000"})").error.code,
      ErrorCode::invalid);
}

TEST(Search, PageThroughTripsWithoutSkippingOrRepeating) {
  Workbench bench;
  std::set<std::string> made;
  for (int i = 0; i < 25; ++i) made.insert(create_trip(bench, "Trip " + std::to_string(i)));
  std::set<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 10; ++page) {
    const Called found =
        bench.call("find_trips",
                   R"({"query":"trip","limit":4)" +
                       (cursor.empty() ? std::string() : R"(,"cursor":")" + cursor + "\"") + "}");
    ASSERT_TRUE(found.ok);
    json::Arena arena;
    for (const json::Value& trip : json::parse(arena, found.data)->get("trips").items())
      EXPECT_TRUE(seen.insert(std::string(trip.get_text("trip_id"))).second);
    ASSERT_TRUE(
        bench.call("edit_trip", set_title(*seen.begin(), "Trip edited " + std::to_string(page)))
            .ok);
    create_trip(bench, "Trip new " + std::to_string(page));
    cursor = found.text_at("next_cursor");
    if (cursor.empty()) break;
  }
  EXPECT_EQ(seen, made);
}

}  // namespace
}  // namespace vg::test
