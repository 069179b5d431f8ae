#include "bench/world/workloads.hpp"

#include "base/text.hpp"
#include "platform/host/world.hpp"
#include "platform/sqlite/connection.hpp"

#include <algorithm>
#include <array>

namespace vg::bench {
namespace {

constexpr std::size_t kSpread = 1'000;
constexpr std::size_t kWithOffers = 20;
constexpr std::array<std::int64_t, 4> kHistoryLengths = {10, 100, 1'000, 10'000};

std::string of(std::string_view trip, std::string_view more) {
  return R"({"trip_id":")" + std::string(trip) + "\"" + std::string(more) + "}";
}

std::string set(std::string_view path, const std::string& value) {
  return R"({"op":"set","path":")" + std::string(path) + R"(","value":")" + value + R"("})";
}

std::string edit(std::string_view trip, const std::string& operations) {
  return of(trip, R"(,"operations":[)" + operations + "]");
}

std::string six_operations(Trips& trips) {
  const std::string u = trips.unique();
  return edit(
      trips.any(),
      set("meta/status", "six " + u) + "," + set("meta/subtitle", "Days of " + u) + "," +
          set("meta/occasion", "Birthday " + u) + "," + set("preferences/pace", "easy") + "," +
          set("preferences/vibe", "Unhurried " + u) +
          R"(,{"op":"add","path":"insiderTips","value":{"title":"Early","tip":"Go before nine: )" +
          u + R"("}})");
}

template <std::int64_t Events>
std::string edit_with_events(Trips& trips) {
  return edit(trips.with_events(Events), set("meta/status", "status " + trips.unique()));
}
template <std::int64_t Events>
std::string read_with_events(Trips& trips) {
  return of(trips.with_events(Events), "");
}
template <std::int64_t Events>
std::string replay(Trips& trips) {
  return of(trips.with_events(Events), R"(,"version":)" + std::to_string(Events));
}
template <std::int64_t Events>
std::string restore(Trips& trips) {
  return of(trips.with_events(Events), R"(,"version":)" + std::to_string(Events / 2) +
                                           R"(,"idempotency_key":")" + trips.unique() + "\"");
}

// clang-format off
constexpr std::array<Workload, 14> kTripWorkloads = {{
    {"read_summary", "read_trip", false, [](Trips& t) { return of(t.any(), ""); }},
    {"read_full", "read_trip", false, [](Trips& t) { return of(t.any(), R"(,"view":"full")"); }},
    {"read_any_of_all", "read_trip", false, [](Trips& t) { return of(t.any_of_all(), ""); }},
    {"history", "read_trip", false, [](Trips& t) { return of(t.any(), R"(,"view":"history")"); }},
    {"find_newest", "find_trips", false, [](Trips&) { return std::string("{}"); }},
    {"find_word", "find_trips", false, [](Trips& t) { return R"({"query":")" + city_of(t.any_number()) + "\"}"; }},
    {"find_oldest", "find_trips", false, [](Trips&) { return std::string(R"({"query":"oldestofall"})"); }},
    {"find_client", "find_trips", false, [](Trips& t) { return R"({"client_id":")" + t.any_client() + "\"}"; }},
    {"recommend", "recommend_options", false, [](Trips& t) { return of(t.with_offers(), ""); }},
    {"edit_1", "edit_trip", true, [](Trips& t) { return edit(t.any(), set("meta/status", "status " + t.unique())); }},
    {"edit_6", "edit_trip", true, &six_operations},
    {"create", "create_trip", true, [](Trips& t) { return t.maker().arguments(t.any_number(), " of " + t.unique()); }},
    {"add_options_100", "add_options", true, [](Trips& t) { return hundred_offers(t, t.with_offers()); }},
    {"add_first_options_100", "add_options", true, [](Trips& t) { return hundred_offers(t, t.any()); }},
}};
constexpr std::array<Workload, 13> kHistoryWorkloads = {{
    {"read_summary/events:10", "read_trip", false, &read_with_events<10>},
    {"read_summary/events:100", "read_trip", false, &read_with_events<100>},
    {"read_summary/events:1000", "read_trip", false, &read_with_events<1000>},
    {"read_summary/events:10000", "read_trip", false, &read_with_events<10000>},
    {"edit_1/events:10", "edit_trip", true, &edit_with_events<10>},
    {"edit_1/events:100", "edit_trip", true, &edit_with_events<100>},
    {"edit_1/events:1000", "edit_trip", true, &edit_with_events<1000>},
    {"edit_1/events:10000", "edit_trip", true, &edit_with_events<10000>},
    {"replay/events:10", "read_trip", false, &replay<10>},
    {"replay/events:100", "read_trip", false, &replay<100>},
    {"replay/events:1000", "read_trip", false, &replay<1000>},
    {"replay/events:10000", "read_trip", false, &replay<10000>},
    {"restore/events:100", "restore_trip", true, &restore<100>},
}};
// clang-format on

