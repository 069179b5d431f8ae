#include "legacy/trip_parts.hpp"

#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/write.hpp"
#include "legacy/price.hpp"

#include <algorithm>
#include <cmath>

namespace vg::legacy {

using json::Member;
using json::Value;

bool is_blank(Value value) {
  if (value.is_null()) return true;
  if (value.is_string()) return trim(value.text()).empty();
  return (value.is_array() && value.items().empty()) ||
         (value.is_object() && value.members().empty());
}

ReadJson TripWork::column(std::string_view name) {
  const Cell cell = row.cell(name);
  const ReadJson out = read_json(arena, cell);
  const bool as_is = out.state == JsonState::good || out.state == JsonState::blank;
  // What the reader cleans is not the same any more.
  const bool cleans =
      cell.is_text() && (cleaned(cell.text) || cell.text.find("\\u") != std::string_view::npos ||
                         cell.text.find("\\r") != std::string_view::npos);
  if (!as_is || cleans) raw_columns.emplace(name);
  if (out.state == JsonState::blank && row.table->find(name)) dirt("json_null_or_blank", name);
  if (out.state == JsonState::twice) dirt("json_double_encoded", name);
  return out;
}

void TripWork::set_aside(std::string_view place, Value value) {
  aside.add(json::ObjectBuilder(arena).add_copy("place", place).add("value", value).finish());
}

Value Item::take(std::string_view key) {
  taken_.push_back(key);
  return from_.get(key);
}

Item& Item::move(std::string_view key, std::string_view field) {
  return put(field, take(key));
}

Item& Item::put(std::string_view field, Value value) {
  if (!is_blank(value)) out_.set(field, value);
  return *this;
}

Item& Item::put_private(std::string_view field, Value value) {
  if (!is_blank(value)) private_.push_back({field, value});
  return *this;
}

Value Item::finish() {
  json::ObjectBuilder rest(arena_);
  for (const Member& member : private_) rest.set(member.key, member.value);
  for (const Member& member : from_.members())
    if (!is_blank(member.value) && std::ranges::find(taken_, member.key) == taken_.end())
      rest.set(member.key, member.value);
  if (!rest.empty()) out_.add("_private", rest.finish());
  return out_.finish();
}

Value price_of(json::Arena& arena, Value raw) {
  if (!raw.is_string()) return raw;
  const auto price = read_price(raw.text());
  if (!price) return raw;
  json::ObjectBuilder out(arena);
  out.add_copy("amount", price->amount);
  if (price->currency) out.add_copy("currency", price->currency->code());
  return out.finish();
}

std::int64_t hundredths(Value number) {
  return number.is_number() ? std::llround(json::to_double(number) * 100) : 0;
}

namespace {

Value map_activity(TripWork& work, Value raw, bool& odd_time) {
  Item item(work.arena, raw);
  const Value title = item.take("title");
  const Value description = item.take("description");
  if (is_blank(title)) {
    item.put("name", description);
  } else {
    item.put("name", title).put("description", description);
  }
  for (const auto& [key, field] :
       {std::pair("start_time", "time"), std::pair("end_time", "endTime")}) {
    const Value time = item.take(key);
    if (time.is_string()) {
      odd_time = odd_time || !is_clock_24h(time.text());
      item.put(field, Value(without_seconds(time.text())));
    } else {
      item.put(field, time);
    }
  }
  item.move("location", "location").move("is_hidden_gem", "highlight");
  if (raw.get("is_hidden_gem") == Value(1) || raw.get("is_hidden_gem").boolean())
    work.findings.add(Count::hidden_gems);
  return item.finish();
}

void map_activities(TripWork& work, Value day, json::ArrayBuilder& out) {
  const std::string number = json::write(day.get("day_number"));
  std::int64_t without_title = 0;
  std::int64_t odd_times = 0;
  for (const Value& raw : day.get("activities").items()) {
    ++work.counts.activities_raw;
    const bool no_title = is_blank(raw.get("title"));
    without_title += no_title ? 1 : 0;
    bool odd = false;
    const Value item = map_activity(work, raw, odd);
    odd_times += odd ? 1 : 0;
    if (no_title && is_blank(raw.get("description"))) {
      work.set_aside("schedule/" + number, raw);
      continue;
    }
    ++work.counts.activities;
    out.add(item);
  }
  if (without_title > 0) work.dirt("activity_without_title", "day " + number);
  if (odd_times > 0) work.dirt("activity_time_not_24h", "day " + number);
}

struct Day {
  Value number;
  std::vector<Value> parts;  // elements of the schedule with this number
};

Value merged_day(TripWork& work, const Day& day) {
  Item item(work.arena, day.parts.front());
  item.move("day_number", "day")
      .move("date", "date")
      .move("day_name", "title")
      .move("description", "description");
  item.take("activities");
  json::ArrayBuilder activities(work.arena);
  json::ArrayBuilder also(work.arena);
  for (const Value& part : day.parts) {
    map_activities(work, part, activities);
    if (&part == &day.parts.front()) continue;
    json::ObjectBuilder rest(work.arena);
    for (const Member& member : part.members())
      if (member.key != "activities") rest.add(member.key, member.value);
    also.add(rest.finish());
  }
  if (!activities.empty()) item.put("activities", activities.finish());
  if (!also.empty()) item.put_private("merged", also.finish());
  return item.finish();
}

void judge_day(TripWork& work, Value day) {
  const auto start = parse_date(work.row.text("start_date"));
  const auto end = parse_date(work.row.text("end_date"));
  const auto date = parse_date(day.get_text("date"));
  const std::string number = "day " + json::write(day.get("day_number"));
  if (start && end && date && (*date < *start || *date > *end))
    work.dirt("schedule_day_outside_dates", number);
  if (day.find("activities") == nullptr) work.dirt("schedule_day_without_activities", number);
}

}  // namespace

Value map_days(TripWork& work) {
  const ReadJson schedule = work.column("schedule");
  if (schedule.state == JsonState::broken) work.dirt("schedule_invalid_json");
  if (schedule.value.is_array() && schedule.value.items().empty()) work.dirt("schedule_empty");
  if (!schedule.value.is_array() && !is_blank(schedule.value)) work.raw_columns.emplace("schedule");
  std::vector<Day> days;
  for (const Value& element : schedule.value.items()) {
    if (!element.is_object()) {
      work.raw_columns.emplace("schedule");
      continue;
    }
    ++work.counts.days_raw;
    judge_day(work, element);
    const Value number = element.get("day_number");
    const auto found = std::ranges::find_if(
        days, [&](const Day& day) { return !number.is_null() && day.number == number; });
    if (found == days.end()) {
      days.push_back({number, {element}});
    } else {
      if (found->parts.size() == 1) work.dirt("schedule_duplicate_day_number", json::write(number));
      found->parts.push_back(element);
    }
  }
  work.counts.days = std::ssize(days);
  json::ArrayBuilder out(work.arena);
  for (const Day& day : days) out.add(merged_day(work, day));
  return out.finish();
}

Value map_stays(TripWork& work) {
  const ReadJson column = work.column("accommodations");
  if (!column.value.is_array() && !is_blank(column.value))
    work.raw_columns.emplace("accommodations");
  json::ArrayBuilder out(work.arena);
  std::int64_t place = -1;
  for (const Value& raw : column.value.items()) {
    ++place;
    ++work.counts.accommodations_raw;
    const std::string where = "accommodations/" + std::to_string(place);
    const Value price = raw.get("total_cost");
    work.findings.add(Count::accommodation_total_cost, hundredths(price));
    if (price.is_string()) work.dirt("price_text_in_json", where);
    const auto check_in = parse_date(raw.get_text("check_in_date"));
    const auto check_out = parse_date(raw.get_text("check_out_date"));
    if (check_in && check_out && *check_in >= *check_out) work.dirt("stay_dates_reversed", where);
    if (is_blank(raw.get("name"))) {
      work.dirt("accommodation_without_name", where);
      work.set_aside(where, raw);
      continue;
    }
    ++work.counts.accommodations;
    Item item(work.arena, raw);
    item.move("name", "name").move("city", "location").move("check_in_date", "checkIn");
    item.move("check_out_date", "checkOut").move("confirmation_number", "confirmation");
    item.put("total", price_of(work.arena, item.take("total_cost")));
    out.add(item.finish());
  }
  return out.finish();
}

namespace {

// A flight is a leg, everything else a transfer.
Value map_ride(TripWork& work, Value raw, bool flight) {
  Item item(work.arena, raw);
  const Value from = item.take("departure_location");
  const Value to = item.take("arrival_location");
  if (flight) {
    std::string route(from.text());
    if (!is_blank(to)) route += (is_blank(from) ? "→ " : " → ") + std::string(to.text());
    item.put("route", Value(work.arena.copy(route))).move("provider", "airline");
    item.move("departure_time", "depart").move("arrival_time", "arrive");
    item.put("direction", Value("between"));
  } else {
    item.put("from", from).put("to", to).move("provider", "provider").move("type", "mode");
    item.move("departure_time", "time");
  }
  item.move("departure_date", "date").move("confirmation_number", "confirmation");
  item.put("price", price_of(work.arena, item.take("cost")));
  return item.finish();
}

}  // namespace

Transport map_transport(TripWork& work) {
  const ReadJson column = work.column("transportation");
  if (!column.value.is_array() && !is_blank(column.value))
    work.raw_columns.emplace("transportation");
  json::ArrayBuilder legs(work.arena);
  json::ArrayBuilder transfers(work.arena);
  std::int64_t place = -1;
  for (const Value& raw : column.value.items()) {
    ++place;
    ++work.counts.transport_raw;
    const std::string where = "transportation/" + std::to_string(place);
    if (raw.get("cost").is_string()) work.dirt("price_text_in_json", where);
    if (is_blank(raw.get("departure_location")) && is_blank(raw.get("arrival_location"))) {
      work.dirt("transport_without_endpoints", where);
      work.set_aside(where, raw);
      continue;
    }
    ++work.counts.transport;
    const bool flight = same_word(raw.get_text("type"), "flight");
    (flight ? legs : transfers).add(map_ride(work, raw, flight));
  }
  return {legs.finish(), transfers.finish()};
}

}  // namespace vg::legacy
