#include "bench/world/dataset.hpp"

#include "base/digest.hpp"
#include "bench/world/crowd.hpp"
#include "bench/world/world.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "platform/sqlite/connection.hpp"
#include "store/statements.hpp"

#include <array>
#include <filesystem>

namespace vg::bench {
namespace {

constexpr std::array<std::string_view, 8> kDocuments = {"01-city-break-3n",
                                                        "02-multi-country-14d",
                                                        "03-med-cruise",
                                                        "05-safari",
                                                        "07-honeymoon",
                                                        "08-road-trip",
                                                        "13-confirmed-predeparture",
                                                        "14-decisions-board"};
constexpr std::array<std::string_view, 20> kStarts = {
    "Alta", "Bre",  "Cala", "Dor",  "Elm", "Fara", "Gran", "Hol", "Ista", "Jura",
    "Kol",  "Luna", "Mira", "Nova", "Oss", "Pela", "Quin", "Rio", "Sal",  "Tor"};
constexpr std::array<std::string_view, 20> kEnds = {
    "bach", "castro", "dam",  "egg",   "ford", "grad", "haven", "inia", "kloster", "lund",
    "mar",  "nova",   "oria", "polis", "que",  "rado", "stad",  "tal",  "vik",     "wick"};
constexpr std::array<std::string_view, 12> kMoods = {"Slow",   "Bright", "Quiet", "Long",
                                                     "Golden", "Wild",   "High",  "Blue",
                                                     "First",  "Late",   "Green", "Old"};
constexpr std::size_t kAtOnce = 128;
constexpr std::int64_t kTripsPerClient = 5;

Status add_token(sqlite::Database& database) {
  Context context{.now = {1'700'000'000'000}, .ids = IdSource({}), .actor = Actor::local(kTenant)};
  store::Batch batch;
  batch.read_only = false;
  batch.add(store::kInsertToken, context,
            {store::cell(to_hex(sha256(kToken))), store::cell("bench"),
             store::cell("read write publish"), store::Cell()});
  VG_TRY([[maybe_unused]] const store::Rows rows, database.run(std::move(batch)));
  return Done();
}

// Small changes of places that every document has, as a planner makes them one at a time.
std::string edit_arguments(std::string_view trip, std::int64_t number) {
  static constexpr std::array<std::string_view, 5> kPlaces = {
      "meta/status", "meta/subtitle", "preferences/vibe", "dates/duration", "meta/occasion"};
  const auto place = static_cast<std::size_t>(number) % kPlaces.size();
  const std::string value = kPlaces[place] == "dates/duration"
                                ? std::to_string(3 + number % 20)
                                : "\"change " + std::to_string(number) + "\"";
  return R"({"trip_id":")" + std::string(trip) + R"(","operations":[{"op":"set","path":")" +
         std::string(kPlaces[place]) + R"(","value":)" + value + R"(}],"idempotency_key":"h)" +
         std::to_string(number) + "-" + std::string(trip) + "\"}";
}

Status make_trips(World& world, std::int64_t from, std::int64_t count) {
  const TripMaker maker;
  std::int64_t next = from;
  return run_crowd(world, kAtOnce, count,
                   [&] { return CrowdCall{"create_trip", maker.arguments(next++, "")}; });
}

// The newest trips get the histories: they were made last and have one event each.
Status make_histories(World& world, const std::string& path,
                      const std::vector<Histories>& histories) {
  VG_TRY(const auto connection, sqlite::Connection::open(path, sqlite::Durability::fast));
  VG_TRY(const store::ResultSet ids,
         connection->run({"SELECT id FROM trip ORDER BY id DESC LIMIT 2000", {}}));
  std::size_t trip = 0;
  for (const Histories& history : histories) {
    // Round by round, so that all trips of one length grow together.
    std::int64_t number = 0;
    const std::size_t first = trip;
    trip += static_cast<std::size_t>(history.trips);
    VG_CHECK(run_crowd(world, kAtOnce, history.trips * (history.events - 1), [&] {
      const std::size_t at = first + static_cast<std::size_t>(number % history.trips);
      const std::string id(ids.text(at, 0));
      return CrowdCall{"edit_trip", edit_arguments(id, number++)};
    }));
  }
  return Done();
}

}  // namespace

std::string city_of(std::int64_t number) {
  const auto at = static_cast<std::size_t>(number * 7919 % kCities);
  return std::string(kStarts[at % kStarts.size()]) +
         std::string(kEnds[at / kStarts.size() % kEnds.size()]);
}

TripMaker::TripMaker() {
  for (const std::string_view name : kDocuments) {
    auto text = folder::read_file(std::string(VG_SOURCE_DIR) + "/tests/data/trips/" +
                                  std::string(name) + ".json");
    VG_ASSERT(text.has_value());
    json::Arena arena;
    auto document = json::parse(arena, *text);
    VG_ASSERT(document.has_value());
    documents_.push_back(json::write(*document));
  }
}

std::string TripMaker::arguments(std::int64_t number, std::string_view mark) const {
  json::Arena arena;
  const std::string& text = documents_[static_cast<std::size_t>(number) % documents_.size()];
  const auto document = json::parse(arena, text);
  const std::string city = city_of(number);
  const std::string words(kMoods[static_cast<std::size_t>(number / 3) % kMoods.size()]);
  const std::string client = "Client " + std::to_string(number / kTripsPerClient) + " of Bench";
  json::ObjectBuilder meta(arena);
  meta.add_copy("title", words + " days in " + city + ", trip " + std::to_string(number) +
                             (number == 0 ? " oldestofall" : "") + std::string(mark))
      .add_copy("destination", city)
      .add_copy("clientName", client);
  json::ObjectBuilder patch(arena);
  patch.add("meta", meta.finish());
  json::ObjectBuilder who(arena);
  who.add_copy("name", client)
      .add_copy("email", "client" + std::to_string(number / kTripsPerClient) + "@example.com");
  json::ObjectBuilder out(arena);
  out.add("document", json::merge_patch(arena, *document, patch.finish()))
      .add("client", who.finish());
  return json::write(out.finish());
}

Status make_dataset(const Dataset& plan) {
  std::error_code ignored;
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(plan.path + end, ignored);
  std::filesystem::create_directories(std::filesystem::path(plan.path).parent_path(), ignored);
  {
    VG_TRY(const auto world, World::open(plan.path, sqlite::Durability::fast));
    VG_CHECK(add_token(world->database()));
    std::int64_t with_history = 0;
    for (const Histories& history : plan.histories) with_history += history.trips;
    VG_CHECK(make_trips(*world, 0, plan.trips + with_history));
    VG_CHECK(make_histories(*world, plan.path, plan.histories));
  }
  VG_TRY(const auto connection, sqlite::Connection::open(plan.path, sqlite::Durability::fast));
  return connection->execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize");
}

}  // namespace vg::bench
