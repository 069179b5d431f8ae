#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/client_fields.hpp"
#include "app/factories.hpp"
#include "app/trip_write.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/document.hpp"
#include "trip/events.hpp"
#include "trip/search.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kSlugLength = 26;  // 130 random bits
constexpr std::size_t kFindingsShown = 3;

constexpr shape::Field kFields[] = {
    shape::label("title", shape::advisor).up_to(200),
    shape::label("destination", shape::advisor).up_to(200),
    shape::date("start", shape::advisor),
    shape::date("end", shape::advisor),
    shape::label("currency", shape::advisor, "Of plain amounts").up_to(3),
    shape::integer("travelers", shape::advisor).from(1).up_to(1'000),
    shape::object("client", shape::advisor, kClientFields, "Created or found by e-mail or name")
        .explained_elsewhere(),
    shape::record("document", shape::advisor, "A whole trip, any known spelling; see guide fields"),
    shape::label("copy_of", shape::advisor, "A trip_id; bookings, holds, publication stay behind")
        .up_to(40),
    shape::choice("on_invalid", shape::advisor, "refuse keep",
                  "keep: sets aside what does not fit"),
    kKeyArgument,
};

// What was given beside the document, as a merge patch of a document.
Value overlay(json::Arena& arena, Value arguments) {
  json::ObjectBuilder meta(arena);
  for (std::string_view key : {"title", "destination", "currency"})
    if (const Value* value = arguments.find(key)) meta.add(key, *value);
  const Value client = arguments.get("client").get("name");
  if (!client.is_null() && arguments.get("document").get("meta").get("clientName").is_null())
    meta.add("clientName", client);
  json::ObjectBuilder dates(arena);
  for (std::string_view key : {"start", "end"})
    if (const Value* value = arguments.find(key)) dates.add(key, *value);
  json::ObjectBuilder out(arena);
  if (!meta.empty()) out.add("meta", meta.finish());
  if (!dates.empty()) out.add("dates", dates.finish());
  if (const Value* travelers = arguments.find("travelers")) {
    json::ObjectBuilder count(arena);
    out.add("travelers", count.add("count", *travelers).finish());
  }
  return out.finish();
}

// What a copy does not take along.
Value left_behind(json::Arena& arena) {
  return *json::parse(
      arena,
      R"({"bookings":null,"clientPicks":null,"reference":null,"privateNotes":null,"meta":{"phase":"planning","tripId":null,
      "clientId":null,"clientName":null,"holdDate":null,"publish":null,"changeHistory":null,"revision":null,"isArchived":null}})");
}

class CreateTrip final : public Action {
 public:
  struct Parts {
    Value arguments;
    Value document;  // stored form; of a copy: the patch of the copied one
    std::vector<shape::Note> notes;
    std::optional<ClientKeys> client;
  };
  CreateTrip(json::Arena& arena, Parts parts) : arena_(arena), parts_(std::move(parts)) {}

