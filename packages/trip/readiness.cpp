#include "trip/readiness.hpp"

#include "base/text.hpp"
#include "shape/scalars.hpp"
#include "shape/show.hpp"
#include "trip/description.hpp"
#include "trip/document.hpp"
#include "trip/facts.hpp"
#include "trip/private_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace vg::trip {

using json::Value;

namespace {

struct Check {
  Value doc;
  Facts facts;
  Date today;
  std::vector<Finding>* findings;

  void find(Severity severity, std::string_view code, std::string path, std::string message) const {
    findings->push_back({severity, code, std::move(path), std::move(message)});
  }
};

std::string item_path(std::string_view collection, std::string_view id) {
  return std::string(collection) + "/" + std::string(id);
}
std::string name_of_item(Value item, std::string_view field) {
  return "“" + one_line(item.get_text(field), 60) + "”";
}

void check_basics(const Check& c) {
  if (c.facts.title.empty())
    c.find(Severity::blocker, "title_missing", "meta/title",
           "The page has no headline: set meta/title.");
  if (c.facts.destination.empty())
    c.find(Severity::warning, "destination_missing", "meta/destination",
           "Say where the trip goes: set meta/destination.");
  if (!c.facts.start || !c.facts.end)
    c.find(Severity::warning, "dates_missing", "dates",
           "The trip has no dates: set dates/start and dates/end.");
  if (c.facts.start && c.facts.end && *c.facts.end < *c.facts.start)
    c.find(Severity::blocker, "dates_reversed", "dates", "The trip ends before it starts.");
  if (c.facts.travelers == 0)
    c.find(Severity::hint, "travelers_missing", "travelers",
           "It is not known how many travel: set travelers/count.");
  const auto listed = std::ssize(c.doc.get("travelers").get("details").members());
  if (listed > 0 && c.doc.get("travelers").get("count").integer() > 0 &&
      listed != c.doc.get("travelers").get("count").integer())
    c.find(Severity::warning, "travelers_differ", "travelers",
           count_of(listed, "traveller") + " listed, " +
               std::to_string(c.doc.get("travelers").get("count").integer()) + " counted.");
}

void check_days(const Check& c) {
  std::vector<std::pair<Date, std::string_view>> dated;
  for (const shape::Entry& day : shape::in_order(c.doc.get(kDays))) {
    const auto date = parse_date(day.item.get_text("date"));
    const std::string path = item_path(kDays, day.id);
    if (!date) {
      if (c.facts.start) c.find(Severity::hint, "day_undated", path, "The day has no date.");
      continue;
    }
    dated.emplace_back(*date, day.id);
    if (c.facts.start && c.facts.end && (*date < *c.facts.start || *date > *c.facts.end))
      c.find(Severity::blocker, "day_outside_dates", path,
             to_words(*date) + " is outside the dates of the trip.");
    if (activities_of(c.doc, day.id).empty() && day.item.get_text("description").empty())
      c.find(Severity::hint, "day_empty", path, to_day_month(*date) + " has nothing planned.");
  }
  std::sort(dated.begin(), dated.end());
  for (std::size_t i = 1; i < dated.size(); ++i) {
    const std::string path = item_path(kDays, dated[i].second);
    if (dated[i].first == dated[i - 1].first)
      c.find(Severity::blocker, "day_twice", path, to_words(dated[i].first) + " is planned twice.");
    if (dated[i].first.days - dated[i - 1].first.days > 1)
      c.find(Severity::warning, "day_gap", path,
             "No plan between " + to_day_month(dated[i - 1].first) + " and " +
                 to_day_month(dated[i].first) + ".");
  }
  if (c.facts.unscheduled > 0)
    c.find(Severity::warning, "unscheduled", "unscheduled",
           count_of(c.facts.unscheduled, "activity belongs", "activities belong") +
               " to no day: set the field day.");
}

struct Night {
  Date from, to;
  std::string_view id;
  bool firm;
};

void check_stays(const Check& c) {
  std::vector<Night> nights;
  for (const shape::Entry& stay : shape::in_order(c.doc.get("lodging"))) {
    const std::string path = item_path("lodging", stay.id);
    const std::string_view status = stay.item.get_text("status");
    const auto from = parse_date(stay.item.get_text("checkIn"));
    const auto to = parse_date(stay.item.get_text("checkOut"));
    if (status == "cancelled") continue;
    if (!from || !to) {
      c.find(Severity::warning, "stay_undated", path,
             name_of_item(stay.item, "name") + " has no check-in or check-out.");
      continue;
    }
    if (*to <= *from) {
      c.find(Severity::blocker, "stay_reversed", path,
             name_of_item(stay.item, "name") + " ends before it begins.");
      continue;
    }
    const std::int64_t stated = stay.item.get("nights").integer();
    if (stated > 0 && stated != to->days - from->days)
      c.find(Severity::blocker, "nights_differ", path,
             count_of(stated, "night") + " stated, " + std::to_string(to->days - from->days) +
                 " between the dates.");
    if (c.facts.start && c.facts.end && (*from < *c.facts.start || *to > *c.facts.end))
      c.find(Severity::warning, "stay_outside_dates", path,
             name_of_item(stay.item, "name") + " lies outside the dates of the trip.");
    nights.push_back(
        {*from, *to, stay.id,
         status == "selected" || status == "confirmed" || stay.item.get("confirmed").boolean()});
  }
  std::sort(nights.begin(), nights.end(),
            [](const Night& a, const Night& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < nights.size(); ++i)
    if (nights[i].firm && nights[i - 1].firm && nights[i].from < nights[i - 1].to)
      c.find(Severity::blocker, "stay_overlap", item_path("lodging", nights[i].id),
             "Two chosen stays overlap: " + std::string(nights[i - 1].id) + " and " +
                 std::string(nights[i].id) + ".");
  if (nights.empty() || !c.facts.start || !c.facts.end) return;
  std::int64_t open = 0;
  for (std::int32_t day = c.facts.start->days; day < c.facts.end->days; ++day)
    open += std::none_of(nights.begin(), nights.end(),
                         [&](const Night& n) { return n.from.days <= day && day < n.to.days; })
                ? 1
                : 0;
  if (open > 0)
    c.find(
        Severity::hint, "nights_open", "lodging",
        count_of(open, "night has", "nights have") + " no stay (a night flight may explain it).");
}

void check_money(const Check& c) {
  const Totals& totals = c.facts.totals;
  const Value budget = c.doc.get("budget");
  if (totals.by_currency.empty()) {
    if (c.facts.phase == "proposal")
      c.find(Severity::warning, "prices_missing", "budget/lineItems",
             "The proposal has no prices: add budget/lineItems.");
  } else if (!totals.total) {
    c.find(Severity::warning, "rates_missing", "budget/fx",
           "Lines are in several currencies and budget/fx has no rate for one: there is no sum.");
  }
  if (totals.total && totals.stated && totals.total->currency == totals.stated->currency &&
      totals.total->minor != totals.stated->minor)
    c.find(Severity::blocker, "total_differs", "budget/total",
           "The lines add up to " + to_words(*totals.total) + ", stated are " +
               to_words(*totals.stated) + ".");
  std::int64_t sum = 0;
  bool all = true;
  for (const shape::Entry& payment : shape::in_order(budget.get("payments"))) {
    const auto amount = shape::to_money(payment.item.get("amount"));
    all = all && amount && totals.total && amount->currency == totals.total->currency;
    if (amount) sum += amount->minor;
    const auto due = parse_date(payment.item.get_text("dueDate"));
    if (due && *due < c.today && payment.item.get_text("status") != "paid")
      c.find(Severity::warning, "payment_overdue", item_path("budget/payments", payment.id),
             name_of_item(payment.item, "label") + " was due on " + to_words(*due) + ".");
  }
  if (all && sum > 0 && totals.total && sum != totals.total->minor)
    c.find(Severity::warning, "payments_differ", "budget/payments",
           "The payments add up to " + to_words(Money{sum, totals.total->currency}) +
               ", the lines to " + to_words(*totals.total) + ".");
}

// A day until which something is held.
void check_deadline(const Check& c, Value value, std::string path, std::string_view what) {
  const auto date = parse_date(value.text());
  if (!date) return;
  constexpr std::int32_t kSoon = 3;
  if (*date < c.today) {
    c.find(Severity::warning, "expired", std::move(path),
           std::string(what) + " ended on " + to_words(*date) + ".");
  } else if (date->days - c.today.days <= kSoon) {
    c.find(Severity::warning, "expiring", std::move(path),
           std::string(what) + " ends on " + to_words(*date) + ".");
  }
}

void check_holds(const Check& c) {
  if (c.facts.phase == "past" || c.facts.phase == "cancelled") return;
  const bool selling = c.facts.phase != "confirmed" && c.facts.phase != "active";
  if (selling) {
    check_deadline(c, c.doc.get("meta").get("holdDate"), "meta/holdDate", "The hold");
    check_deadline(c, c.doc.get("terms").get("validUntil"), "terms/validUntil",
                   "The validity of the prices");
  }
  for (const shape::Entry& booking : shape::in_order(c.doc.get("bookings"))) {
    const std::string path = item_path("bookings", booking.id);
    const std::string supplier = name_of_item(booking.item, "supplier");
    if (booking.item.get_text("status") == "held")
      check_deadline(c, booking.item.get("holdExpires"), path, "The hold of " + supplier);
  }
  for (const shape::Entry& item : shape::in_order(c.doc.get("actionItems"))) {
    const auto due = parse_date(item.item.get_text("due"));
    if (due && *due < c.today && !item.item.get("done").boolean())
      c.find(Severity::warning, "task_overdue", item_path("actionItems", item.id),
             name_of_item(item.item, "text") + " was due on " + to_words(*due) + ".");
  }
}

void check_decisions(const Check& c) {
  const Value decisions = c.doc.get("decisions");
  for (const shape::Entry& decision : shape::in_order(decisions)) {
    const std::string path = item_path("decisions", decision.id);
    const Value options = decision.item.get("options");
    if (options.members().empty())
      c.find(Severity::blocker, "decision_empty", path,
             name_of_item(decision.item, "title") + " has no options.");
    const std::string_view chosen = decision.item.get_text("selectedOptionId");
    if (!chosen.empty() && options.find(chosen) == nullptr)
      c.find(Severity::blocker, "choice_missing", path,
             name_of_item(decision.item, "title") + " names the option " + std::string(chosen) +
                 ", which it does not have.");
    for (const Value& blocker : decision.item.get("blockedBy").items())
      if (decisions.find(blocker.text()) == nullptr)
        c.find(Severity::warning, "blocker_missing", path,
               name_of_item(decision.item, "title") + " waits for the decision " +
                   std::string(blocker.text()) + ", which does not exist.");
  }
  for (const shape::Entry& stay : shape::in_order(c.doc.get("lodging"))) {
    const std::string_view decision = stay.item.get_text("decisionRef");
    if (!decision.empty() && decisions.find(decision) == nullptr)
      c.find(Severity::warning, "decision_missing", item_path("lodging", stay.id),
             "It belongs to the decision " + std::string(decision) + ", which does not exist.");
  }
}

// Six months is what most countries ask for beyond the stay.
void check_passports(const Check& c) {
  if (!c.facts.end) return;
  for (const shape::Entry& traveler : shape::in_order(c.doc.get("travelers").get("details"))) {
    const auto expiry = parse_date(traveler.item.get(shape::kPrivate).get_text("passportExpiry"));
    if (expiry && expiry->days < c.facts.end->days + 183)
      c.find(Severity::warning, "passport_expiring", item_path("travelers/details", traveler.id),
             "A passport ends less than six months after the trip.");
  }
}

void check_privacy(const Check& c) {
  if (c.doc.get("meta").get("publish").get_text("visibility") == "passcode")
    c.find(Severity::blocker, "passcode_unavailable", "meta/publish/visibility",
           "The trip asks for a passcode and pages have none: everybody with the address can read "
           "it. Set unlisted to publish it so.");
  json::Arena arena;
  const Value shown = show_document(arena, c.doc, shape::Audience::client);
  for (const PrivateText& found : find_private_text(shown))
    c.find(Severity::warning, "looks_private", found.path,
           "The page would show " + std::string(found.what) +
               " here: move it to _private or take it out.");
}

constexpr std::array kChecks = {&check_basics, &check_days,      &check_stays,     &check_money,
                                &check_holds,  &check_decisions, &check_passports, &check_privacy};

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::blocker: return "blocker";
    case Severity::warning: return "warning";
    case Severity::hint: return "hint";
  }
  std::abort();
}

std::vector<Finding> check_readiness(Value stored, Date today) {
  std::vector<Finding> out;
  const Check check{stored, facts_of(stored), today, &out};
  for (const auto run : kChecks) run(check);
  std::vector<Finding> sorted;
  for (Severity severity : {Severity::blocker, Severity::warning, Severity::hint})
    for (const Finding& finding : out)
      if (finding.severity == severity) sorted.push_back(finding);
  return sorted;
}

}  // namespace vg::trip
