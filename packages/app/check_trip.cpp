#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kShown = 12;
constexpr std::size_t kInData = 50;

constexpr shape::Field kFields[] = {kTripIdArgument};

class CheckTrip final : public Action {
 public:
  explicit CheckTrip(Value arguments) : trip_id_(arguments.get_text("trip_id")) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "read"));
    if (rows[1].empty()) return no_such_trip(trip_id_);
    json::Arena arena(64 * 1024);
    VG_TRY(const Value document, json::parse(arena, rows[1].text(0, 1)));
    const auto findings = trip::check_readiness(document, context.now.date());
    const bool blocked = !findings.empty() && findings[0].severity == trip::Severity::blocker;
    const trip::NextStep next =
        blocked ? trip::NextStep{"edit_trip", "mend the blockers, they would be untrue on the page"}
                : trip::NextStep{"render_trip", "look at the page"};
    const std::int64_t version = rows[1].integer(0, 0);
    std::string text = std::string(trip_id_) + ", version " + std::to_string(version) + ": ";
    text += findings.empty()
                ? "nothing to complain about.\n"
                : count_of(std::ssize(findings), "finding") + ".\n" + words_of(findings, kShown);
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_).add("version", Value(version)).add("ready", Value(!blocked));
    data.add("findings", data_of(arena, findings, kInData)).add("next", data_of(arena, next));
    return Reply{ended_with(text, next), json::write(data.finish()), version, {}};
  }

 private:
  std::string_view trip_id_;
};

}  // namespace

const shape::Shape kCheckTripArguments = {.name = "check_trip", .fields = kFields};

Result<ActionPtr> make_check_trip(json::Arena&, Value arguments, const Environment&) {
  return ActionPtr(new CheckTrip(arguments));
}

}  // namespace vg::app
