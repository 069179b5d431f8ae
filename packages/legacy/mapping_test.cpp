#include "legacy/mapping.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "legacy/old_rows.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

using testing::each_row;
using testing::OldRows;
using testing::Told;

constexpr std::string_view kTrips =
    "CREATE TABLE trips_v2 (trip_id INTEGER PRIMARY KEY, trip_name TEXT, status TEXT, clients "
    "JSON, primary_client_email TEXT, schedule JSON, accommodations JSON, transportation JSON, "
    "financials JSON, notes JSON, start_date TEXT, end_date TEXT, destinations TEXT, total_cost "
    "REAL, created_at TIMESTAMP, search_text TEXT);\nINSERT INTO trips_v2 VALUES(7,";

MappedTrip map(std::string_view values, OldRows& source, Told& told) {
  MappedTrip out;
  const std::string fault = each_row(std::string(kTrips) + std::string(values) + ");",
                                     [&](const Row& row) { out = map_trip(row, source, told); });
  EXPECT_EQ(fault, "");
  return out;
}

// The part of a document at a path such as `meta/title`.
std::string part(const std::string& document, std::string_view path) {
  json::Arena arena;
  const auto parsed = json::parse(arena, document);
  if (!parsed) return "no JSON";
  json::Value at = *parsed;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    at = at.get(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return json::write(at);
}

TEST(MapTrip, PutsEveryColumnInItsPlace) {
  OldRows source;
  source.clients["ann@example.com"] = "c_ann";
  Told told;
  const MappedTrip trip = map(
      R"('  Two   rivers ','confirmed','[{"email":"Ann@example.com","name":"Ann","role":"lead"}]',
      'ann@example.com','[{"day_number":1,"date":"2026-05-01","activities":[{"title":"Walk",
      "start_time":"09:00:00","cost":12}]}]','[{"name":"Inn","city":"Porto","total_cost":"$1,250.00"}]',
      '[{"type":"flight","departure_location":"LIS","arrival_location":"OPO"}]',
      '{"total_cost":900,"paid_amount":100,"currency":"EUR"}','{"food":"no fish"}','2026-05-01',
      '2026-05-08','Porto, Braga',NULL,'2025-12-01 10:00:00','two rivers')",
      source, told);
  const std::string& doc = trip.document;
  EXPECT_EQ(trip.key, "7");
  EXPECT_EQ(trip.client_id, "c_ann");
  EXPECT_EQ(trip.offers, "");
  EXPECT_TRUE(trip.overflow.empty());
  EXPECT_EQ(part(doc, "meta/title"), R"("Two rivers")");
  EXPECT_EQ(part(doc, "meta/phase"), R"("confirmed")");
  EXPECT_EQ(part(doc, "meta/clientName"), R"("Name of c_ann")");
  EXPECT_EQ(part(doc, "meta/destinations"), R"(["Porto","Braga"])");
  EXPECT_EQ(part(doc, "dates/start"), R"("2026-05-01")");
  EXPECT_NE(doc.find(R"("time":"09:00")"), std::string::npos);
  EXPECT_NE(doc.find(R"("minor":125000)"), std::string::npos);
  EXPECT_NE(doc.find(R"("route":"LIS → OPO")"), std::string::npos);
  EXPECT_NE(doc.find("food: no fish"), std::string::npos);
  EXPECT_EQ(part(doc, "_private/legacy/key"), R"("7")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/search_text"), R"("two rivers")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/trip_name"), R"("  Two   rivers ")");
  EXPECT_EQ(told.counts.days, 1);
  EXPECT_EQ(told.counts.activities, 1);
  EXPECT_EQ(told.counts.links, 1);
  EXPECT_TRUE(told.kinds.contains("trip_name_padded"));
  EXPECT_TRUE(told.kinds.contains("price_text_in_json accommodations/0"));
  EXPECT_EQ(told.count(Count::trips), 1);
}

