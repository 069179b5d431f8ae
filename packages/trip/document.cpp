#include "trip/document.hpp"

#include "base/text.hpp"
#include "json/write.hpp"
#include "trip/description.hpp"
#include "trip/older_shapes.hpp"

#include <algorithm>

namespace vg::trip {

using json::Member;
using json::ObjectBuilder;
using json::Value;

namespace {

constexpr std::int64_t kMinuteStep = 1'000;               // order keys per minute of the day
constexpr std::int64_t kUntimed = 24 * 60 * kMinuteStep;  // where activities without a time begin

Error too_large(std::string message) {
  return Error{ErrorCode::too_large, std::move(message), {}};
}

// Order keys of the activities of one day: the given order is kept, and a time moves the key
// forward to its place in the day.
Value in_day(json::Arena& arena, Value activity, std::string_view day, std::int64_t& last) {
  const auto minutes = parse_clock(activity.get_text("time"));
  last = std::max(last + 1, minutes ? *minutes * kMinuteStep : 0);
  ObjectBuilder out(arena);
  out.add(shape::kSeq, Value(last)).add(kDayOfActivity, Value(day));
  for (const Member& member : activity.members())
    if (member.key != shape::kSeq && member.key != kDayOfActivity)
      out.add(member.key, member.value);
  return out.finish();
}

// Moves the activities of the days into the one collection of the trip.
Value flatten(json::Arena& arena, Value document) {
  const Value days = document.get(kDays);
  ObjectBuilder all(arena);
  for (const Member& member : document.get(kActivities).members())
    all.add(member.key, member.value);
  ObjectBuilder flat_days(arena);
  for (const Member& day : days.members()) {
    std::int64_t last = 0;
    for (const shape::Entry& activity : shape::in_order(day.value.get(kActivities))) {
      std::string_view id = activity.id;
      for (int n = 2; all.find(id) != nullptr; ++n)
        id = arena.copy(std::string(activity.id) + "-" + std::to_string(n));
      all.add(id, in_day(arena, activity.item, day.key, last));
    }
    ObjectBuilder rest(arena);
    for (const Member& member : day.value.members())
      if (member.key != kActivities) rest.add(member.key, member.value);
    flat_days.add(day.key, rest.finish());
  }
  ObjectBuilder out(arena);
  for (const Member& member : document.members()) {
    if (member.key == kActivities) continue;
    out.add(member.key, member.key == kDays ? flat_days.finish() : member.value);
    if (member.key == kDays && !all.empty()) out.add(kActivities, all.finish());
  }
  if (days.is_null() && !all.empty()) out.add(kActivities, all.finish());
  return out.finish();
}

// Days in the order of their dates; a day without one stays behind the day before it.
std::vector<shape::Entry> days_in_order(Value stored) {
  struct Dated {
    std::string_view date;
    std::size_t place;
    shape::Entry day;
  };
  std::vector<Dated> dated;
  std::string_view last;
  for (const shape::Entry& day : shape::in_order(stored.get(kDays))) {
    const std::string_view own = day.item.get_text("date");
    if (!own.empty()) last = own;
    dated.push_back({last, dated.size(), day});
  }
  std::sort(dated.begin(), dated.end(), [](const Dated& a, const Dated& b) {
    return a.date != b.date ? a.date < b.date : a.place < b.place;
  });
  std::vector<shape::Entry> out;
  out.reserve(dated.size());
  for (const Dated& entry : dated) out.push_back(entry.day);
  return out;
}

// The collection of one day, put back where it is shown.
Value collect(json::Arena& arena, const std::vector<shape::Entry>& activities) {
  ObjectBuilder out(arena);
  std::int64_t seq = 0;
  for (const shape::Entry& activity : activities) {
    ObjectBuilder item(arena);
    item.add(shape::kSeq, Value(++seq));
    for (const Member& member : activity.item.members())
      if (member.key != shape::kSeq && member.key != kDayOfActivity)
        item.add(member.key, member.value);
    out.add(activity.id, item.finish());
  }
  return out.finish();
}

}  // namespace

std::uint32_t depth_of(Value value) {
  std::uint32_t deepest = 0;
  for (const Value& item : value.items()) deepest = std::max(deepest, depth_of(item));
  for (const Member& member : value.members()) deepest = std::max(deepest, depth_of(member.value));
  return value.is_object() || value.is_array() ? deepest + 1 : 0;
}

std::optional<Currency> currency_of(Value stored) {
  if (const auto currency = Currency::from_code(stored.get("meta").get_text("currency")))
    return currency;
  return Currency::from_code(stored.get("budget").get_text("currency"));
}

std::int64_t activity_seq(std::string_view time, Instant now, std::int64_t nth) {
  if (const auto minutes = parse_clock(time)) return *minutes * kMinuteStep + kMinuteStep / 2 + nth;
  return kUntimed + now.ms / 1000 * 100 + nth;
}

Result<Reading> read_document(json::Arena& arena, Value raw, OnInvalid on_invalid) {
  if (!raw.is_object())
    return Error{
        ErrorCode::invalid,
        "a trip document must be a JSON object, not " + std::string(json::name_of(raw.kind())),
        {}};
  if (depth_of(raw) > kMaxDepth)
    return too_large("the document is deeper than " + std::to_string(kMaxDepth) + " levels");
  shape::Report first;
  const Value modern = modernise(arena, raw, first);
  shape::Reader reader(
      arena, {.keep_unreadable = on_invalid == OnInvalid::keep, .currency = currency_of(modern)});
  const Value canonical = reader.read_object(modern, kTrip, "");
  Reading out{flatten(arena, canonical), std::move(reader.report())};
  out.report.notes.insert(out.report.notes.begin(), first.notes.begin(), first.notes.end());
  if (!out.report.issues.empty())
    return Error{ErrorCode::invalid,
                 count_of(std::ssize(out.report.issues), "value does", "values do") +
                     " not fit the document; nothing was stored. Correct them, or set them aside "
                     "with on_invalid keep",
                 std::move(out.report.issues)};
  if (reader.items_read() > kMaxItems)
    return too_large("the document has more than " + std::to_string(kMaxItems) + " items");
  if (static_cast<std::int64_t>(json::write(out.stored).size()) > kMaxBytes)
    return too_large("the document is larger than " + std::to_string(kMaxBytes) + " bytes");
  return out;
}

std::vector<shape::Entry> activities_of(Value stored, std::string_view day) {
  const Value days = stored.get(kDays);
  std::vector<shape::Entry> out;
  for (const Member& activity : stored.get(kActivities).members()) {
    const std::string_view own = activity.value.get_text(kDayOfActivity);
    const bool wanted = day.empty() ? own.empty() || days.find(own) == nullptr : own == day;
    if (wanted) out.push_back({activity.key, activity.value});
  }
  return shape::in_order(std::move(out));
}

ActivityCounts::ActivityCounts(Value stored) {
  const auto days = stored.get(kDays).members();
  days_.reserve(days.size());
  for (const Member& day : days) days_.push_back({day.key});
  // Activities of one day mostly stand together.
  std::size_t at = 0;
  for (const Member& activity : stored.get(kActivities).members()) {
    const std::string_view own = activity.value.get_text(kDayOfActivity);
    if (own.empty()) {
      ++unscheduled_;
      continue;
    }
    const std::size_t before = at;
    while (at < days_.size() && !json::same_key(days_[at].id, own)) ++at;
    if (at == days_.size())
      for (at = 0; at < before && !json::same_key(days_[at].id, own);) ++at;
    const bool found = at < days_.size() && json::same_key(days_[at].id, own);
    ++(found ? days_[at].count : unscheduled_);
  }
}

std::int64_t ActivityCounts::of(std::string_view day) const {
  if (day.empty()) return unscheduled_;
  for (const Day& one : days_)
    if (json::same_key(one.id, day)) return one.count;
  return 0;
}

std::vector<std::string_view> sections_of(Value stored) {
  std::vector<std::string_view> out;
  for (const Member& member : stored.members()) {
    if (member.key.starts_with('_')) continue;
    if (member.key != kActivities) {
      out.push_back(member.key);
    } else if (ActivityCounts(stored).of("") > 0) {
      out.push_back(kUnscheduled);
    }
  }
  return out;
}

Value show_document(json::Arena& arena, Value stored, shape::Audience audience) {
  ObjectBuilder days(arena);
  std::int64_t seq = 0;
  for (const shape::Entry& day : days_in_order(stored)) {
    ObjectBuilder item(arena);
    item.add(shape::kSeq, Value(++seq));
    for (const Member& member : day.item.members())
      if (member.key != shape::kSeq) item.add(member.key, member.value);
    const auto activities = activities_of(stored, day.id);
    if (!activities.empty()) item.add(kActivities, collect(arena, activities));
    days.add(day.id, item.finish());
  }
  ObjectBuilder nested(arena);
  for (const Member& member : stored.members()) {
    if (member.key == kActivities) continue;
    nested.add(member.key, member.key == kDays ? days.finish() : member.value);
  }
  const auto loose = activities_of(stored, "");
  if (!loose.empty()) nested.add(kActivities, collect(arena, loose));
  const Value shown = shape::show(arena, nested.finish(), kTrip, audience);
  ObjectBuilder out(arena);
  for (const Member& member : shown.members())
    out.add(member.key == kActivities ? kUnscheduled : member.key, member.value);
  return out.finish();
}

}  // namespace vg::trip
