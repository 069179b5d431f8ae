#include "app/answer.hpp"
#include "app/factories.hpp"
#include "app/listing.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

constexpr std::int64_t kRecent = 8;
constexpr std::int64_t kHeld = 5;
constexpr std::int32_t kHeldDays = 14;

class StartSession final : public Action {
 public:
  Result<store::Batch> plan(Context& context) override {
    const Date today = context.now.date();
    store::Batch batch = start_batch(context, true);
    batch.add(store::kRecentTrips, context, {kRecent});
    batch.add(store::kHeldTrips, context,
              {to_iso(today), to_iso(Date{today.days + kHeldDays}), kHeld});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_TRY(const Caller caller, caller_of(context.actor, rows, "read"));
    const store::ResultSet& recent = rows[1];
    const store::ResultSet& held = rows[2];
    json::Arena arena;
    json::ArrayBuilder recent_data(arena);
    json::ArrayBuilder held_data(arena);
    std::string text = "Voygent stores trips for travel advisors. You work for " +
                       one_line(caller.tenant, 40) + " as " + one_line(caller.name, 40) + ".\n";
    if (!recent.empty()) text += "Recent trips:\n";
    for (std::size_t i = 0; i < recent.size(); ++i) {
      text += "- " + listed_words(recent, i) + "\n";
      recent_data.add(listed_data(arena, recent, i));
    }
    if (!held.empty()) text += "Needs attention, holds end soon:\n";
    for (std::size_t i = 0; i < held.size(); ++i) {
      text += "- " + std::string(held.text(i, 0)) + " “" + one_line(held.text(i, 2), 50) +
              "” until " + std::string(held.text(i, 9)) + "\n";
      held_data.add(listed_data(arena, held, i));
    }
    const trip::NextStep next = first_step(recent, held);
    text += words_of(next) + "Ask guide for the topic `start` to see how the work goes.\n";
    json::ObjectBuilder data(arena);
    data.add_copy("tenant", caller.tenant)
        .add_copy("advisor", caller.name)
        .add_copy("scopes", caller.scopes);
    data.add("recent", recent_data.finish())
        .add("attention", held_data.finish())
        .add("next", data_of(arena, next));
    return Reply{std::move(text), json::write(data.finish())};
  }

 private:
  static trip::NextStep first_step(const store::ResultSet& recent, const store::ResultSet& held) {
    if (recent.empty())
      return {"create_trip", "there is no trip yet: ask for client, destination and dates"};
    const store::ResultSet& urgent = held.empty() ? recent : held;
    return {"read_trip",
            "continue with " + std::string(urgent.text(0, 0)) + ", or find_trips for another"};
  }
};

}  // namespace

const shape::Shape kStartSessionArguments = {.name = "start_session", .fields = {}};

Result<ActionPtr> make_start_session(json::Arena&, json::Value, const Environment&) {
  return ActionPtr(new StartSession());
}

}  // namespace vg::app
