#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "tests/contract/workbench.hpp"
#include "tests/support/files.hpp"
#include "trip/events.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace vg::test {
namespace {

constexpr const char* kTrips[] = {"01-city-break-3n",      "02-multi-country-14d",
                                  "03-med-cruise",         "05-safari",
                                  "07-honeymoon",          "08-road-trip",
                                  "12-draft-nearly-empty", "13-confirmed-predeparture",
                                  "14-decisions-board"};

TEST(UseCases, CreateReadEditFindEachInOneCall) {
  Workbench bench;
  const Called made = bench.call(
      "create_trip",
      R"({"title":"Three nights","destination":"Lisbon","start":"2027-03-11","end":"2027-03-14","currency":"EUR",
      "travelers":2,"client":{"name":"Marlowe & Quill","email":"Iris@Example.com"}})");
  ASSERT_TRUE(made.ok) << describe(made.error);
  EXPECT_EQ(made.calls, 1);
  EXPECT_EQ(made.text_at("status"), "created");
  const std::string trip = made.text_at("trip_id");
  EXPECT_TRUE(made.text_at("client_id").starts_with("c_"));

  const Called edited = bench.call(
      "edit_trip",
      edit(trip, R"([{"op":"add","path":"itinerary","value":{"date":"2027-03-11","title":"Arrive"}},
      {"op":"add","path":"budget/lineItems","value":{"label":"Flights","amount":"392 EUR"}}])"));
  ASSERT_TRUE(edited.ok) << describe(edited.error);
  EXPECT_EQ(edited.calls, 1);
  EXPECT_EQ(edited.number_at("version"), 2);
  EXPECT_TRUE(edited.text_at("added/0").starts_with("itinerary/d-"));

  const Called read = bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"full"})");
  ASSERT_TRUE(read.ok);
  EXPECT_EQ(read.calls, 1);
  EXPECT_EQ(read.text_at("trip/itinerary/0/title"), "Arrive");
  EXPECT_EQ(read.number_at("trip/budget/lineItems/0/amount/minor"), 39200);
  EXPECT_EQ(read.text_at("trip/meta/clientName"), "Marlowe & Quill");

  const Called found = bench.call("find_trips", R"({"query":"marlowe LISBÔN"})");
  EXPECT_EQ(found.calls, 1);
  EXPECT_EQ(found.text_at("trips/0/trip_id"), trip);
  const Called start = bench.call("start_session", "{}");
  EXPECT_EQ(start.calls, 1);
  EXPECT_EQ(start.text_at("recent/0/title"), "Three nights");
}

TEST(UseCases, ReadInEveryTripOfTheTestData) {
  Workbench bench;
  for (const char* name : kTrips) {
    const Called made = bench.call("create_trip", R"({"document":)" + trip_json(name) + "}");
    ASSERT_TRUE(made.ok) << name << describe(made.error);
    EXPECT_EQ(made.calls, 1);
    EXPECT_LE(count_code_points(made.text), 1500U) << name;
    const Called summary =
        bench.call("read_trip", R"({"trip_id":")" + made.text_at("trip_id") + "\"}");
    EXPECT_LE(count_code_points(summary.text), 1500U) << name;
    const Called rendered =
        bench.call("render_trip", R"({"trip_id":")" + made.text_at("trip_id") + "\"}");
    ASSERT_TRUE(rendered.ok) << name << describe(rendered.error);
    EXPECT_EQ(rendered.calls, 1);
    EXPECT_LE(count_code_points(rendered.text), 1500U) << name;
  }
  const Called refused =
      bench.call("create_trip", R"({"document":)" + trip_json("10a-hostile-all-strings") + "}");
  EXPECT_EQ(refused.error.code, ErrorCode::invalid);
  EXPECT_EQ(bench.call("find_trips", R"({"query":"hostile"})").data, R"({"trips":[]})");
  EXPECT_TRUE(bench
                  .call("create_trip", R"({"on_invalid":"keep","document":)" +
                                           trip_json("10a-hostile-all-strings") + "}")
                  .ok);
}

