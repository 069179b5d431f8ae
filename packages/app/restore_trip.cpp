#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/fold.hpp"
#include "app/trip_write.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::integer("version", shape::advisor).from(1),
    kExpectedVersionArgument,
    kKeyArgument,
};

// Reads the old version, then writes it as a new one that expects the version just read.
class RestoreTrip final : public Action {
 public:
  RestoreTrip(json::Arena& arena, Value arguments)
      : arena_(arena), arguments_(arguments), trip_id_(arguments.get_text("trip_id")) {}

  Result<store::Batch> plan(Context& context) override {
    request_ = store::make_fingerprint("restore_trip", arguments_, context);
    const auto wanted = optional_integer(arguments_, "version");
    store::Batch batch = start_batch(context, true);
    ask_outcome(batch, context, trip_id_, nullptr, request_);
    if (wanted) {
      batch.add(store::kSelectEvents, context, {store::cell(trip_id_), *wanted});
    } else {
      batch.add(store::kSelectEventsBeforeLast, context, {store::cell(trip_id_)});
    }
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "write"));
    return writing_ ? written(rows) : read(context, rows);
  }

 private:
  Result<Step> read(Context& context, const store::Rows& rows) {
    const store::ResultSet& now = rows[1];
    const store::ResultSet& events = rows[2];
    if (now.empty()) return no_such_trip(trip_id_);
    const std::int64_t current = now.integer(0, 0);
    if (const auto seen = now.is_null(0, 3) ? std::nullopt : store::read_seen(now.text(0, 3)))
      return seen->digest == request_.digest ? duplicate(seen->version, current)
                                             : Result<Step>(key_reused(*seen));
    const auto expected = optional_integer(arguments_, "expected_version");
    if (expected && *expected != current) return version_conflict(trip_id_, current);
    const auto wanted = optional_integer(arguments_, "version");
    if (events.empty() || (wanted && events.integer(events.size() - 1, 0) != *wanted))
      return Error{ErrorCode::not_found,
                   "the trip has no such version; it is at version " + std::to_string(current) +
                       ", see read_trip with view history",
                   {}};
    from_ = events.integer(events.size() - 1, 0);
    if (from_ == current)
      return Error{ErrorCode::invalid,
                   "the trip is at version " + std::to_string(current) + " already",
                   {{"/version", "name an earlier version"}}};
    VG_TRY(const Value document, fold_events(arena_, events));
    writing_ = true;
    store::Batch batch = start_batch(context, false);
    add_replacement(batch, context, arena_,
                    {.trip_id = trip_id_, .expected_version = current, .tool = "restore_trip"},
                    document, from_, request_);
    expected_ = current;
    return batch;
  }

  Result<Step> written(const store::Rows& rows) {
    VG_TRY(const EditOutcome outcome, read_edit_outcome(rows, trip_id_, expected_, request_));
    // The same request may have been applied between the two calls.
    if (outcome.duplicate) return duplicate(outcome.applied_as, outcome.version);
    json::ObjectBuilder data(arena_);
    data.add("status", Value("restored"))
        .add_copy("trip_id", trip_id_)
        .add("version", Value(outcome.version))
        .add("restored_from", Value(from_));
    const trip::NextStep next{"read_trip", "look at what is there now; version " +
                                               std::to_string(expected_) +
                                               " can be restored the same way"};
    data.add("next", data_of(arena_, next));
    return Reply{std::string(trip_id_) + " is at version " + std::to_string(outcome.version) +
                     ", with the content of version " + std::to_string(from_) +
                     ". Nothing was lost: version " + std::to_string(expected_) +
                     " is in the history.\n" + words_of(next),
                 json::write(data.finish()),
                 outcome.version,
                 {}};
  }

  Result<Step> duplicate(std::int64_t applied_as, std::int64_t current) {
    json::ObjectBuilder data(arena_);
    data.add("status", Value("duplicate"))
        .add_copy("trip_id", trip_id_)
        .add("version", Value(current))
        .add("applied_as", Value(applied_as));
    return Reply{"This was restored already, as version " + std::to_string(applied_as) +
                     "; nothing was changed now. To restore once more, send expected_version " +
                     std::to_string(current) + ".\n",
                 json::write(data.finish()),
                 current,
                 {}};
  }

  json::Arena& arena_;
  Value arguments_;
  std::string_view trip_id_;
  store::Fingerprint request_;
  bool writing_ = false;
  std::int64_t from_ = 0;
  std::int64_t expected_ = 0;
};

}  // namespace

const shape::Shape kRestoreTripArguments = {.name = "restore_trip", .fields = kFields};

Result<ActionPtr> make_restore_trip(json::Arena& arena, Value arguments, const Environment&) {
  return ActionPtr(new RestoreTrip(arena, arguments));
}

}  // namespace vg::app