Result<std::vector<std::string>> texts(sqlite::Connection& connection, std::string_view sql) {
  VG_TRY(const store::ResultSet rows, connection.run({sql, {}}));
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out.emplace_back(rows.text(i, 0));
  return out;
}

}  // namespace

Result<Trips> Trips::load(const std::string& path) {
  VG_TRY(const auto connection, sqlite::Connection::open(path, sqlite::Durability::fast));
  Trips out;
  VG_TRY(out.all_, texts(*connection, "SELECT id FROM trip ORDER BY id"));
  VG_TRY(const auto having, texts(*connection, "SELECT trip FROM option_set"));
  out.having_offers_.insert(having.begin(), having.end());
  VG_TRY(out.clients_, texts(*connection, "SELECT id FROM client ORDER BY id LIMIT 1000"));
  // Edits that were measured before may have added events to a history.
  VG_TRY(const store::ResultSet long_ones,
         connection->run({"SELECT id, version FROM trip WHERE version >= 10 ORDER BY id", {}}));
  for (std::size_t i = 0; i < long_ones.size(); ++i)
    for (const std::int64_t events : kHistoryLengths)
      if (long_ones.integer(i, 1) >= events && long_ones.integer(i, 1) < 2 * events)
        out.histories_[events].emplace_back(long_ones.text(i, 0));
  const std::size_t step = std::max<std::size_t>(1, out.all_.size() / kSpread);
  for (std::size_t i = 0; i < out.all_.size() && out.spread_.size() < kSpread; i += step)
    out.spread_.push_back(out.all_[i]);
  for (std::size_t i = 0; i < out.spread_.size() && i < kWithOffers; ++i)
    out.with_offers_.push_back(out.spread_[i * out.spread_.size() / kWithOffers]);
  IdSource ids(host::random_seed());
  out.mark_ = ids.random(8);
  return out;
}

const std::string& Trips::pick(const std::vector<std::string>& from) {
  VG_ASSERT(!from.empty());
  return from[random_() % from.size()];
}
const std::string& Trips::any() {
  return pick(spread_);
}
const std::string& Trips::any_of_all() {
  return pick(all_);
}
const std::string& Trips::with_offers() {
  return pick(with_offers_);
}
const std::string& Trips::any_client() {
  return pick(clients_);
}
const std::string& Trips::with_events(std::int64_t events) {
  return pick(histories_[events]);
}
std::int64_t Trips::any_number() {
  return static_cast<std::int64_t>(random_() % all_.size());
}
std::string Trips::unique() {
  return mark_ + "-" + std::to_string(++drawn_);
}

std::string hundred_offers(Trips& trips, std::string_view trip) {
  std::string list;
  const auto base = static_cast<std::int64_t>(std::hash<std::string>()(trips.unique()) % 900);
  for (std::int64_t i = 0; i < 100; ++i) {
    list += std::string(i > 0 ? "," : "") + R"({"name":"Casa )" + city_of(i) + " " +
            std::to_string(i) + R"(","city":"Lisbon","location":"Quarter )" +
            std::to_string(i % 10) + R"(","price":")" + std::to_string(300 + base + i * 37 % 900) +
            "." + std::to_string(10 + i % 90) +
            R"(","currency":"EUR","checkIn":"2027-03-11","checkOut":"2027-03-14","stars":)" +
            std::to_string(3 + i % 3) + R"(,"rating":")" + std::to_string(7 + i % 3) + "." +
            std::to_string(i % 10) + R"(","refundable":)" + (i % 3 == 0 ? "false" : "true") +
            R"(,"boardBasis":"Breakfast","commission":")" + std::to_string(8 + i % 5 * 2) +
            R"(%","url":"https://hotels.example.com/lisbon/)" + std::to_string(i + 1) + "\"}";
  }
  return of(trip, R"(,"site":"bench","options":[)" + list + R"(],"idempotency_key":")" +
                      trips.unique() + "\"");
}

Status prepare_offers(World& world, Trips& trips) {
  for (const std::string& trip : trips.with_offers_list()) {
    if (trips.has_offers(trip)) continue;
    Call call(world, "add_options", hundred_offers(trips, trip));
    VG_TRY([[maybe_unused]] const Outcome out, run(world, call));
  }
  return Done();
}

Trips Trips::only(std::size_t index) const {
  Trips out = *this;
  out.spread_ = {all_.at(index)};
  out.with_offers_ = out.spread_;
  out.mark_ += "-" + std::to_string(index);
  return out;
}

std::span<const Workload> workloads(Dataset::Kind kind) {
  return kind == Dataset::Kind::trips ? std::span<const Workload>(kTripWorkloads)
                                      : std::span<const Workload>(kHistoryWorkloads);
}

std::int64_t events_in(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? 0 : parse_integer(name.substr(colon + 1)).value_or(0);
}

}  // namespace vg::bench