TEST(UseCases, ReadOnlyTheSectionsThatWereNamed) {
  Workbench bench;
  const std::string trip =
      bench
          .call("create_trip", R"({"document":{"meta":{"title":"A"},"lodging":[{"name":"Casa"}],
      "itinerary":[{"date":"2027-03-11","activities":[{"name":"Walk"}]}],"_private":{"passport":"X1"}}})")
          .text_at("trip_id");
  const auto read = [&](const std::string& more) {
    return bench.call("read_trip", R"({"trip_id":")" + trip + "\"," + more + "}");
  };
  // What the summary names can be read.
  const std::string sections = read(R"("view":"summary")").text_at("sections");
  for (std::string_view section : split(sections, ','))
    EXPECT_TRUE(read(R"("sections":[")" + std::string(trim(section)) + "\"]").ok) << section;
  EXPECT_EQ(sections.find("activities"), std::string::npos);
  const Called secret = read(R"("view":"private","sections":["_private"])");
  ASSERT_TRUE(secret.ok) << describe(secret.error);
  EXPECT_EQ(secret.text_at("trip/_private/passport"), "X1");
  EXPECT_EQ(secret.data.find("Casa"), std::string::npos);
  // What a view has no use for is not passed over.
  for (const char* wrong :
       {R"("view":"summary","since":1)", R"("view":"history","sections":["meta"])",
        R"("view":"diff","sections":["meta"])"})
    EXPECT_EQ(read(wrong).error.code, ErrorCode::invalid) << wrong;
}

TEST(UseCases, ApplyAnEditOnceHoweverOftenItIsSent) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  const std::string request = edit(trip, R"([{"op":"add","path":"lodging","value":"Inn"}])");
  EXPECT_EQ(bench.call("edit_trip", request).text_at("status"), "applied");
  for (int i = 0; i < 3; ++i) {
    const Called again = bench.call("edit_trip", request);
    EXPECT_EQ(again.text_at("status"), "duplicate");
    EXPECT_EQ(again.number_at("applied_as"), 2);
    EXPECT_EQ(again.calls, 1);
  }
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").number_at("version"), 2);
  bench.later(25 * 3'600'000);
  EXPECT_EQ(bench.call("edit_trip", request).text_at("status"), "applied");
}

TEST(UseCases, LetARepetitionThroughThatIsMeant) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "A")).number_at("version"), 2);
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "B")).number_at("version"), 3);
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "A")).text_at("status"), "duplicate");
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "A", R"(,"expected_version":3)"))
                .number_at("version"),
            4);
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "B", R"(,"idempotency_key":"k1")"))
                .number_at("version"),
            5);
  EXPECT_EQ(
      bench.call("edit_trip", set_title(trip, "B", R"(,"idempotency_key":"k1")")).text_at("status"),
      "duplicate");
  const Called other = bench.call("edit_trip", set_title(trip, "C", R"(,"idempotency_key":"k1")"));
  EXPECT_EQ(other.error.code, ErrorCode::conflict);
  EXPECT_NE(other.error.message.find("another request"), std::string::npos);
}

TEST(UseCases, RefuseAStaleEditWithTheCurrentVersion) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "A")).ok);
  const Called stale = bench.call("edit_trip", set_title(trip, "B", R"(,"expected_version":1)"));
  EXPECT_EQ(stale.error.code, ErrorCode::conflict);
  EXPECT_NE(stale.error.message.find("at version 2"), std::string::npos);
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").text_at("title"), "A");
}

TEST(UseCases, RefuseAnEditOfItemsThatDoNotExistAsAWhole) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  const Called missing = bench.call(
      "edit_trip",
      edit(
          trip,
          R"([{"op":"set","path":"meta/title","value":"X"},{"op":"set","path":"lodging/h-9/stars","value":4},
      {"op":"add","path":"itinerary/d-7/activities","value":"Walk"}])"));
  EXPECT_EQ(missing.error.code, ErrorCode::not_found);
  EXPECT_NE(missing.error.message.find("lodging/h-9, itinerary/d-7"), std::string::npos)
      << missing.error.message;
  ASSERT_TRUE(
      bench
          .call("edit_trip",
                edit(trip, R"([{"op":"add","path":"lodging","value":{"id":"h-1","name":"Inn"}}])"))
          .ok);
  const Called present = bench.call(
      "edit_trip",
      edit(trip, R"([{"op":"add","path":"lodging","value":{"id":"h-1","name":"Other"}}])"));
  EXPECT_EQ(present.error.code, ErrorCode::conflict);
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").text_at("title"), "A trip");
}

