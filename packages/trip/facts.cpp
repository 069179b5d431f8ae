#include "trip/facts.hpp"

#include "base/text.hpp"
#include "shape/scalars.hpp"
#include "shape/show.hpp"
#include "trip/description.hpp"

#include <algorithm>

namespace vg::trip {

using json::Member;
using json::Value;

namespace {

void append_date_range(std::string& out, const Facts& facts) {
  if (!facts.start) return;
  out += ", ";
  if (!facts.end || *facts.end == *facts.start) {
    out.append(to_words(*facts.start), 4);
  } else {
    out.append(to_day_month(*facts.start), 4) += " – ";
    out.append(to_words(*facts.end), 4);
  }
}

// Takes lines until they do not fit any more, and then says how many were left out.
class Lines {
 public:
  explicit Lines(std::size_t max) : max_(max) { out_.reserve(std::min(max, kUsual)); }

  // What the next line is appended to, before add() looks whether it fits.
  std::string& next() { return out_; }
  void add() {
    constexpr std::size_t kRoomForTheRest = 40;
    const std::size_t length = count_code_points(std::string_view(out_).substr(end_));
    if (used_ + length + kRoomForTheRest > max_) {
      ++left_out_;
      out_.resize(end_);
      return;
    }
    out_ += '\n';
    end_ = out_.size();
    used_ += length + 1;
  }
  std::string finish() {
    if (left_out_ > 0) out_ += "… and " + count_of(left_out_, "more line") + "\n";
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kUsual = 2'048;  // bytes
  std::string out_;
  std::size_t max_;
  std::size_t end_ = 0;   // of the lines that were added
  std::size_t used_ = 0;  // characters of them
  std::int64_t left_out_ = 0;
};

void append_id(std::string& out, const shape::Entry& entry) {
  out.append(" [").append(entry.id) += ']';
}

void append_day(std::string& out, const Facts& facts, const shape::Entry& day,
                std::int64_t number) {
  const std::int64_t own = day.item.get("day").integer();
  out.append("Day ").append(std::to_string(own > 0 ? own : number));
  if (const auto date = parse_date(day.item.get_text("date"))) append_day_month(out += ", ", *date);
  append_one_line(out += ": ", day.item.get_text("title"), 60);
  if (const std::int64_t activities = facts.by_day.of(day.id); activities > 0) {
    append_count_of(out += " (", activities, "activity", "activities");
    out += ')';
  }
  append_id(out, day);
}

void append_stay(std::string& out, const shape::Entry& stay) {
  append_one_line(out += "Stay: ", stay.item.get_text("name"), 60);
  const auto from = parse_date(stay.item.get_text("checkIn"));
  const auto to = parse_date(stay.item.get_text("checkOut"));
  if (from && to) {
    append_day_month(out += ", ", *from);
    append_day_month(out += " – ", *to);
  }
  if (const auto total = shape::to_money(stay.item.get("total")))
    out.append(", ").append(to_words(*total));
  if (const auto status = stay.item.get_text("status"); !status.empty())
    out.append(", ").append(status);
  append_id(out, stay);
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
  const Value* start = stored.get("dates").find("start");
  const Value* end = stored.get("dates").find("end");
  if (start) out.start = parse_date(start->text());
  if (end) out.end = parse_date(end->text());
  for (const Member& day : stored.get(kDays).members()) {
    const auto date = parse_date(day.value.get_text("date"));
    if (!date) continue;
    if (!start && (!out.start || *date < *out.start)) out.start = date;
    if (!end && (!out.end || *date > *out.end)) out.end = date;
  }
  out.days = std::ssize(stored.get(kDays).members());
  out.activities = std::ssize(stored.get(kActivities).members());
  out.by_day = ActivityCounts(stored);
  out.unscheduled = out.by_day.of("");
  out.stays = std::ssize(stored.get("lodging").members());
  out.legs = std::ssize(stored.get("flights").get("legs").members());
  for (const Member& decision : stored.get("decisions").members())
    out.open_decisions += is_open(decision.value) ? 1 : 0;
  out.travelers = travelers_of(stored);
  out.totals = totals_of(stored);
  return out;
}

std::string headline(const Facts& facts) {
  std::string out;
  if (facts.title.empty()) {
    out = "Trip without a title";
  } else {
    append_one_line(out += "“", facts.title, 80);
    out += "”";
  }
  if (!facts.destination.empty()) append_one_line(out += ", ", facts.destination, 60);
  append_date_range(out, facts);
  if (facts.days > 0) append_count_of(out += ", ", facts.days, "day");
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
  std::string& out = lines.next();
  if (facts.travelers > 0) append_count_of(out, facts.travelers, "traveller");
  if (!facts.client.empty())
    append_one_line(out += out.empty() ? "Client: " : ", client: ", facts.client, 60);
  if (!facts.phase.empty()) out.append(out.empty() ? "Phase: " : ", phase: ").append(facts.phase);
  if (!out.empty()) lines.add();
  if (const std::string money = words_of(facts.totals); !money.empty()) {
    out.append("Budget lines add up to ").append(money);
    lines.add();
  }
  std::int64_t number = 0;
  for (const shape::Entry& day : shape::in_order(stored.get(kDays))) {
    append_day(out, facts, day, ++number);
    lines.add();
  }
  for (const shape::Entry& stay : shape::in_order(stored.get("lodging"))) {
    append_stay(out, stay);
    lines.add();
  }
  if (facts.legs > 0) {
    append_count_of(out, facts.legs, "flight leg");
    lines.add();
  }
  if (facts.unscheduled > 0) {
    append_count_of(out, facts.unscheduled, "activity", "activities");
    out += " without a day";
    lines.add();
  }
  for (const shape::Entry& decision : shape::in_order(stored.get("decisions"))) {
    if (!is_open(decision.item)) continue;
    append_one_line(out += "Open decision: ", decision.item.get_text("title"), 80);
    append_id(out, decision);
    lines.add();
  }
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
