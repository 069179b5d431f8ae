#include "templates/projection.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "shape/scalars.hpp"
#include "templates/cards.hpp"
#include "trip/budget.hpp"
#include "trip/description.hpp"
#include "trip/document.hpp"
#include "trip/facts.hpp"

#include <array>

namespace vg::templates {

using json::Member;
using json::ObjectBuilder;
using json::Value;

namespace {

// Sections that are shown as cards, in the groups and the order in which a page has them.
struct CardSection {
  std::string_view group, section, part, title;
};
constexpr std::array<CardSection, 25> kCardSections = {
    {{"travel", "transfers", "", "Transfers"},
     {"travel", "carRental", "", "Rental car"},
     {"travel", "cruiseInfo", "", "Your cruise"},
     {"travel", "shipInfo", "", "The ship"},
     {"travel", "bookings", "", "Bookings"},
     {"extras", "excursions", "included", "Excursions that are included"},
     {"extras", "excursions", "optional", "Excursions to choose from"},
     {"extras", "tours", "", "Tours"},
     {"extras", "dining", "", "Tables"},
     {"extras", "recommendedExtras", "", "Extras we recommend"},
     {"extras", "hiddenGems", "", "Hidden gems"},
     {"extras", "freeActivities", "", "Free things to do"},
     {"extras", "insiderTips", "", "Insider tips"},
     {"extras", "localCustoms", "", "Local customs"},
     {"extras", "credits", "", "Credits and packages"},
     {"extras", "onboardCredits", "", "Onboard credit"},
     {"extras", "registry", "", "Gift registry"},
     {"know", "practicalInfo", "", "Practical information"},
     {"know", "packingTips", "", "Packing"},
     {"know", "documents", "", "Documents"},
     {"know", "travelInsurance", "", "Travel insurance"},
     {"know", "maps", "", "Maps"},
     {"know", "featuredLinks", "", "Links"},
     {"know", "costSplit", "", "Who pays what"},
     {"know", "terms", "", "Terms"}}};

class Projector {
 public:
  Projector(json::Arena& arena, Value stored, Report report)
      : arena_(arena),
        stored_(stored),
        hide_prices_(stored.get("meta").get("hidePrices").boolean()),
        page_{.model = {}, .provenance = Provenance(report)},
        display_(arena, page_.provenance, {.hide_prices = hide_prices_}),
        facts_(trip::facts_of(stored)) {}

  Page run() {
    const Value shown =
        without_disabled(trip::show_document(arena_, stored_, shape::Audience::client));
    doc_ = display_.object(shown, trip::kTrip, "");
    if (page_.provenance.is_kept()) count_locators(stored_, trip::kTrip);
    page_.hidden_amounts = display_.hidden_amounts();
    ObjectBuilder model(arena_);
    for (const Member& member : doc_.members()) model.add(member.key, member.value);
    head(model);
    party(model);
    days(model);
    stays(model);
    flights(model);
    decisions(model);
    prices(model);
    cards(model);
    tasks(model);
    page_.model = model.finish();
    return std::move(page_);
  }

 private:
  // A registry that is switched off is not the client's matter.
  Value without_disabled(Value shown) {
    ObjectBuilder out(arena_);
    for (const Member& member : shown.members())
      if (member.key != "registry" || member.value.get("enabled").boolean())
        out.add(member.key, member.value);
    return out.finish();
  }

  void count_locators(Value value, const shape::Shape& shape) {
    for (const Member& member : value.members()) {
      const shape::Field* field = shape.find(member.key);
      if (field == nullptr) continue;
      if (field->locator) ++page_.locators;
      if (field->shape == nullptr) continue;
      if (field->kind == shape::Kind::object) count_locators(member.value, *field->shape);
      for (const Value& item : member.value.items()) count_locators(item, *field->shape);
      if (field->kind == shape::Kind::items)
        for (const Member& item : member.value.members()) count_locators(item.value, *field->shape);
    }
  }

  Value text(const std::string& value) { return Value(arena_.copy(value)); }