TEST(UseCases, KeepTenantsApart) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  const Actor other = Actor::local("other");
  for (const auto& request : std::vector<std::pair<std::string, std::string>>{
           {"read_trip", R"({"trip_id":"ID"})"},
           {"read_trip", R"({"trip_id":"ID","version":1})"},
           {"edit_trip", set_title("ID", "X")},
           {"restore_trip", R"({"trip_id":"ID"})"},
           {"check_trip", R"({"trip_id":"ID"})"},
           {"render_trip", R"({"trip_id":"ID"})"},
           {"add_options", R"({"trip_id":"ID","options":[{"name":"x"}]})"},
           {"recommend_options", R"({"trip_id":"ID"})"},
           {"publish_trip", R"({"trip_id":"ID"})"},
           {"manage_publication", R"({"trip_id":"ID","action":"status"})"},
           {"create_trip", R"({"copy_of":"ID"})"}}) {
    const std::string &tool = request.first, &arguments = request.second;
    const auto ask = [&](std::string_view id) {
      std::string text = arguments;
      text.replace(text.find("ID"), 2, id);
      Called called = bench.call_as(other, tool, text);
      std::string message = called.error.message;
      const std::size_t at = message.find(id);
      if (at != std::string::npos) message.replace(at, id.size(), "ID");
      return std::string(name_of(called.error.code)) + message + (called.ok ? "OK" : "");
    };
    EXPECT_EQ(ask(trip), ask("t_0000000000000000")) << tool;
    EXPECT_NE(ask(trip).find("not_found"), std::string::npos) << tool << ask(trip);
  }
  EXPECT_EQ(bench.call_as(other, "find_trips", "{}").data, R"({"trips":[]})");
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").number_at("version"), 1);
}

TEST(UseCases, RestoreAnyVersionAsANewOne) {
  Workbench bench;
  const std::string trip = create_trip(bench, "One");
  for (const char* title : {"Two", "Three"})
    ASSERT_TRUE(bench.call("edit_trip", set_title(trip, title)).ok);
  const auto full = [&](std::string_view more) {
    json::Arena arena;
    return json::write(json::parse(arena, bench
                                              .call("read_trip", R"({"trip_id":")" + trip +
                                                                     R"(","view":"private")" +
                                                                     std::string(more) + "}")
                                              .data)
                           ->get("trip"));
  };
  const std::string first = full(R"(,"version":1)");
  const Called restored =
      bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":1})");
  ASSERT_TRUE(restored.ok) << describe(restored.error);
  EXPECT_LE(restored.calls, 2);
  EXPECT_EQ(restored.number_at("version"), 4);
  EXPECT_EQ(full(""), first);
  EXPECT_EQ(
      bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":1})").text_at("status"),
      "duplicate");
  EXPECT_EQ(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","expected_version":4})")
                .number_at("restored_from"),
            3);
  EXPECT_NE(full("").find("Three"), std::string::npos);
  EXPECT_EQ(bench.call("restore_trip", R"({"trip_id":")" + trip + R"(","version":99})").error.code,
            ErrorCode::not_found);
  const Called history =
      bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"history"})");
  EXPECT_EQ(history.number_at("history/0/version"), 5);
  EXPECT_EQ(history.text_at("history/3/change"), "edited: meta/title");
}

TEST(UseCases, CopyATripWithoutItsBookings) {
  Workbench bench;
  const std::string source =
      bench.call("create_trip", R"({"document":)" + trip_json("13-confirmed-predeparture") + "}")
          .text_at("trip_id");
  const Called copy = bench.call(
      "create_trip", R"({"copy_of":")" + source + R"(","title":"Again","start":"2028-02-05"})");
  ASSERT_TRUE(copy.ok) << describe(copy.error);
  EXPECT_EQ(copy.calls, 1);
  const Called read =
      bench.call("read_trip", R"({"trip_id":")" + copy.text_at("trip_id") + R"(","view":"full"})");
  EXPECT_EQ(read.text_at("trip/meta/title"), "Again");
  EXPECT_EQ(read.text_at("trip/meta/phase"), "planning");
  EXPECT_EQ(read.data.find("bookings"), std::string::npos);
  EXPECT_EQ(read.text_at("trip/itinerary/1/title"), "Glacier walk");
  EXPECT_EQ(bench.call("find_trips", R"({"query":"again iceland"})").text_at("trips/0/trip_id"),
            copy.text_at("trip_id"));
}

