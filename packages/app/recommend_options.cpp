#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/trip_write.hpp"
#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/offers.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::choice("kind", shape::advisor, "hotel room flight excursion"),
    shape::label("city", shape::advisor).up_to(100),
    shape::date("check_in", shape::advisor),
    shape::date("check_out", shape::advisor),
    shape::label("max_price", shape::advisor, "900 EUR").up_to(40),
    shape::integer("min_rating", shape::advisor, "Of 10").from(0).up_to(10),
    shape::flag("refundable", shape::advisor),
    shape::flag("attach", shape::advisor, "Add the picks as stays"),
};

// One call to rank; with `attach` a second one that writes the picks, expecting the version that
// was ranked.
class RecommendOptions final : public Action {
 public:
  RecommendOptions(json::Arena& arena, Value arguments, trip::Wish wish)
      : arena_(arena),
        arguments_(arguments),
        trip_id_(arguments.get_text("trip_id")),
        wish_(std::move(wish)) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectOptions, context, {store::cell(trip_id_)});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, attach() ? "write" : "read"));
    if (!attached_.empty()) return attached(rows);
    const store::ResultSet& row = rows[1];
    if (row.empty()) return no_such_trip(trip_id_);
    version_ = row.integer(0, 0);
    if (row.is_null(0, 2))
      return Error{ErrorCode::not_found,
                   "the trip has no offers yet; store captured ones with add_options first",
                   {}};
    VG_TRY(const Value offers, json::parse(arena_, arena_.copy(row.text(0, 2))));
    ranking_ = trip::rank_offers(offers, wish_, context.now);
    if (ranking_.picks.empty()) return nothing_fits(std::ssize(offers.members()));
    if (attach()) return attach_picks(context, row.text(0, 1));
    return answer({"edit_trip", "add the pick that the client likes, or repeat with attach true"});
  }

 private:
  bool attach() const { return arguments_.get("attach").boolean(); }

  Result<Step> nothing_fits(std::int64_t stored) const {
    return Error{ErrorCode::not_found,
                 "none of the " + count_of(stored, "offer") + " fits (" +
                     std::to_string(ranking_.without_price) +
                     " without a price); leave out filters such as city, dates or max_price",
                 {}};
  }

  // The picks become stays, except those that the trip has already.
  Result<Step> attach_picks(Context& context, std::string_view document_text) {
    VG_TRY(const Value document, json::parse(arena_, document_text));
    json::ArrayBuilder operations(arena_);
    for (const trip::Pick& pick : ranking_.picks) {
      bool present = false;
      for (const json::Member& stay : document.get("lodging").members())
        present = present || stay.value.get_text("optionRef") == pick.id;
      if (present) continue;
      json::ObjectBuilder operation(arena_);
      operation.add("op", Value("add"))
          .add("path", Value("lodging"))
          .add("value", trip::to_stay(arena_, pick));
      operations.add(operation.finish());
    }
    if (operations.empty()) return answer({"read_trip", "the picks are in the trip already"});
    VG_TRY(const trip::EditPlan edit, trip::plan_edit(arena_, operations.finish(), context));
    attached_ = edit.added;
    json::ObjectBuilder content(arena_);
    content.add("trip_id", Value(trip_id_))
        .add("version", Value(version_))
        .add("operations", operations.finish());
    request_ = store::make_fingerprint("recommend_options", content.finish(), context);
    store::Batch batch = start_batch(context, false);
    add_edit(batch, context, arena_,
             {.trip_id = trip_id_, .expected_version = version_, .tool = "recommend_options"}, edit,
             request_);
    return batch;
  }

  Result<Step> attached(const store::Rows& rows) {
    VG_TRY(const EditOutcome outcome, read_edit_outcome(rows, trip_id_, version_, request_));
    version_ = outcome.version;
    return answer({"render_trip", "look at the page with the options"});
  }

  std::string pick_words(const trip::Pick& pick) const {
    std::string out = one_line(pick.offer.get_text("name"), 60) + " [" + std::string(pick.id) +
                      "]: " + pick.reason;
    if (pick.commission) out += "; commission " + to_words(*pick.commission) + " (for you only)";
    return out;
  }

  Value pick_data(const trip::Pick& pick) {
    json::ObjectBuilder out(arena_);
    out.add("tier", Value(name_of(pick.tier)))
        .add("option_id", Value(pick.id))
        .add("name", pick.offer.get("name"))
        .add_copy("reason", pick.reason);
    if (const Value price = pick.offer.get("price"); !price.is_null()) out.add("price", price);
    if (pick.commission) {
      json::ObjectBuilder money(arena_);
      out.add("commission", money.add("minor", Value(pick.commission->minor))
                                .add_copy("currency", pick.commission->currency.code())
                                .finish());
    }
    return out.finish();
  }

  Result<Step> answer(const trip::NextStep& next) {
    json::ArrayBuilder picks(arena_);
    json::ArrayBuilder others(arena_);
    std::string text = "Picks from " + count_of(ranking_.considered, "offer") + " that fit:\n";
    for (const trip::Pick& pick : ranking_.picks) {
      text += "- " + std::string(name_of(pick.tier)) + ": " + pick_words(pick) + "\n";
      picks.add(pick_data(pick));
    }
    for (const trip::Pick& pick : ranking_.runners_up) {
      text += "- or (" + std::string(name_of(pick.tier)) + "): " + pick_words(pick) + "\n";
      others.add(pick_data(pick));
    }
    if (ranking_.stale > 0)
      text += count_of(ranking_.stale, "price is", "prices are") +
              " older than a day: check before quoting.\n";
    if (ranking_.other_currency > 0)
      text += count_of(ranking_.other_currency, "offer") + " in another currency left out.\n";
    if (!attached_.empty())
      text += "Added to " + std::string(trip_id_) + ", version " + std::to_string(version_) + ".\n";
    json::ObjectBuilder data(arena_);
    data.add_copy("trip_id", trip_id_)
        .add("version", Value(version_))
        .add("picks", picks.finish())
        .add("alternatives", others.finish());
    data.add("considered", Value(ranking_.considered))
        .add("attached", texts(arena_, attached_))
        .add("next", data_of(arena_, next));
    return Reply{ended_with(text, next), json::write(data.finish()), version_, {}};
  }

  json::Arena& arena_;
  Value arguments_;
  std::string_view trip_id_;
  trip::Wish wish_;
  trip::Ranking ranking_;
  std::int64_t version_ = 0;
  std::vector<std::string> attached_;
  store::Fingerprint request_;
};

}  // namespace

const shape::Shape kRecommendOptionsArguments = {.name = "recommend_options", .fields = kFields};

Result<ActionPtr> make_recommend_options(json::Arena& arena, Value arguments, const Environment&) {
  trip::Wish wish;
  if (const auto kind = arguments.get_text("kind"); !kind.empty()) wish.kind = kind;
  wish.city = fold(arguments.get_text("city"));
  wish.check_in = parse_date(arguments.get_text("check_in"));
  wish.check_out = parse_date(arguments.get_text("check_out"));
  wish.refundable_only = arguments.get("refundable").boolean();
  if (const auto rating = optional_integer(arguments, "min_rating"))
    wish.min_rating = static_cast<double>(*rating);
  if (arguments.find("max_price")) {
    auto price = parse_money(arguments.get_text("max_price"), std::nullopt);
    if (!price)
      return Error{
          ErrorCode::invalid, "max_price cannot be read", {{"/max_price", price.error().message}}};
    wish.max_price = *price;
  }
  return ActionPtr(new RecommendOptions(arena, arguments, std::move(wish)));
}

}  // namespace vg::app