  // A text made from displayed ones, which counts as showing them.
  Value derived(const std::string& value, std::initializer_list<std::string_view> sources) {
    const std::string_view own = arena_.copy(value);
    page_.provenance.derive(own, sources);
    return Value(own);
  }

  void head(ObjectBuilder& model) {
    const Value meta = doc_.get("meta");
    const Value dates = doc_.get("dates");
    ObjectBuilder page(arena_);
    page.add("lang", text(language()));
    const Value dir = stored_.get("meta").get("dir");  // of a closed set of words
    page.add("dir", dir.is_string() ? dir : Value("auto"));
    page.add("title", facts_.title.empty() ? Value("Your trip") : meta.get("title"));
    page.add("kind", Value(is_selling(stored_) ? "Proposal" : "Your trip"));
    if (is_selling(stored_)) page.add("selling", Value(true));
    if (facts_.start && facts_.end) {
      page.add("dates", derived(to_day_month(*facts_.start) + " – " + to_words(*facts_.end),
                                {dates.get_text("start"), dates.get_text("end")}));
      const std::int64_t nights = facts_.end->days - facts_.start->days;
      if (nights > 0) page.add("nights", text(count_of(nights, "night")));
    }
    std::string about(facts_.destination);
    if (const auto label = stored_.get("meta").get_text("dates"); !label.empty())
      about.append(about.empty() ? "" : ", ").append(label);
    page.add("description", text(about));
    model.set("page", page.finish());
  }

  // A language tag that is nothing but letters, digits and hyphens.
  std::string language() const {
    const std::string_view locale = stored_.get("meta").get_text("locale");
    const bool good = !locale.empty() && locale.size() <= 35 &&
                      locale.find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                          std::string_view::npos;
    return good ? std::string(locale) : "en";
  }

  // First name and initial; a full name never leaves the advisor's side.
  std::string short_name(std::string_view full) const {
    const auto words = split(trim(full), ' ');
    std::string out(words[0]);
    if (words.size() < 2 || words.back().empty()) return out;
    std::string_view last = words.back();
    if (last.front() == '(' || (last.front() >= '0' && last.front() <= '9'))
      return std::string(trim(full));
    const std::string_view rest = last;
    next_code_point(last);
    return out + " " + std::string(rest.substr(0, rest.size() - last.size())) + ".";
  }

  // Travellers by first name and initial: of their details, else of the plain list of names.
  void party(ObjectBuilder& model) {
    const Value travelers = doc_.get("travelers");
    json::ArrayBuilder members(arena_);
    const auto details = shape::in_order(stored_.get("travelers").get("details"));
    for (std::size_t i = 0; i < details.size(); ++i)
      members.add(member(details[i].item, travelers.get("details").items()[i]));
    if (details.empty()) {
      for (const Value& name : stored_.get("travelers").get("names").items()) {
        ObjectBuilder person(arena_);
        members.add(person.add("name", text(short_name(name.text()))).finish());
      }
    }
    ObjectBuilder party(arena_);
    if (facts_.travelers > 0)
      party.add("count",
                derived(count_of(facts_.travelers, "traveller"), {travelers.get_text("count")}));
    if (!members.empty()) party.add("members", members.finish());
    if (!party.empty()) model.set("party", party.finish());
  }

  Value member(Value stored, Value displayed) {
    ObjectBuilder person(arena_);
    const std::string_view first = displayed.get_text("firstName");
    const std::string_view initial = displayed.get_text("lastInitial");
    if (!first.empty()) {
      person.add("name", derived(std::string(first) +
                                     (initial.empty() ? "" : " " + std::string(initial) + "."),
                                 {first, initial}));
    } else {
      person.add("name", text(short_name(stored.get_text("name"))));
    }
    for (std::string_view key : {"type", "documentsNeeded"})
      if (const Value value = displayed.get(key); !value.is_null()) person.add(key, value);
    return person.finish();
  }