TEST(UseCases, FindClientsByIdEmailAndNameAndNeverMergeTwo) {
  Workbench bench;
  const auto save = [&](const std::string& client, const std::string& more = "") {
    return bench.call("save_client", R"({"client":)" + client + more + "}");
  };
  const Called first = save(R"({"name":"Ann Smith","email":"ann@example.com"})");
  ASSERT_TRUE(first.ok) << describe(first.error);
  EXPECT_EQ(first.calls, 1);
  const std::string ann = first.text_at("client_id");
  EXPECT_EQ(save(R"({"name":"Ann S.","email":"ANN@example.com","phone":"1"})").text_at("client_id"),
            ann);
  const std::string other =
      save(R"({"name":"Ann S.","email":"other@example.com"})").text_at("client_id");
  EXPECT_NE(other, ann);
  const Called ambiguous = save(R"({"name":"ann s"})");
  EXPECT_EQ(ambiguous.error.code, ErrorCode::conflict);
  EXPECT_NE(ambiguous.error.message.find(ann), std::string::npos);
  EXPECT_EQ(save(R"({"client_id":")" + ann + R"(","email":"other@example.com"})").error.code,
            ErrorCode::conflict);
  EXPECT_EQ(save(R"({"client_id":"c_none","name":"X"})").error.code, ErrorCode::not_found);
  EXPECT_EQ(save(R"({"name":"X","email":"nonsense"})").error.code, ErrorCode::invalid);
  EXPECT_EQ(save(R"({"phone":"1"})").error.code, ErrorCode::invalid);
  const Called trip = bench.call("create_trip", R"({"title":"T","client":{"name":"ann s"}})");
  EXPECT_EQ(trip.error.code, ErrorCode::conflict);
  EXPECT_EQ(bench
                .call("create_trip", R"({"title":"T","client":{"client_id":")" + ann +
                                         R"(","email":"other@example.com"}})")
                .error.code,
            ErrorCode::conflict);
  EXPECT_EQ(bench.call("find_trips", "{}").data, R"({"trips":[]})");
  const Called stray = bench.call(
      "create_trip", R"({"document":{"meta":{"title":"Stray","clientId":"c_of_another_place"}}})");
  EXPECT_EQ(stray.text_at("client_id"), "");
  const Called named =
      bench.call("create_trip", R"({"title":"T","client":{"client_id":")" + ann + R"("}})");
  EXPECT_EQ(named.text_at("client_id"), ann);
  EXPECT_EQ(bench.call("find_trips", R"({"client_id":")" + ann + "\"}").text_at("trips/0/title"),
            "T");
}

