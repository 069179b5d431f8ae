#include "tests/plans/population.hpp"

#include "base/text.hpp"
#include "json/write.hpp"
#include "tests/plans/documents.hpp"
#include "trip/search.hpp"

#include <algorithm>
#include <cstring>

namespace vg::plans {
namespace {

using json::Value;

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::int64_t kYearsMs = 3 * 365 * kDayMs;
constexpr std::string_view kToken = "the token of the plans";
constexpr int kFrequentTrips = 40;
constexpr std::uint64_t kOtherTenants = 9;
constexpr int kRichTrips = 1'000;  // the others have small documents: plans follow rows, not bytes
constexpr int kLongHistory = 300;
constexpr std::int64_t kRequestsMs = 30 * kDayMs;  // older ones are forgotten
constexpr int kCheckpoint = 200;

// What happens to a number for which purpose; drawn() keeps them apart.
enum Purpose : std::uint64_t {
  for_id = 1,
  for_bulk,
  for_client,
  for_phase,
  for_dates,
  for_edits,
  for_touch,
  for_offers,
  for_publications,
};

// Columns as the statements of the store leave them.
constexpr std::string_view kTrip =
    "INSERT INTO trip (tenant, id, version, slug, created_at, updated_at, touched_day, search, "
    "terms, doc, phase, client_id, end_date, hold_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
    "?9, ?10, ?10 ->> '$.meta.phase', ?10 ->> '$.meta.clientId', ?10 ->> '$.dates.end', ?10 ->> "
    "'$.meta.holdDate')";
constexpr std::string_view kTerms =
    "INSERT INTO term (tenant, term, trip) SELECT ?1, j.key, ?2 FROM json_each(?3) j";
constexpr std::string_view kEvent =
    "INSERT INTO event (tenant, subject, version, kind, at, actor, request, payload) VALUES (?1, "
    "?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr std::string_view kRequest =
    "INSERT INTO request (tenant, id, digest, tool, subject, version, nonce, at) VALUES (?1, ?2, "
    "'digest of the content', ?3, ?4, ?5, 'nonce of the attempt', ?6)";
constexpr std::string_view kCheckpointRow =
    "INSERT INTO checkpoint (tenant, trip, version, doc) VALUES (?1, ?2, ?3, json_patch(?4, "
    "json_object('meta', json_object('subtitle', 'Edit ' || (?3 - 1)))))";
constexpr std::string_view kClient =
    "INSERT INTO client (tenant, id, version, name_key, email_key, updated_at, search, terms, doc) "
    "VALUES (?1, ?2, 1, ?3, ?4, ?5, ' ' || ?3, ?6, json_object('name', ?7, 'email', ?4))";
constexpr std::string_view kOptions =
    "INSERT INTO option_set (tenant, trip, version, doc) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kPublication =
    "INSERT INTO publication (tenant, trip, target, number, action, version, revision, url, "
    "content_hash, at, actor) VALUES (?1, ?2, ?3, ?4, 'published', 1, ?5, "
    "'https://site.example/p/', ?5, ?6, ?7)";
constexpr std::string_view kTokenRow =
    "INSERT INTO token (hash, tenant, name, scopes, created_at) VALUES (?1, ?2, ?3, 'read write "
    "publish', 1000)";

constexpr std::string_view kLegacyRow =
    "INSERT INTO legacy_row (tenant, source, origin, row_key, subject, reason, cells) VALUES (?1, "
    "'legacy', 'ActivityLog', ?2, ?3, 'history', json_object('activity_id', ?2, 'details', "
    "'opened'))";

// When a trip of the desk was made.
Instant desk_created(int number) {
  return Instant{kNow.ms - kYearsMs + number * 60'000};
}

IdSource ids_of(std::uint64_t tenant, std::uint64_t number, Purpose purpose) {
  IdSource::Seed seed{};
  const std::uint64_t words[] = {tenant, number, purpose};
  std::memcpy(seed.data(), words, sizeof words);
  return IdSource(seed);
}

std::string client_id_of(std::uint64_t tenant, std::uint64_t number) {
  return "c_" + ids_of(tenant, number, for_client).random(10);
}

std::string name_of_client(std::uint64_t number) {
  return number == 0 ? "Frequent Traveller" : person(number);
}

// One tenant as it is filled. `number` counts its trips from 0, the oldest.
class Agency final {
 public:
  Agency(sqlite::Connection& connection, const Documents& documents, std::uint64_t tenant,
         int trips)
      : connection_(connection),
        documents_(documents),
        tenant_(tenant),
        name_(tenant == 0 ? std::string(kTenant) : "bureau-" + std::to_string(tenant)),
        trips_(trips),
        clients_(std::max(4, trips / 4)) {}

  Status fill() {
    for (int i = 0; i < 5; ++i) {
      const std::string token =
          i == 0 && tenant_ == 0 ? std::string(kToken) : name_ + std::to_string(i);
      VG_CHECK(run(kTokenRow,
                   {Actor::from_token(token).token_hash, name_, "token " + std::to_string(i)}));
    }
    for (int i = 0; i < clients_; ++i) VG_CHECK(client(static_cast<std::uint64_t>(i)));
    for (int i = 0; i < trips_; ++i) VG_CHECK(trip(i));
    return Done();
  }

  std::string trip_id_of(int number) const {
    Context context{.now = created(number),
                    .ids = ids_of(tenant_, static_cast<std::uint64_t>(number), for_id),
                    .actor = {}};
    return make_trip_id(context);
  }

 private:
  struct Trip {
    int number = 0;
    std::uint64_t draw = 0;  // of this trip in this tenant
    std::string id, document;
    Instant created, updated;
    int version = 1;
  };

  Status run(std::string_view sql, std::vector<store::Cell> params) {
    VG_TRY([[maybe_unused]] const store::ResultSet rows,
           connection_.run({.sql = sql, .params = std::move(params)}));
    return Done();
  }

  bool on_desk(int number) const { return tenant_ == 0 && number < kDeskTrips; }
  bool is(int number, Desk trip) const {
    return on_desk(number) && number == static_cast<int>(trip);
  }

  // The desk is the same in every population, the others are spread over the years evenly.
  Instant created(int number) const {
    if (on_desk(number)) return desk_created(number);
    return Instant{kNow.ms - kYearsMs + kDayMs + (kYearsMs - 2 * kDayMs) / trips_ * number};
  }

  Instant updated(const Trip& trip) const {
    if (is(trip.number, Desk::edit_first_of_day) || is(trip.number, Desk::edit_phase_first_of_day))
      return Instant{kNow.ms - kDayMs};
    if (on_desk(trip.number)) return Instant{kNow.ms - 60'000};
    const auto since = static_cast<std::uint64_t>(kNow.ms - kDayMs - trip.created.ms) + 1;
    return Instant{trip.created.ms +
                   static_cast<std::int64_t>(drawn(trip.draw, for_touch) % since)};
  }

  int versions(const Trip& trip) const {
    if (is(trip.number, Desk::history) || is(trip.number, Desk::restore)) return kLongHistory;
    if (on_desk(trip.number)) return 4;
    return 1 + static_cast<int>(drawn(trip.draw, for_edits) % 4);
  }

  Bulk bulk(const Trip& trip) const {
    if (is(trip.number, Desk::edit_heavy)) return Bulk::heavy;
    if (on_desk(trip.number)) return Bulk::usual;
    const std::uint64_t of_hundred = drawn(trip.draw, for_bulk) % 100;
    if (tenant_ != 0 || trip.number >= kRichTrips || of_hundred < 35) return Bulk::small;
    return of_hundred < 95 ? Bulk::usual : Bulk::heavy;
  }

  Facts facts(const Trip& trip) const {
    Facts out;
    out.title = title(trip.draw);
    out.destination = destination(trip.draw / 7);
    const std::uint64_t dates = drawn(trip.draw, for_dates);
    out.start = Date{trip.created.date().days + 30 + static_cast<std::int32_t>(dates % 400)};
    if (on_desk(trip.number)) out.start = Date{kNow.date().days + 60};
    out.end = Date{out.start.days + 3 + static_cast<std::int32_t>(dates / 400 % 14)};
    const std::uint64_t phase = drawn(trip.draw, for_phase);
    const Date today = kNow.date();
    if (out.end < today) {
      out.phase = phase % 10 == 0 ? "cancelled" : "past";
      out.archived = phase / 10 % 4 == 0;
    } else if (out.start <= today) {
      out.phase = "active";
    } else {
      constexpr const char* kAhead[] = {"discovery", "planning", "proposal", "confirmed"};
      out.phase = on_desk(trip.number) ? "planning" : kAhead[phase % 4];
      out.held = !on_desk(trip.number) && phase % 4 < 3 && phase / 4 % 3 == 0;
      out.hold = Date{today.days + static_cast<std::int32_t>(phase / 12 % 60)};
    }
    give_client(trip, out);
    return out;
  }

  // Three of four trips have a client, and the first client has kFrequentTrips.
  void give_client(const Trip& trip, Facts& out) const {
    std::uint64_t client = drawn(trip.draw, for_client);
    if (client % 4 == 0 && !on_desk(trip.number)) return;
    client = on_desk(trip.number) ? 1 + client % 3
                                  : 1 + client / 4 % static_cast<std::uint64_t>(clients_ - 1);
    const int every = std::max(1, (trips_ - kDeskTrips) / kFrequentTrips);
    const int beyond = trip.number - kDeskTrips;
    if (tenant_ == 0 && beyond >= 0 && beyond % every == 0 && beyond / every < kFrequentTrips)
      client = 0;
    out.client_id = client_id_of(tenant_, client);
    out.client_name = name_of_client(client);
  }

  Status client(std::uint64_t number) {
    json::Arena arena(4096);
    const std::string name = name_of_client(number);
    const std::string key = fold(name);
    const Value index = json::ObjectBuilder(arena).add_copy("client", " " + key).finish();
    const store::Cell email = number == 0 ? store::cell(kFrequentEmail)
                              : number % 3 != 0
                                  ? store::cell("c" + std::to_string(number) + "@example.com")
                                  : store::Cell();
    const std::string id = client_id_of(tenant_, number);
    const std::int64_t at = kNow.ms - kYearsMs;
    VG_CHECK(run(kClient,
                 {name_, id, key, email, at, json::write(trip::search_terms(arena, index)), name}));
    return run(kEvent, {name_, id, std::int64_t{1}, "client_saved", at, "local", "-", "{}"});
  }

  Status trip(int number) {
    json::Arena arena(64 * 1024);
    Trip made{.number = number,
              .draw = drawn(static_cast<std::uint64_t>(number), tenant_),
              .id = trip_id_of(number),
              .document = {},
              .created = created(number),
              .updated = {}};
    made.updated = updated(made);
    made.version = versions(made);
    const Facts says = facts(made);
    const Value first = documents_.make(arena, made.draw, says, bulk(made));
    const Value last =
        made.version == 1 ? first : json::merge_patch(arena, first, edit(arena, made.version - 1));
    const Value search = with_client(arena, trip::search_index(arena, last), says.client_name);
    const std::string terms = json::write(trip::search_terms(arena, search));
    made.document = json::write(first);
    VG_CHECK(run(kTrip, {name_, made.id, std::int64_t{made.version},
                         ids_of(tenant_, made.draw, for_id).random(26), made.created.ms,
                         made.updated.ms, std::int64_t{made.updated.date().days},
                         json::write(search), terms, json::write(last)}));
    VG_CHECK(run(kTerms, {name_, made.id, terms}));
    VG_CHECK(run(kLegacyRow, {name_, std::to_string(number), made.id}));
    VG_CHECK(events(arena, made));
    VG_CHECK(offers_of(made));
    return publications(made);
  }

  // The only change in the history of a trip that was made here.
  static Value edit(json::Arena& arena, int number) {
    const Value meta =
        json::ObjectBuilder(arena).add_copy("subtitle", "Edit " + std::to_string(number)).finish();
    return json::ObjectBuilder(arena).add("meta", meta).finish();
  }

  static Value with_client(json::Arena& arena, Value search, std::string_view client) {
    if (client.empty()) return search;
    const Value more = json::ObjectBuilder(arena).add_copy("client", " " + fold(client)).finish();
    return json::merge_patch(arena, search, more);
  }

  Status events(json::Arena& arena, const Trip& trip) {
    const std::int64_t step = (trip.updated.ms - trip.created.ms) / trip.version;
    IdSource ids = ids_of(tenant_, trip.draw, for_edits);
    for (int version = 1; version <= trip.version; ++version) {
      const std::int64_t at = trip.updated.ms - step * (trip.version - version);
      const std::string request = ids.random(22);
      const bool first = version == 1;
      VG_CHECK(run(kEvent, {name_, trip.id, std::int64_t{version}, first ? "created" : "edited", at,
                            Actor::from_token(kToken).token_hash, request,
                            first ? trip.document : json::write(edit(arena, version - 1))}));
      if (at < kNow.ms - kRequestsMs) continue;
      VG_CHECK(run(kRequest, {name_, request, first ? "create_trip" : "edit_trip", trip.id,
                              std::int64_t{version}, at}));
    }
    if (trip.version < kCheckpoint) return Done();
    return run(kCheckpointRow, {name_, trip.id, std::int64_t{kCheckpoint}, trip.document});
  }

  // Most trips have no offers, some have the same few.
  Status offers_of(const Trip& trip) {
    static const std::string few = offers(8);
    const bool many = is(trip.number, Desk::offers_more) || is(trip.number, Desk::attach_offers);
    const bool some = !on_desk(trip.number) && drawn(trip.draw, for_offers) % 10 == 0;
    if (!many && !some) return Done();
    return run(kOptions, {name_, trip.id, std::int64_t{trip.version}, many ? offers(300) : few});
  }

  Status publications(const Trip& trip) {
    const std::uint64_t draw = drawn(trip.draw, for_publications);
    int count = draw % 10 < 2 ? 1 + static_cast<int>(draw / 10 % 3) : 0;
    if (on_desk(trip.number)) count = 0;
    if (is(trip.number, Desk::publish) || is(trip.number, Desk::roll_back)) count = 20;
    IdSource ids = ids_of(tenant_, trip.draw, for_publications);
    for (int i = 1; i <= count; ++i)
      for (const char* target : {"staging", "production"})
        VG_CHECK(run(kPublication, {name_, trip.id, target, std::int64_t{i}, ids.random(40),
                                    trip.updated.ms, Actor::from_token(kToken).token_hash}));
    return Done();
  }

  sqlite::Connection& connection_;
  const Documents& documents_;
  std::uint64_t tenant_;
  std::string name_;
  int trips_;
  int clients_;
};

}  // namespace

Actor advisor() {
  return Actor::from_token(kToken);
}

std::string trip_id(Desk trip) {
  const auto number = static_cast<int>(trip);
  Context context{.now = desk_created(number),
                  .ids = ids_of(0, static_cast<std::uint64_t>(number), for_id),
                  .actor = {}};
  return make_trip_id(context);
}

std::string frequent_client() {
  return client_id_of(0, 0);
}

Status populate(sqlite::Connection& connection, int trips, const std::string& sources) {
  const Documents documents(sources);
  // The file is made once and thrown away when that fails.
  VG_CHECK(
      connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA "
                         "cache_size = -500000; BEGIN"));
  for (std::uint64_t tenant = 0; tenant <= kOtherTenants; ++tenant)
    VG_CHECK(Agency(connection, documents, tenant, tenant == 0 ? trips : trips / 100).fill());
  return connection.execute("COMMIT");
}

}  // namespace vg::plans