  void days(ObjectBuilder& model) {
    json::ArrayBuilder out(arena_);
    std::int64_t number = 0;
    for (const Value& day : doc_.get(trip::kDays).items()) {
      ++number;
      ObjectBuilder item(arena_);
      for (const Member& member : day.members()) item.add(member.key, member.value);
      const std::string_view stated = day.get_text("day");
      const std::string shown_number =
          stated.empty() ? std::to_string(number) : std::string(stated);
      item.add("number", derived("Day " + shown_number, {stated}));
      item.add("anchor", text("day-" + std::to_string(number)));
      if (const std::string_view date = day.get_text("date"); !date.empty()) {
        const std::size_t month_ends = date.find_last_of(' ');
        item.add("short_date", derived(std::string(date.substr(0, month_ends)), {date}));
      }
      out.add(item.finish());
    }
    if (!out.empty()) model.set(trip::kDays, out.finish());
  }

  void stays(ObjectBuilder& model) {
    json::ArrayBuilder out(arena_);
    for (const Value& stay : doc_.get("lodging").items()) {
      ObjectBuilder item(arena_);
      for (const Member& member : stay.members()) item.add(member.key, member.value);
      const std::string_view from = stay.get_text("checkIn");
      const std::string_view to = stay.get_text("checkOut");
      if (!from.empty() && !to.empty())
        item.add("period", derived(std::string(from.substr(0, from.find_last_of(' '))) + " – " +
                                       std::string(to),
                                   {from, to}));
      if (const auto nights = stay.get_text("nights"); !nights.empty())
        item.set("nights_words",
                 derived(std::string(nights) + (nights == "1" ? " night" : " nights"), {nights}));
      out.add(item.finish());
    }
    if (!out.empty()) model.set("lodging", out.finish());
  }

  void flights(ObjectBuilder& model) {
    // A leg without a route of its own is named after its first and last airport.
    json::ArrayBuilder legs(arena_);
    for (const Value& leg : doc_.get("flights").get("legs").items()) {
      ObjectBuilder item(arena_);
      for (const Member& member : leg.members()) item.add(member.key, member.value);
      const auto segments = leg.get("segments").items();
      if (leg.get_text("route").empty() && !segments.empty())
        item.add("route",
                 derived(std::string(segments.front().get_text("from")) + " → " +
                             std::string(segments.back().get_text("to")),
                         {segments.front().get_text("from"), segments.back().get_text("to")}));
      legs.add(item.finish());
    }
    if (legs.empty()) return;
    ObjectBuilder flights(arena_);
    for (const Member& member : doc_.get("flights").members())
      flights.add(member.key, member.value);
    flights.set("legs", legs.finish());
    model.set("flights", flights.finish());
  }

  // Options in the order of the document with what was recommended or chosen marked.
  void decisions(ObjectBuilder& model) {
    json::ArrayBuilder out(arena_);
    std::size_t d = 0;
    const auto shown = doc_.get("decisions").items();
    for (const shape::Entry& decision : shape::in_order(stored_.get("decisions"))) {
      const Value displayed = shown[d++];
      json::ArrayBuilder options(arena_);
      std::size_t o = 0;
      for (const shape::Entry& option : shape::in_order(decision.item.get("options")))
        options.add(
            decision_option(decision.item, option.id, displayed.get("options").items()[o++]));
      ObjectBuilder item(arena_);
      for (const Member& member : displayed.members()) item.add(member.key, member.value);
      item.set("options", options.finish());
      if (const auto ask = displayed.get_text("allowAskAdvisor"); !ask.empty())
        item.add("ask", derived("Ask us anything about it", {ask}));
      out.add(item.finish());
    }
    if (!out.empty()) model.set("decisions", out.finish());
  }

  Value decision_option(Value decision, std::string_view id, Value displayed) {
    ObjectBuilder item(arena_);
    for (const Member& member : displayed.members()) item.add(member.key, member.value);
    bool chosen = decision.get_text("selectedOptionId") == id;
    for (const Value& selected : decision.get("selectedOptionIds").items())
      chosen = chosen || selected.text() == id;
    if (chosen) item.add("chosen", Value("Chosen"));
    if (decision.get_text("recommendationOptionId") == id)
      item.add("recommended", Value("We recommend this"));
    const std::string_view low = displayed.get_text("priceLo");
    const std::string_view high = displayed.get_text("priceHi");
    if (!low.empty())
      item.add("price", derived(std::string(low) +
                                    (high.empty() || high == low ? "" : " – " + std::string(high)),
                                {low, high}));
    return item.finish();
  }