TEST(UseCases, StoreAHundredOffersInOneCallAndPickThree) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  std::string list;
  for (int i = 0; i < 100; ++i)
    list += std::string(i ? "," : "") + R"({"name":"Hotel )" + std::to_string(i) +
            R"(","city":"Lisbon","price":)" + std::to_string(300 + i * 7) + R"(,"rating":)" +
            std::to_string(6 + i % 4) + R"(,"stars":4,"refundable":true,"commission":)" +
            std::to_string(20 + i) + "}";
  const std::string request =
      R"({"trip_id":")" + trip + R"(","currency":"EUR","site":"bedbank","options":[)" + list + "]}";
  const Called stored = bench.call("add_options", request);
  ASSERT_TRUE(stored.ok) << describe(stored.error);
  EXPECT_EQ(stored.calls, 1);
  EXPECT_EQ(stored.number_at("offers"), 100);
  EXPECT_LE(stored.text.size() + stored.data.size(), 2048U);
  EXPECT_EQ(bench.call("add_options", request).text_at("status"), "duplicate");
  const Called picks = bench.call("recommend_options", R"({"trip_id":")" + trip + "\"}");
  ASSERT_TRUE(picks.ok) << describe(picks.error);
  EXPECT_EQ(picks.calls, 1);
  EXPECT_EQ(picks.text_at("picks/0/tier"), "low");
  EXPECT_EQ(picks.text_at("picks/2/tier"), "high");
  const Called attached =
      bench.call("recommend_options", R"({"trip_id":")" + trip + R"(","attach":true})");
  ASSERT_TRUE(attached.ok) << describe(attached.error);
  EXPECT_LE(attached.calls, 2);
  EXPECT_EQ(attached.number_at("version"), 3);
  const Called again =
      bench.call("recommend_options", R"({"trip_id":")" + trip + R"(","attach":true})");
  EXPECT_EQ(again.number_at("version"), 3);
  const Called read = bench.call("read_trip", R"({"trip_id":")" + trip + R"(","view":"private"})");
  EXPECT_EQ(read.text_at("trip/lodging/2/tier"), "luxury");
  EXPECT_FALSE(read.text_at("trip/lodging/0/_private/commission").empty());
  EXPECT_EQ(
      bench.call("recommend_options", R"({"trip_id":")" + trip + R"(","city":"Oslo"})").error.code,
      ErrorCode::not_found);
}

TEST(UseCases, PublishRecordRollBackAndTakeDown) {
  Workbench bench;
  const std::string trip =
      bench.call("create_trip", R"({"document":)" + trip_json("01-city-break-3n") + "}")
          .text_at("trip_id");
  const Called published = bench.call("publish_trip", R"({"trip_id":")" + trip + "\"}");
  ASSERT_TRUE(published.ok) << describe(published.error);
  EXPECT_EQ(published.calls, 2);
  EXPECT_TRUE(published.text_at("url").starts_with("http://site.example/p/"));
  EXPECT_EQ(published.text_at("url").find("marlowe"), std::string::npos);
  EXPECT_EQ(bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"rollback"})")
                .error.code,
            ErrorCode::not_found);
  ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "Changed")).ok);
  ASSERT_TRUE(bench.call("publish_trip", R"({"trip_id":")" + trip + "\"}").ok);
  const Called back =
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"rollback"})");
  ASSERT_TRUE(back.ok) << describe(back.error);
  EXPECT_EQ(back.number_at("version"), 1);
  // Sent again, it is the same page; a version goes to that one, and back again.
  const Called repeated =
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"rollback"})");
  EXPECT_EQ(repeated.number_at("version"), 1);
  EXPECT_EQ(repeated.calls, 1);
  EXPECT_EQ(bench
                .call("manage_publication",
                      R"({"trip_id":")" + trip + R"(","action":"rollback","version":2})")
                .number_at("version"),
            2);
  EXPECT_EQ(bench
                .call("manage_publication",
                      R"({"trip_id":")" + trip + R"(","action":"rollback","version":9})")
                .error.code,
            ErrorCode::not_found);
  EXPECT_EQ(bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"rollback"})")
                .number_at("version"),
            1);
  ASSERT_TRUE(
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"unpublish"})").ok);
  const Called down =
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"unpublish"})");
  EXPECT_TRUE(down.ok) << "taking down twice is taking down";
  EXPECT_EQ(down.calls, 1);
  const Called status =
      bench.call("manage_publication", R"({"trip_id":")" + trip + R"(","action":"status"})");
  EXPECT_EQ(status.calls, 1);
  EXPECT_EQ(status.text_at("publications/0/action"), "unpublished");
  EXPECT_EQ(status.text_at("publications/1/action"), "rolled_back");
}

TEST(UseCases, DoNotPublishWhatIsUntrue) {
  Workbench bench;
  const std::string trip =
      bench
          .call(
              "create_trip",
              R"({"title":"T","document":{"lodging":[{"name":"A","checkIn":"2027-03-12","checkOut":"2027-03-11"}]}})")
          .text_at("trip_id");
  const Called refused = bench.call("publish_trip", R"({"trip_id":")" + trip + "\"}");
  EXPECT_EQ(refused.error.code, ErrorCode::invalid);
  EXPECT_EQ(refused.calls, 1);
  EXPECT_TRUE(
      bench.call("publish_trip", R"({"trip_id":")" + trip + R"(","ignore_blockers":true})").ok);
}