  Result<store::Batch> plan(Context& context) override {
    request_ = store::make_fingerprint("create_trip", parts_.arguments, context);
    trip_id_ = make_trip_id(context);
    today_ = context.now.date();
    store::Batch batch = start_batch(context, false);
    if (parts_.client)
      save_client(batch, context, *parts_.client, parts_.arguments.get("client"), request_);
    insert(batch, context);
    batch.add(store::kInsertEvent, context,
              {store::cell(trip_id_),
               store::cell(name_of(trip::EventKind::created)),
               store::cell(request_.id),
               {}});
    batch.add(store::kInsertRequest, context,
              {store::cell(trip_id_), store::cell(request_.id), store::cell(request_.digest),
               store::cell("create_trip"), store::cell(request_.nonce)});
    add_to_index(batch, context, trip_id_, true);
    if (parts_.client) carry_name(batch, context, *parts_.client);
    asked_ = batch.statements.size();
    batch.add(store::kSelectRequest, context, {store::cell(request_.id), request_.cutoff});
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    if (parts_.client) ask_client(batch, context, *parts_.client);
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "write"));
    const store::ResultSet& request = rows[asked_];
    const auto seen = request.empty() ? std::nullopt : store::read_seen(request.text(0, 0));
    if (!seen && context.can_ask && parts_.client)
      if (auto question = which_client(*parts_.client, rows[asked_ + 2]))
        return std::move(*question);
    if (!seen) return why_not(rows);
    if (seen->digest != request_.digest) return key_reused(*seen);
    if (seen->nonce != request_.nonce) return duplicate(*seen);
    VG_TRY(const Value document, json::parse(arena_, rows[asked_ + 1].text(0, 1)));
    return created(document);
  }

 private:
  bool is_copy() const { return parts_.arguments.find("copy_of") != nullptr; }

  void insert(store::Batch& batch, Context& context) {
    const std::string document = json::write(parts_.document);
    const Value search = is_copy() ? trip::search_patch(arena_, parts_.document)
                                   : trip::search_index(arena_, parts_.document);
    const store::Cell terms = store::cell(json::write(trip::search_terms(arena_, search)));
    std::vector<store::Cell> params = {store::cell(trip_id_),
                                       store::cell(context.ids.random(kSlugLength)),
                                       std::int64_t{today_.days},
                                       store::cell(json::write(search)),
                                       store::cell(document),
                                       store::cell(request_.id),
                                       request_.cutoff};
    if (is_copy()) {
      params.insert(params.end(), {store::cell(parts_.arguments.get_text("copy_of")), terms});
      batch.add(store::kCopyTrip, context, std::move(params));
      return;
    }
    const ClientKeys keys = parts_.client.value_or(ClientKeys{});
    params.insert(params.end(), {store::cell_or_null(keys.id), store::cell_or_null(keys.name_key),
                                 store::cell_or_null(keys.email_key), terms});
    batch.add(store::kInsertTrip, context, std::move(params));
  }

  Error why_not(const store::Rows& rows) const {
    if (is_copy()) return no_such_trip(parts_.arguments.get_text("copy_of"));
    if (parts_.client) return why_no_client(*parts_.client, rows[asked_ + 2]);
    return {ErrorCode::internal, "the trip was not created", {}};
  }

  Result<Step> duplicate(const store::Seen& seen) {
    json::ObjectBuilder data(arena_);
    data.add("status", Value("duplicate"))
        .add_copy("trip_id", seen.subject)
        .add("version", Value(seen.version));
    const trip::NextStep next{"read_trip", "the trip exists: " + seen.subject};
    data.add("next", data_of(arena_, next));
    return Reply{"This trip was created already by the same request: " + seen.subject +
                     ". Nothing was changed.\n"
                     "To create another one with the same content, send a new idempotency_key.\n" +
                     words_of(next),
                 json::write(data.finish()),
                 seen.version,
                 {}};
  }

  Result<Step> created(Value document) {
    const trip::Facts facts = trip::facts_of(document);
    const auto findings = trip::check_readiness(document, today_);
    const trip::NextStep next = trip::next_step(document, facts);
    std::string text = "Created " + trip_id_ + ", version 1: " + headline(facts) + ".\n";
    text += count_of(facts.activities, "activity", "activities") + ", " +
            count_of(facts.stays, "stay") + ", " + count_of(facts.legs, "flight leg") + ".\n";
    if (!parts_.notes.empty()) text += "Reading the document:\n" + words_of(parts_.notes);
    if (!findings.empty()) text += "To look at:\n" + words_of(findings, kFindingsShown);
    json::ObjectBuilder data(arena_);
    data.add("status", Value("created")).add_copy("trip_id", trip_id_).add("version", Value(1));
    if (const auto client = document.get("meta").get_text("clientId"); !client.empty()) {
      data.add_copy("client_id", client);
      text += "Client " + std::string(client) + ".\n";
    }
    data.add("report", data_of(arena_, parts_.notes))
        .add("findings", data_of(arena_, findings, kFindingsShown))
        .add("next", data_of(arena_, next));
    return Reply{ended_with(text, next), json::write(data.finish()), 1, {}};
  }

  json::Arena& arena_;
  Parts parts_;
  store::Fingerprint request_;
  std::string trip_id_;
  Date today_;
  std::size_t asked_ = 0;
};

Error clash(std::string path, std::string message) {
  return {ErrorCode::invalid,
          "the arguments contradict each other; nothing was created",
          {{std::move(path), std::move(message)}}};
}

}  // namespace

const shape::Shape kCreateTripArguments = {.name = "create_trip", .fields = kFields};

Result<ActionPtr> make_create_trip(json::Arena& arena, Value arguments, const Environment&) {
  CreateTrip::Parts parts{.arguments = arguments, .document = {}, .notes = {}, .client = {}};
  const Value* document = arguments.find("document");
  const bool copy = arguments.find("copy_of") != nullptr;
  if (copy && document) return clash("/copy_of", "give either a document or a trip to copy");
  if (copy && arguments.find("client"))
    return clash("/client", "save the client first and edit the copy");
  if (!copy && !document && arguments.find("title") == nullptr)
    return clash("/title", "missing: a trip needs a title, a document or a trip to copy");
  if (arguments.find("client")) {
    VG_TRY(parts.client, client_keys(arguments.get("client")));
  }
  const auto on_invalid =
      arguments.get_text("on_invalid") == "keep" ? trip::OnInvalid::keep : trip::OnInvalid::refuse;
  VG_TRY(trip::Reading reading,
         trip::read_document(
             arena,
             json::merge_patch(arena, document ? *document : Value(), overlay(arena, arguments)),
             on_invalid));
  parts.document =
      copy ? json::merge_patch(arena, left_behind(arena), reading.stored) : reading.stored;
  parts.notes = std::move(reading.report.notes);
  return ActionPtr(new CreateTrip(arena, std::move(parts)));
}

}  // namespace vg::app
