#include "trip/facts.hpp"

#include "base/text.hpp"
#include "shape/scalars.hpp"
#include "shape/show.hpp"
#include "trip/description.hpp"
#include "trip/document.hpp"

namespace vg::trip {

using json::Member;
using json::Value;

namespace {

std::string quoted(std::string_view text, std::size_t max) {
  return "“" + one_line(text, max) + "”";
}

std::string date_range(const Facts& facts) {
  if (!facts.start) return {};
  if (!facts.end || *facts.end == *facts.start) return to_words(*facts.start).substr(4);
  return to_day_month(*facts.start).substr(4) + " – " + to_words(*facts.end).substr(4);
}

// Takes lines until they do not fit any more, and then says how many were left out.
class Lines {
 public:
  explicit Lines(std::size_t max) : max_(max) {}

  void add(const std::string& line) {
    constexpr std::size_t kRoomForTheRest = 40;
    const std::size_t length = count_code_points(line);
    if (used_ + length + kRoomForTheRest > max_) {
      ++left_out_;
      return;
    }
    out_.append(line).append("\n");
    used_ += length + 1;
  }
  std::string finish() {
    if (left_out_ > 0) out_ += "… and " + count_of(left_out_, "more line") + "\n";
    return std::move(out_);
  }

 private:
  std::string out_;
  std::size_t max_;
  std::size_t used_ = 0;  // characters of out_
  std::int64_t left_out_ = 0;
};

std::string day_line(Value stored, const shape::Entry& day, std::int64_t number) {
  std::string line =
      "Day " +
      std::to_string(day.item.get("day").integer() > 0 ? day.item.get("day").integer() : number);
  if (const auto date = parse_date(day.item.get_text("date"))) line += ", " + to_day_month(*date);
  line += ": " + one_line(day.item.get_text("title"), 60);
  const auto activities = activities_of(stored, day.id);
  if (!activities.empty())
    line += " (" + count_of(std::ssize(activities), "activity", "activities") + ")";
  return line + " [" + std::string(day.id) + "]";
}

std::string stay_line(const shape::Entry& stay) {
  std::string line = "Stay: " + one_line(stay.item.get_text("name"), 60);
  const auto from = parse_date(stay.item.get_text("checkIn"));
  const auto to = parse_date(stay.item.get_text("checkOut"));
  if (from && to) line += ", " + to_day_month(*from) + " – " + to_day_month(*to);
  if (const auto total = shape::to_money(stay.item.get("total"))) line += ", " + to_words(*total);
  if (const auto status = stay.item.get_text("status"); !status.empty())
    line += ", " + std::string(status);
  return line + " [" + std::string(stay.id) + "]";
}

bool is_open(Value decision) {
  const std::string_view status = decision.get_text("status");
  return status.empty() || status == "open" || status == "blocked";
}

}  // namespace

Facts facts_of(Value stored) {
  Facts out;
  const Value meta = stored.get("meta");
  out.title = meta.get_text("title");
  out.client = meta.get_text("clientName");
  out.destination = meta.get_text("destination");
  out.phase = meta.get_text("phase");
  out.start = parse_date(stored.get("dates").get_text("start"));
  out.end = parse_date(stored.get("dates").get_text("end"));
  for (const Member& day : stored.get(kDays).members()) {
    const auto date = parse_date(day.value.get_text("date"));
    if (!date) continue;
    if (!stored.get("dates").find("start") && (!out.start || *date < *out.start)) out.start = date;
    if (!stored.get("dates").find("end") && (!out.end || *date > *out.end)) out.end = date;
  }
  out.days = std::ssize(stored.get(kDays).members());
  out.activities = std::ssize(stored.get(kActivities).members());
  out.unscheduled = std::ssize(activities_of(stored, ""));
  out.stays = std::ssize(stored.get("lodging").members());
  out.legs = std::ssize(stored.get("flights").get("legs").members());
  for (const Member& decision : stored.get("decisions").members())
    out.open_decisions += is_open(decision.value) ? 1 : 0;
  out.travelers = travelers_of(stored);
  out.totals = totals_of(stored);
  return out;
}

std::string headline(const Facts& facts) {
  std::string out = facts.title.empty() ? "Trip without a title" : quoted(facts.title, 80);
  if (!facts.destination.empty()) out += ", " + one_line(facts.destination, 60);
  if (const std::string dates = date_range(facts); !dates.empty()) out += ", " + dates;
  if (facts.days > 0) out += ", " + count_of(facts.days, "day");
  return out;
}

std::string words_of(const Totals& totals) {
  if (totals.ranged && totals.low && totals.high)
    return to_words(*totals.low) + "–" + to_words(*totals.high);
  if (totals.total) return to_words(*totals.total);
  std::string out;
  for (const Money& money : totals.by_currency) out += (out.empty() ? "" : " + ") + to_words(money);
  return out;
}

std::string outline(Value stored, const Facts& facts, std::size_t max) {
  Lines lines(max);
  std::string people = facts.travelers > 0 ? count_of(facts.travelers, "traveller") : std::string();
  if (!facts.client.empty())
    people += (people.empty() ? "Client: " : ", client: ") + one_line(facts.client, 60);
  if (!facts.phase.empty())
    people += (people.empty() ? "Phase: " : ", phase: ") + std::string(facts.phase);
  if (!people.empty()) lines.add(people);
  if (const std::string money = words_of(facts.totals); !money.empty())
    lines.add("Budget lines add up to " + money);
  std::int64_t number = 0;
  for (const shape::Entry& day : shape::in_order(stored.get(kDays)))
    lines.add(day_line(stored, day, ++number));
  for (const shape::Entry& stay : shape::in_order(stored.get("lodging")))
    lines.add(stay_line(stay));
  if (facts.legs > 0) lines.add(count_of(facts.legs, "flight leg"));
  if (facts.unscheduled > 0)
    lines.add(count_of(facts.unscheduled, "activity", "activities") + " without a day");
  for (const shape::Entry& decision : shape::in_order(stored.get("decisions")))
    if (is_open(decision.item))
      lines.add("Open decision: " + one_line(decision.item.get_text("title"), 80) + " [" +
                std::string(decision.id) + "]");
  return lines.finish();
}

NextStep next_step(Value stored, const Facts& facts) {
  const bool has_price = !facts.totals.by_currency.empty();
  if (facts.title.empty() || facts.destination.empty())
    return {"edit_trip", "title or destination is missing"};
  if (!facts.start) return {"edit_trip", "the dates are missing: set dates/start and dates/end"};
  if (facts.days == 0) return {"edit_trip", "there is no day plan: add days to itinerary"};
  if (facts.stays == 0)
    return {"add_options", "no stay is planned: store captured offers, then recommend_options"};
  if (facts.phase == "discovery" || facts.phase == "planning" || facts.phase.empty())
    return has_price ? NextStep{"check_trip", "find contradictions before the proposal"}
                     : NextStep{"edit_trip", "there are no prices: add budget/lineItems"};
  if (facts.phase == "proposal") return {"render_trip", "look at the page before it is published"};
  if (facts.phase == "confirmed" && stored.get("bookings").members().empty())
    return {"edit_trip", "store the bookings of the confirmed trip"};
  return {"check_trip", "see what needs attention before departure"};
}

}  // namespace vg::trip