TEST(UseCases, GiveAtOnceOneTripForFiftyEqualRequestsAndOneChangeForFiftyDifferentOnes) {
  Workbench bench;
  const auto at_once = [](auto work) {
    std::vector<std::thread> threads;
    threads.reserve(50);
    for (int i = 0; i < 50; ++i) threads.emplace_back([&work, i] { work(i); });
    for (std::thread& thread : threads) thread.join();
  };
  std::vector<Called> made(50);
  at_once([&](int i) {
    made[static_cast<std::size_t>(i)] = bench.call("create_trip", R"({"title":"Once"})");
  });
  std::set<std::string> ids;
  int created = 0;
  for (const Called& called : made) {
    ASSERT_TRUE(called.ok) << describe(called.error);
    ids.insert(called.text_at("trip_id"));
    created += called.text_at("status") == "created" ? 1 : 0;
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(created, 1);
  std::vector<Called> edits(50);
  at_once([&](int i) {
    edits[static_cast<std::size_t>(i)] = bench.call(
        "edit_trip", set_title(*ids.begin(), "T" + std::to_string(i), R"(,"expected_version":1)"));
  });
  int applied = 0;
  int conflicts = 0;
  for (const Called& called : edits) {
    applied += called.ok ? 1 : 0;
    conflicts += !called.ok && called.error.code == ErrorCode::conflict ? 1 : 0;
  }
  EXPECT_EQ(applied, 1);
  EXPECT_EQ(conflicts, 49);
}

TEST(UseCases, AreBoundedInSizeAndItems) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  const std::string text(19'000, 'x');
  bool refused = false;
  for (int i = 0; i < 60 && !refused; ++i) {
    const Called edited = bench.call(
        "edit_trip", edit(trip, R"([{"op":"add","path":"insiderTips","value":{"title":")" +
                                    std::to_string(i) + R"(","tip":")" + text + R"("}}])"));
    if (edited.ok) continue;
    refused = true;
    EXPECT_EQ(edited.error.code, ErrorCode::too_large);
    EXPECT_EQ(i, 52);
  }
  EXPECT_TRUE(refused);
  const std::string many = create_trip(bench, "Many");
  std::string adds;
  for (int i = 0; i < 100; ++i)
    adds += std::string(i ? "," : "") + R"({"op":"add","path":"itinerary","value":{"title":"d"}})";
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(bench
                    .call("edit_trip", edit(many, "[" + adds + "]",
                                            R"(,"idempotency_key":")" + std::to_string(i) + "\""))
                    .ok);
  EXPECT_EQ(
      bench
          .call("edit_trip",
                edit(many, R"([{"op":"add","path":"itinerary","value":{"title":"one more"}}])"))
          .error.code,
      ErrorCode::too_large);
}

TEST(UseCases, KeepEverythingThroughARestart) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  ASSERT_TRUE(bench.call("edit_trip", set_title(trip, "Kept")).ok);
  bench.reopen();
  EXPECT_EQ(bench.call("read_trip", R"({"trip_id":")" + trip + "\"}").text_at("title"), "Kept");
  EXPECT_EQ(bench.call("edit_trip", set_title(trip, "Kept")).text_at("status"), "duplicate");
}

TEST(UseCases, ExplainThemselves) {
  Workbench bench;
  for (const char* topic : {"start", "interview", "planning", "proposal", "confirmed", "editing",
                            "fields", "options", "publishing", "privacy"}) {
    const Called guide = bench.call("guide", R"({"topic":")" + std::string(topic) + "\"}");
    ASSERT_TRUE(guide.ok) << topic;
    EXPECT_EQ(guide.calls, 0);
    EXPECT_GT(guide.text.size(), 100U) << topic;
  }
  EXPECT_NE(bench.call("guide", R"({"topic":"fields","section":"lodging"})")
                .text.find("- checkIn, a date"),
            std::string::npos);
  EXPECT_EQ(bench.call("guide", R"({"section":"nonsense"})").error.code, ErrorCode::invalid);
  EXPECT_EQ(bench.call("list_templates", "{}").text_at("templates/0/name"), "proposal");
}

}  // namespace
}  // namespace vg::test