  void prices(ObjectBuilder& model) {
    if (hide_prices_) return;
    const trip::Totals& totals = facts_.totals;
    const Value budget = doc_.get("budget");
    ObjectBuilder out(arena_);
    if (!totals.by_currency.empty()) {
      out.add("total",
              derived(trip::words_of(totals), {budget.get_text("total"), budget.get_text("rangeLo"),
                                               budget.get_text("rangeHi")}));
      if (totals.per_person && facts_.travelers > 1)
        out.add("per_person",
                derived(to_words(*totals.per_person), {budget.get_text("perPerson")}));
      if (totals.converted) out.add("converted", Value("Converted at the rates shown"));
    } else if (!budget.get_text("total").empty()) {
      out.add("total", budget.get("total"));
      if (!budget.get_text("perPerson").empty()) out.add("per_person", budget.get("perPerson"));
    } else if (!budget.get_text("rangeLo").empty()) {
      out.add("total", derived(std::string(budget.get_text("rangeLo")) + " – " +
                                   std::string(budget.get_text("rangeHi")),
                               {budget.get_text("rangeLo"), budget.get_text("rangeHi")}));
    }
    if (!out.empty()) model.set("sums", out.finish());
    rates(model, budget.get("fx"));
  }

  void rates(ObjectBuilder& model, Value fx) {
    json::ArrayBuilder list(arena_);
    for (const Member& rate : fx.members()) {
      if (rate.key == "asOf" || !rate.value.is_string()) continue;
      ObjectBuilder row(arena_);
      list.add(row.add_copy("code", rate.key).add("rate", rate.value).finish());
    }
    if (list.empty()) return;
    ObjectBuilder out(arena_);
    out.add("list", list.finish());
    if (const Value as_of = fx.get("asOf"); as_of.is_string()) out.add("as_of", as_of);
    model.set("rates", out.finish());
  }

  void cards(ObjectBuilder& model) {
    for (std::string_view group : {"travel", "extras", "know"}) {
      json::ArrayBuilder sections(arena_);
      for (const CardSection& row : kCardSections) {
        if (row.group != group) continue;
        const shape::Field* field = trip::kTrip.find(row.section);
        Value section = doc_.get(row.section);
        if (!row.part.empty()) {
          section = section.get(row.part);
          field = field->shape->find(row.part);
        }
        const Value card = to_cards(arena_, section, *field, row.title);
        if (!card.is_null()) sections.add(card);
      }
      if (!sections.empty())
        model.set(arena_.copy(std::string(group) + "_sections"), sections.finish());
    }
  }

  // Of the action items those that the client owns.
  void tasks(ObjectBuilder& model) {
    json::ArrayBuilder out(arena_);
    for (const shape::Entry& task : shape::in_order(stored_.get("actionItems"))) {
      if (task.item.get_text("owner") != "client") continue;
      ObjectBuilder item(arena_);
      item.add("text", task.item.get("text"));
      if (const Value* due = task.item.find("due")) {
        const auto date = parse_date(due->text());
        item.add("due", date ? text(to_words(*date)) : *due);
      }
      if (task.item.get("done").boolean()) item.add("done", Value("Done"));
      out.add(item.finish());
    }
    if (!out.empty()) model.set("tasks", out.finish());
  }

  json::Arena& arena_;
  Value stored_;
  bool hide_prices_;
  Page page_;
  Display display_;
  trip::Facts facts_;
  Value doc_;
};

}  // namespace

bool is_selling(Value stored) {
  const std::string_view phase = stored.get("meta").get_text("phase");
  return phase != "confirmed" && phase != "active" && phase != "past" && phase != "cancelled";
}

Page project(json::Arena& arena, Value stored, Report report) {
  return Projector(arena, stored, report).run();
}

}  // namespace vg::templates