TEST(MapTrip, KeepsWhatCannotBeRead) {
  OldRows source;
  Told told;
  const MappedTrip trip =
      map(R"('Odd','planning','{"a":1}','lost@example.com','[{"day','words','[]',NULL,
      'remember [this','soon','2026-02-30',NULL,'TBD',NULL,NULL)",
          source, told);
  const std::string& doc = trip.document;
  EXPECT_EQ(part(doc, "_private/legacy/columns/schedule"), R"("[{\"day")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/clients"), R"("{\"a\":1}")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/accommodations"), R"("words")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/total_cost"), R"("TBD")");
  EXPECT_EQ(part(doc, "_private/legacy/columns/primary_client_email"), R"("lost@example.com")");
  EXPECT_EQ(part(doc, "dates/notes"), R"("start: soon; end: 2026-02-30")");
  EXPECT_NE(doc.find("remember [this"), std::string::npos);
  EXPECT_EQ(trip.client_id, "");
  for (std::string_view kind :
       {"schedule_invalid_json", "notes_plain_text", "primary_email_orphan"})
    EXPECT_TRUE(told.kinds.contains(kind)) << kind;
  EXPECT_EQ(
      told.orphans,
      (std::vector<std::string>{"trips_v2.primary_client_email 7 > clients_v2 lost@example.com"}));
}

TEST(MapTrip, MovesWhatIsTooLargeOutOfTheDocument) {
  OldRows source;
  const std::string huge(950'000, 'x');
  Told told;
  const MappedTrip trip =
      map("'Long',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'" + huge + "'",
          source, told);
  ASSERT_EQ(trip.overflow.size(), 1U);
  EXPECT_EQ(trip.overflow[0].first, "search_text");
  EXPECT_EQ(trip.overflow[0].second, huge);
  EXPECT_LT(trip.document.size(), 10'000U);
}

TEST(MapTrip, MakesOffersOfTheHotelsThatWereFound) {
  OldRows source;
  source.offers = {{R"({"id":1,"name":"Inn","city":"Porto","provider":"bank",
      "lead_price_amount":200,"lead_price_currency":"EUR"})",
                    {R"({"id":5,"room_name":"Attic","total_price":400,"currency":"EUR"})"}}};
  Told told;
  const MappedTrip trip =
      map("'Offers',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL", source,
          told);
  EXPECT_NE(trip.offers.find(R"("Attic")"), std::string::npos);
  EXPECT_NE(trip.offers.find(R"("minor":40000)"), std::string::npos);
}

TEST(Identity, IsThatOfTheRowInItsSource) {
  const auto created = Instant{1'751'328'000'000};
  const std::string id = trip_id_of("legacy", "7", created);
  EXPECT_EQ(id.size(), 18U);
  EXPECT_EQ(id, trip_id_of("legacy", "7", created));
  EXPECT_NE(id, trip_id_of("older", "7", created));
  EXPECT_NE(id, trip_id_of("legacy", "8", created));
  EXPECT_EQ(id.substr(0, 10), trip_id_of("legacy", "8", created).substr(0, 10));
  EXPECT_EQ(client_id_of("legacy", "7").substr(0, 2), "c_");
  EXPECT_NE(client_id_of("legacy", "7"), client_id_of("legacy", "8"));
}

TEST(MapClient, FillsTheGapsOfTheFirstRowFromTheOthers) {
  const MappedClient client = map_client(
      "c_1", {R"({"client_id":1,"email":"Ann@Example.com ","full_name":"Ann","contact_info":"{}"})",
              R"({"client_id":2,"email":"ann@example.com","full_name":"Anna","contact_info":
              "{\"phone\":5551234}","travel_docs":"{\"passport_number\":\"X1\"}"})"});
  EXPECT_EQ(client.email_key, "ann@example.com");
  EXPECT_EQ(client.name_key, "ann");
  EXPECT_TRUE(client.complete);
  EXPECT_EQ(part(client.document, "name"), R"("Ann")");
  EXPECT_EQ(part(client.document, "phone"), R"("5551234")");
  EXPECT_EQ(part(client.document, "documents/passport_number"), R"("X1")");
  EXPECT_NE(part(client.document, "_private/legacy/rows").find(R"("Anna")"), std::string::npos);
}

TEST(MapClient, WithoutAnAddressHasNone) {
  const MappedClient client =
      map_client("c_1", {R"({"client_id":1,"email":"no-email-yet","full_name":"Ann"})"});
  EXPECT_EQ(client.email_key, "");
  EXPECT_TRUE(is_address(" a@b.c "));
  for (std::string_view text : {"", "a", "@b.c", "a@b", "a@b.", "a@b@c.d", "a b@c.d", "a@.d"})
    EXPECT_FALSE(is_address(text)) << text;
}

TEST(CellsJson, HoldsEveryKindOfValue) {
  std::string cells;
  each_row(
      "CREATE TABLE t (a, b, c, d, e, f);\nINSERT INTO t VALUES(NULL,9223372036854775807,1.50,"
      "'x''y',X'00FF',1e999);",
      [&](const Row& row) { cells = cells_json(row); });
  EXPECT_EQ(
      cells,
      R"({"b":9223372036854775807,"c":1.5,"d":"x'y","e":{"blob":"00ff"},"f":{"real":"1e999"}})");
}

}  // namespace
}  // namespace vg::legacy
