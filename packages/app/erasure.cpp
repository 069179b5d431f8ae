#include "app/erasure.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {

using json::Value;
using store::cell;

namespace {

Result<store::ResultSet> ask(BatchRunner& runner, const Context& context, std::string_view sql,
                             std::vector<store::Cell> params) {
  store::Batch batch;
  batch.add(sql, context, std::move(params));
  VG_TRY(store::Rows rows, runner.run(std::move(batch)));
  return std::move(rows[0]);
}

std::string list_of(const std::vector<std::string>& ids) {
  json::Arena arena;
  json::ArrayBuilder out(arena);
  for (const std::string& id : ids) out.add(Value(id));
  return json::write(out.finish());
}

std::string subjects_of(const ClientData& data) {
  std::vector<std::string> all = data.trips;
  all.push_back(data.id);
  return list_of(all);
}

std::vector<std::string> first_column(const store::ResultSet& rows) {
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out.emplace_back(rows.text(i, 0));
  return out;
}

// Stored JSON as a value; a text that is none stays a text.
Value stored(json::Arena& arena, std::string_view text) {
  const std::string_view copy = arena.copy(text);
  const auto value = json::parse(arena, copy);
  return value ? *value : Value(copy);
}

Result<Value> events_of(const Context& context, const std::string& subject, json::Arena& arena,
                        BatchRunner& runner) {
  VG_TRY(const store::ResultSet rows, ask(runner, context, store::kEventsOf, {cell(subject)}));
  json::ArrayBuilder out(arena);
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.add(json::ObjectBuilder(arena)
                .add("version", Value(rows.integer(i, 0)))
                .add_copy("kind", rows.text(i, 1))
                .add_copy("at", to_iso(Instant{rows.integer(i, 2)}))
                .add_copy("actor", rows.text(i, 3))
                .add("payload", stored(arena, rows.text(i, 4)))
                .finish());
  return out.finish();
}

Result<Value> subject_json(const Context& context, const std::string& id, bool is_trip,
                           json::Arena& arena, BatchRunner& runner) {
  json::ObjectBuilder out(arena);
  out.add_copy("id", id);
  VG_TRY(
      const store::ResultSet rows,
      ask(runner, context, is_trip ? store::kTripAndOffers : store::kClientDocument, {cell(id)}));
  if (!rows.empty()) {
    out.add("document", stored(arena, rows.text(0, 0)));
    if (is_trip && !rows.is_null(0, 1)) out.add("offers", stored(arena, rows.text(0, 1)));
  }
  VG_TRY(const Value events, events_of(context, id, arena, runner));
  return out.add("events", events).finish();
}

}  // namespace

Result<ClientData> find_client_data(const Context& context, std::string_view who,
                                    BatchRunner& runner) {
  const std::string key = to_lower_ascii(trim(who));
  VG_TRY(const store::ResultSet found,
         ask(runner, context, store::kFindClient, {cell(trim(who)), cell(key)}));
  if (found.empty())
    return Error{ErrorCode::not_found,
                 "there is no client " + one_line(who, 80) + "; give an id or an e-mail address",
                 {}};
  ClientData out{.id = std::string(found.text(0, 0)), .email = std::string(found.text(0, 1))};
  VG_TRY(const store::ResultSet trips, ask(runner, context, store::kTripsOfClient, {cell(out.id)}));
  out.trips = first_column(trips);
  VG_TRY(const store::ResultSet naming,
         ask(runner, context, store::kTripsNaming, {cell(out.id), cell(out.email)}));
  out.named_in = first_column(naming);
  VG_TRY(const store::ResultSet pages,
         ask(runner, context, store::kPagesOf, {cell(list_of(out.trips))}));
  for (std::size_t i = 0; i < pages.size(); ++i)
    out.published.push_back(std::string(pages.text(i, 0)) + " on " + std::string(pages.text(i, 1)));
  VG_TRY(const store::ResultSet kept,
         ask(runner, context, store::kKeptOf, {cell(subjects_of(out)), cell(out.email)}));
  out.kept_rows = std::ssize(first_column(kept));
  return out;
}

Result<std::string> client_data_json(const Context& context, const ClientData& data,
                                     BatchRunner& runner) {
  json::Arena arena;
  VG_TRY(const Value client, subject_json(context, data.id, false, arena, runner));
  json::ArrayBuilder trips(arena);
  for (const std::string& id : data.trips) {
    VG_TRY(const Value trip, subject_json(context, id, true, arena, runner));
    trips.add(trip);
  }
  VG_TRY(const store::ResultSet rows,
         ask(runner, context, store::kKeptOf, {cell(subjects_of(data)), cell(data.email)}));
  json::ArrayBuilder kept(arena);
  for (std::size_t i = 0; i < rows.size(); ++i)
    kept.add(json::ObjectBuilder(arena)
                 .add_copy("table", rows.text(i, 0))
                 .add_copy("key", rows.text(i, 1))
                 .add("cells", stored(arena, rows.text(i, 2)))
                 .finish());
  json::ArrayBuilder named(arena);
  for (const std::string& id : data.named_in) named.add(Value(id));
  return json::write_pretty(json::ObjectBuilder(arena)
                                .add("client", client)
                                .add("trips", trips.finish())
                                .add("rows_of_the_older_system", kept.finish())
                                .add("named_in_trips_of_others", named.finish())
                                .finish()) +
         "\n";
}

Status erase_client(const Context& context, const ClientData& data, BatchRunner& runner) {
  if (!data.published.empty())
    return Error{ErrorCode::conflict,
                 "a page is still there: " + data.published.front() +
                     "; take it down first with `voygent publish <trip> --takedown`. Nothing was "
                     "erased",
                 {}};
  const std::string trips = list_of(data.trips);
  const std::string subjects = subjects_of(data);
  store::Batch batch;
  batch.read_only = false;
  for (std::string_view sql : {store::kEraseTerms, store::kEraseCheckpoints, store::kEraseOffers,
                               store::kErasePublications, store::kEraseTrips})
    batch.add(sql, context, {cell(trips)});
  for (std::string_view sql : {store::kEraseRequests, store::kEraseEvents, store::kEraseClient})
    batch.add(sql, context, {cell(subjects)});
  batch.add(store::kEraseKept, context, {cell(subjects), cell(data.email)});
  VG_CHECK(runner.run(std::move(batch)));
  return Done();
}

}  // namespace vg::app
