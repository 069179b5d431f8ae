#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/events.hpp"
#include "trip/offers.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kIdsShown = 20;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::records("options", shape::advisor,
                   "Offers: name, city, price, currency, checkIn, checkOut, refundable, rating, "
                   "stars, commission")
        .from(1)
        .up_to(trip::kMaxOffersPerCall)
        .must(),
    shape::label("currency", shape::advisor, "Of plain amounts").up_to(3),
    shape::label("site", shape::advisor, "Captured where").up_to(100),
    shape::label("captured_at", shape::advisor, "ISO, else now").up_to(40),
    kExpectedVersionArgument,
    kKeyArgument,
};

class AddOptions final : public Action {
 public:
  AddOptions(json::Arena& arena, Value arguments)
      : arena_(arena), arguments_(arguments), trip_id_(arguments.get_text("trip_id")) {}

  Result<store::Batch> plan(Context& context) override {
    const std::string_view captured = arguments_.get_text("captured_at");
    const std::string now = to_iso(context.now);
    VG_TRY(reading_,
           trip::read_offers(arena_, arguments_.get("options"),
                             {.currency = Currency::from_code(arguments_.get_text("currency")),
                              .site = arguments_.get_text("site"),
                              .captured_at = arena_.copy(captured.empty() ? now : captured)}));
    request_ = store::make_fingerprint("add_options", arguments_, context);
    const std::string offers = json::write(reading_.offers);
    store::Batch batch = start_batch(context, false);
    batch.add(store::kTouchTrip, context,
              {store::cell(trip_id_), store::cell(optional_integer(arguments_, "expected_version")),
               store::cell(request_.id), request_.cutoff, store::cell(offers)});
    batch.add(store::kInsertEvent, context,
              {store::cell(trip_id_), store::cell(name_of(trip::EventKind::options_added)),
               store::cell(request_.id), store::cell(offers)});
    batch.add(store::kUpsertOptions, context, {store::cell(trip_id_), store::cell(offers)});
    batch.add(store::kInsertRequest, context,
              {store::cell(trip_id_), store::cell(request_.id), store::cell(request_.digest),
               store::cell("add_options"), store::cell(request_.nonce)});
    batch.add(store::kDateTrip, context, {store::cell(trip_id_)});
    batch.add(store::kOptionsOutcome, context,
              {store::cell(trip_id_), store::cell(request_.id), request_.cutoff});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "write"));
    const store::ResultSet& row = rows.back();
    if (row.empty()) return no_such_trip(trip_id_);
    const std::int64_t version = row.integer(0, 0);
    const auto seen = row.is_null(0, 3) ? std::nullopt : store::read_seen(row.text(0, 3));
    if (!seen) {
      const auto expected = optional_integer(arguments_, "expected_version");
      if (expected && *expected != version) return version_conflict(trip_id_, version);
      return Error{
          ErrorCode::too_large,
          "the trip would have more than 2000 offers or a megabyte of them; nothing was stored",
          {}};
    }
    if (seen->digest != request_.digest) return key_reused(*seen);
    return answer(seen->nonce != request_.nonce, version, row.integer(0, 1));
  }

 private:
  Result<Step> answer(bool duplicate, std::int64_t version, std::int64_t in_all) {
    const auto distinct = std::ssize(reading_.offers.members());
    const std::string offers = count_of(std::ssize(reading_.ids), "offer");
    std::string text =
        duplicate ? "These offers were stored already by the same request; nothing was changed.\n"
                  : "Stored " + offers + " (" + std::to_string(distinct) + " different ones).\n";
    text += trip_id_ + " is at version " + std::to_string(version) + " and has " +
            count_of(in_all, "offer") + ".\n";
    if (!duplicate && !reading_.report.notes.empty())
      text += "Reading the offers:\n" + words_of(reading_.report.notes);
    const trip::NextStep next{"recommend_options", "get a low, a medium and a high pick"};
    json::ObjectBuilder data(arena_);
    data.add("status", Value(duplicate ? "duplicate" : "stored"))
        .add_copy("trip_id", trip_id_)
        .add("version", Value(version));
    data.add("stored", Value(std::int64_t{distinct}))
        .add("offers", Value(in_all))
        .add("report", data_of(arena_, reading_.report.notes));
    reading_.ids.resize(std::min(reading_.ids.size(), kIdsShown));
    data.add("first_ids", texts(arena_, reading_.ids)).add("next", data_of(arena_, next));
    return Reply{ended_with(text, next), json::write(data.finish()), version, {}};
  }

  json::Arena& arena_;
  Value arguments_;
  std::string trip_id_;
  trip::OfferReading reading_;
  store::Fingerprint request_;
};

}  // namespace

const shape::Shape kAddOptionsArguments = {.name = "add_options", .fields = kFields};

Result<ActionPtr> make_add_options(json::Arena& arena, Value arguments, const Environment&) {
  return ActionPtr(new AddOptions(arena, arguments));
}

}  // namespace vg::app
