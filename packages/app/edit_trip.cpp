#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/trip_write.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/operations.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kFindingsShown = 3;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::list("operations", shape::advisor, trip::kOperation)
        .from(1)
        .up_to(trip::kMaxOperations)
        .must(),
    kExpectedVersionArgument,
    kKeyArgument,
};

class EditTrip final : public Action {
 public:
  EditTrip(json::Arena& arena, Value arguments)
      : arena_(arena), arguments_(arguments), trip_id_(arguments.get_text("trip_id")) {}

  Result<store::Batch> plan(Context& context) override {
    VG_TRY(edit_, trip::plan_edit(arena_, arguments_.get("operations"), context));
    today_ = context.now.date();
    request_ = store::make_fingerprint("edit_trip", arguments_, context);
    store::Batch batch = start_batch(context, false);
    add_edit(batch, context, arena_,
             {.trip_id = trip_id_,
              .expected_version = optional_integer(arguments_, "expected_version"),
              .tool = "edit_trip"},
             edit_, request_);
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "write"));
    VG_TRY(const EditOutcome outcome,
           read_edit_outcome(rows, trip_id_, optional_integer(arguments_, "expected_version"),
                             request_));
    VG_TRY(const Value document, json::parse(arena_, outcome.document));
    return outcome.duplicate ? duplicate(outcome) : applied(outcome, document);
  }

 private:
  Result<Step> duplicate(const EditOutcome& outcome) {
    json::ObjectBuilder data(arena_);
    data.add("status", Value("duplicate"))
        .add_copy("trip_id", trip_id_)
        .add("version", Value(outcome.version))
        .add("applied_as", Value(outcome.applied_as));
    std::string text = "This edit was applied already, as version " +
                       std::to_string(outcome.applied_as) +
                       "; nothing was changed now. The trip is at version " +
                       std::to_string(outcome.version) + ".\n";
    const trip::NextStep next{
        "read_trip",
        "to make the same change once more on purpose, repeat it with expected_version " +
            std::to_string(outcome.version)};
    data.add("next", data_of(arena_, next));
    return Reply{text + words_of(next), json::write(data.finish()), outcome.version, {}};
  }

  Result<Step> applied(const EditOutcome& outcome, Value document) {
    const trip::Facts facts = trip::facts_of(document);
    const auto findings = trip::check_readiness(document, today_);
    const trip::NextStep next = trip::next_step(document, facts);
    std::string text = trip_id_ + " is at version " + std::to_string(outcome.version) + ": " +
                       headline(facts) + ".\n";
    for (const std::string& line : edit_.lines) text += "- " + line + "\n";
    if (!edit_.notes.empty()) text += "Reading the values:\n" + words_of(edit_.notes);
    if (!findings.empty()) text += "To look at:\n" + words_of(findings, kFindingsShown);
    json::ObjectBuilder data(arena_);
    data.add("status", Value("applied"))
        .add_copy("trip_id", trip_id_)
        .add("version", Value(outcome.version));
    data.add("changes", texts(arena_, edit_.lines))
        .add("added", texts(arena_, edit_.added))
        .add("report", data_of(arena_, edit_.notes));
    data.add("findings", data_of(arena_, findings, kFindingsShown))
        .add("next", data_of(arena_, next));
    return Reply{ended_with(text, next), json::write(data.finish()), outcome.version, {}};
  }

  json::Arena& arena_;
  Value arguments_;
  std::string trip_id_;
  trip::EditPlan edit_;
  store::Fingerprint request_;
  Date today_;
};

}  // namespace

const shape::Shape kEditTripArguments = {.name = "edit_trip", .fields = kFields};

Result<ActionPtr> make_edit_trip(json::Arena& arena, Value arguments, const Environment&) {
  return ActionPtr(new EditTrip(arena, arguments));
}

}  // namespace vg::app
