#include "app/trip_write.hpp"

#include "app/answer.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/document.hpp"
#include "trip/events.hpp"
#include "trip/search.hpp"

namespace vg::app {

using json::Value;

namespace {

std::string json_list(const std::vector<std::string>& list) {
  json::Arena arena(4096);
  return json::write(texts(arena, list));
}

// Event and request of the change that the statement before made, if it made one.
void add_record(store::Batch& batch, Context& context, const WriteTarget& target,
                trip::EventKind kind, std::string payload, const store::Fingerprint& request) {
  batch.add(store::kInsertEvent, context,
            {store::cell(target.trip_id), store::cell(name_of(kind)), store::cell(request.id),
             store::Cell(std::move(payload))});
  batch.add(store::kInsertRequest, context,
            {store::cell(target.trip_id), store::cell(request.id), store::cell(request.digest),
             store::cell(target.tool), store::cell(request.nonce)});
  batch.add(store::kDateTrip, context, {store::cell(target.trip_id)});
}

std::string listed(std::string_view json_paths) {
  json::Arena arena(4096);
  std::string out;
  const auto paths = json::parse(arena, json_paths);
  if (!paths) return out;
  for (const Value& path : paths->items())
    out += (out.empty() ? "" : ", ") + trip::from_sql_path(path.text());
  return shorten(out, 300);
}

}  // namespace

void add_edit(store::Batch& batch, Context& context, json::Arena& arena, const WriteTarget& target,
              const trip::EditPlan& edit, const store::Fingerprint& request) {
  const std::string patch = json::write(edit.patch);
  const Value search = trip::search_patch(arena, edit.patch);
  batch.add(store::kUpdateTrip, context,
            {store::cell(target.trip_id), store::cell(target.expected_version), store::cell(patch),
             store::cell(json::write(search)), store::cell(request.id), request.cutoff,
             store::Cell(json_list(edit.must_exist)), store::Cell(json_list(edit.must_not_exist)),
             edit.items_added, store::cell(json::write(trip::search_terms(arena, search)))});
  add_record(batch, context, target, trip::EventKind::edited, patch, request);
  const bool listed = edit.patch.find("meta") != nullptr || edit.patch.find("dates") != nullptr;
  if (listed) batch.add(store::kListTrip, context, {store::cell(target.trip_id)});
  const bool other_client = edit.patch.get("meta").find("clientId") != nullptr;
  if (!search.members().empty() || other_client)
    add_to_index(batch, context, target.trip_id, other_client);
  ask_outcome(batch, context, target.trip_id, &edit, request);
}

void add_replacement(store::Batch& batch, Context& context, json::Arena& arena,
                     const WriteTarget& target, Value document, std::int64_t from_version,
                     const store::Fingerprint& request) {
  json::ObjectBuilder payload(arena);
  payload.add("from", Value(from_version)).add("doc", document);
  const Value search = trip::search_index(arena, document);
  batch.add(store::kReplaceTrip, context,
            {store::cell(target.trip_id), store::cell(target.expected_version),
             store::Cell(json::write(document)), store::cell(json::write(search)),
             store::cell(request.id), request.cutoff,
             store::cell(json::write(trip::search_terms(arena, search)))});
  add_record(batch, context, target, trip::EventKind::restored, json::write(payload.finish()),
             request);
  batch.add(store::kListTrip, context, {store::cell(target.trip_id)});
  add_to_index(batch, context, target.trip_id, true);
  ask_outcome(batch, context, target.trip_id, nullptr, request);
}

void add_to_index(store::Batch& batch, Context& context, std::string_view trip_id,
                  bool name_client) {
  if (name_client) batch.add(store::kNameClient, context, {store::cell(trip_id)});
  batch.add(store::kIndexTrip, context, {store::cell(trip_id)});
}

void ask_outcome(store::Batch& batch, Context& context, std::string_view trip_id,
                 const trip::EditPlan* edit, const store::Fingerprint& request) {
  batch.add(store::kTripOutcome, context,
            {store::cell(trip_id), store::cell(request.id), request.cutoff,
             store::Cell(edit ? json_list(edit->must_exist) : "[]"),
             store::Cell(edit ? json_list(edit->must_not_exist) : "[]")});
}

Result<EditOutcome> read_edit_outcome(const store::Rows& rows, std::string_view trip_id,
                                      std::optional<std::int64_t> expected_version,
                                      const store::Fingerprint& request) {
  const store::ResultSet& row = rows.back();
  if (row.empty()) return no_such_trip(trip_id);
  EditOutcome out{.duplicate = false,
                  .version = row.integer(0, 0),
                  .applied_as = 0,
                  .document = row.text(0, 1)};
  if (const auto seen = row.is_null(0, 3) ? std::nullopt : store::read_seen(row.text(0, 3))) {
    if (seen->digest != request.digest) return key_reused(*seen);
    out.duplicate = seen->nonce != request.nonce;
    out.applied_as = seen->version;
    return out;
  }
  if (expected_version && *expected_version != out.version)
    return version_conflict(trip_id, out.version);
  if (const std::string missing = listed(row.text(0, 4)); !missing.empty())
    return Error{ErrorCode::not_found,
                 "the trip has no " + missing +
                     "; nothing was changed. Read the trip for the ids that it has",
                 {}};
  if (const std::string present = listed(row.text(0, 5)); !present.empty())
    return Error{
        ErrorCode::conflict,
        "the trip has " + present + " already; nothing was changed. Leave the id out, or use set",
        {}};
  return Error{ErrorCode::too_large,
               "the trip would be larger than " + std::to_string(trip::kMaxBytes) +
                   " bytes or have more than " + std::to_string(trip::kMaxItems) +
                   " items; nothing was changed. Remove what is not needed first",
               {}};
}

}  // namespace vg::app
