#include "trip/diff.hpp"

#include "base/text.hpp"
#include "json/pairs.hpp"
#include "json/write.hpp"
#include "shape/scalars.hpp"
#include "trip/description.hpp"
#include "trip/document.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace vg::trip {

using json::Pair;
using json::Value;
using shape::Field;
using shape::Shape;

namespace {

std::string below(std::string_view path, std::string_view key) {
  std::string out(path);
  return out.append(out.empty() ? "" : "/").append(key);
}

// The same content, in whatever order its members stand.
bool same(Value a, Value b) {
  if (a.kind() != b.kind()) return false;
  return a.is_object() || a.is_array() ? write_sorted(a) == write_sorted(b) : a == b;
}

bool is_activities(const Field& field) {
  return field.kind == shape::Kind::items && field.shape == &kActivity;
}

// An activity keeps its id when it goes to another day, so that all days are looked at at once.
struct Scheduled {
  std::string path;
  Value item;
};
using Schedule = std::map<std::string_view, Scheduled>;

void add_to(Schedule& schedule, Value activities, const std::string& path) {
  for (const Value& item : activities.items()) {
    const std::string_view id = item.get_text(shape::kId);
    schedule.insert({id, {below(path, id), item}});
  }
}

Schedule schedule_of(Value shown) {
  Schedule out;
  for (const Value& day : shown.get(kDays).items())
    add_to(out, day.get(kActivities), below(below(kDays, day.get_text(shape::kId)), kActivities));
  add_to(out, shown.get(kUnscheduled), std::string(kUnscheduled));
  return out;
}

// Walks two documents as one audience sees them.
class Differ {
 public:
  Differ(json::Arena& arena, Value before, Value after)
      : arena_(arena), old_schedule_(schedule_of(before)), new_schedule_(schedule_of(after)) {
    object(before, after, kTrip, "");
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
  static Value value_of(const Value* found) { return found == nullptr ? Value() : *found; }

  // Whether both are of the kind that the description wants; one of them may be missing.
  static bool fit(Value before, Value after, json::Kind kind) {
    return (before.is_null() || before.is(kind)) && (after.is_null() || after.is(kind));
  }

  void object(Value before, Value after, const Shape& shape, std::string_view path) {
    const bool is_item = !shape.id_prefix.empty();
    for (const Pair& pair : json::pairs(before, after)) {
      if (is_item && pair.key == shape::kId) continue;
      const bool loose = &shape == &kTrip && pair.key == kUnscheduled;
      const Field* field = shape.find(loose ? kActivities : pair.key);
      member(value_of(pair.before), value_of(pair.after), pair.key, field, below(path, pair.key));
    }
  }

  void member(Value before, Value after, std::string_view key, const Field* field,
              const std::string& path) {
    const bool objects = fit(before, after, json::Kind::object);
    const bool free_keys = key == shape::kPrivate || key == shape::kUnread ||
                           (field != nullptr && field->kind == shape::Kind::record);
    if (free_keys && objects) {
      for (const Pair& pair : json::pairs(before, after))
        value(value_of(pair.before), value_of(pair.after), below(path, pair.key));
    } else if (field != nullptr && field->kind == shape::Kind::object && objects) {
      object(before, after, *field->shape, path);
    } else if (field != nullptr && field->kind == shape::Kind::items &&
               fit(before, after, json::Kind::array)) {
      collection(before, after, *field, path);
    } else {
      value(before, after, path);
    }
  }

  void value(Value before, Value after, const std::string& path) {
    if (same(before, after)) return;
    const ChangeKind kind = before.is_null()  ? ChangeKind::added
                            : after.is_null() ? ChangeKind::removed
                                              : ChangeKind::set;
    changes_.push_back({.path = path, .kind = kind, .from = before, .to = after});
  }

  Value by_id(Value list) {
    json::ObjectBuilder out(arena_);
    for (const Value& item : list.items()) out.add(item.get_text(shape::kId), item);
    return out.finish();
  }

  void collection(Value before, Value after, const Field& field, const std::string& path) {
    const Value* last = nullptr;
    bool in_order = true;
    for (const Pair& pair : json::pairs(by_id(before), by_id(after))) {
      if (pair.before != nullptr && pair.after != nullptr) {
        in_order = in_order && last < pair.before;
        last = pair.before;
      }
      item(pair, field, below(path, pair.key));
    }
    if (!in_order)
      changes_.push_back(
          {.path = path, .kind = ChangeKind::moved, .from = ids_of(before), .to = ids_of(after)});
  }

  Value ids_of(Value list) {
    json::ArrayBuilder out(arena_);
    for (const Value& item : list.items()) out.add(item.get(shape::kId));
    return out.finish();
  }

  void item(const Pair& pair, const Field& field, const std::string& path) {
    const Shape& shape = *field.shape;
    if (pair.before != nullptr && pair.after != nullptr)
      return object(*pair.before, *pair.after, shape, path);
    VG_ASSERT(pair.before != nullptr || pair.after != nullptr);
    const Value there = pair.after != nullptr ? *pair.after : *pair.before;
    if (is_activities(field)) {
      const Schedule& other = pair.after != nullptr ? old_schedule_ : new_schedule_;
      if (const auto found = other.find(pair.key); found != other.end()) {
        if (pair.after != nullptr) moved(found->second, there, shape, path);
        return;  // what went away is told where it came to
      }
    }
    changes_.push_back({.path = path,
                        .kind = pair.after != nullptr ? ChangeKind::added : ChangeKind::removed,
                        .name = name_in(there, shape)});
    // The activities of a day are items of their own.
    if (&field == kTrip.find(kDays))
      collection(value_of(pair.before).get(kActivities), value_of(pair.after).get(kActivities),
                 *shape.find(kActivities), below(path, kActivities));
  }

  void moved(const Scheduled& from, Value item, const Shape& shape, const std::string& path) {
    changes_.push_back({.path = path,
                        .kind = ChangeKind::moved,
                        .from = Value(arena_.copy(from.path)),
                        .to = Value(arena_.copy(path)),
                        .name = name_in(item, shape)});
    object(from.item, item, shape, path);
  }

  static std::string_view name_in(Value item, const Shape& shape) {
    return shape.bare.empty() ? std::string_view() : item.get_text(shape.bare);
  }

  json::Arena& arena_;
  Schedule old_schedule_, new_schedule_;
  std::vector<Change> changes_;
};

std::vector<Change> changes_for(json::Arena& arena, Value before, Value after,
                                shape::Audience audience) {
  return Differ(arena, show_document(arena, before, audience),
                show_document(arena, after, audience))
      .take();
}

constexpr std::size_t kPathShown = 160;
constexpr std::size_t kNameShown = 60;
constexpr std::size_t kValueShown = 60;
constexpr std::size_t kOrderShown = 120;
constexpr std::size_t kLead = 15;  // of a long value before the place where it differs

// A value as text, in full.
std::string plain(Value value) {
  switch (value.kind()) {
    case json::Kind::null: return "nothing";
    case json::Kind::boolean: return value.boolean() ? "true" : "false";
    case json::Kind::integer: return std::to_string(value.integer());
    case json::Kind::decimal:
    case json::Kind::string: return std::string(value.text());
    case json::Kind::array: {
      std::string out;
      for (const Value& item : value.items()) {
        if (!item.is_string()) return count_of(std::ssize(value.items()), "entry", "entries");
        out.append(out.empty() ? "“" : ", “").append(item.text()).append("”");
      }
      return out.empty() ? "no entries" : out;
    }
    case json::Kind::object: {
      const auto money = shape::to_money(value);
      if (!money) return count_of(std::ssize(value.members()), "entry", "entries");
      std::string out = to_words(*money);
      for (std::string_view key : {"basis", "source", "asOf"})
        if (const auto text = value.get_text(key); !text.empty()) out.append(", ").append(text);
      return out;
    }
  }
  std::abort();
}

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// A long text from shortly before the place where it differs from another one.
std::string excerpt(std::string_view text, std::string_view other) {
  const auto differs = std::ranges::mismatch(text, other).in1;
  auto begin = static_cast<std::size_t>(differs - text.begin());
  for (std::size_t n = 0; n < kLead && begin > 0; ++n) {
    --begin;
    while (begin > 0 && continues(text[begin])) --begin;
  }
  if (begin < kLead || count_code_points(text) <= kValueShown) return one_line(text, kValueShown);
  return "…" + one_line(text.substr(begin), kValueShown);
}

// Texts stand in quotes; numbers, dates and times of day speak for themselves.
std::string words_of(Value value, Value other) {
  const std::string words = excerpt(plain(value), plain(other));
  const bool bare = !value.is_string() ||
                    (!words.empty() && words.find_first_not_of("0123456789-:.") == words.npos);
  return bare ? words : "“" + words + "”";
}

std::string_view collection_of(std::string_view path) {
  return path.substr(0, path.rfind('/'));
}

std::string words_of_move(const Change& change, const std::string& name) {
  if (change.to.is_string())
    return "moved " + one_line(change.from.text(), kPathShown) + name + " to " +
           one_line(collection_of(change.to.text()), kPathShown);
  std::string ids;
  for (const Value& id : change.to.items()) ids.append(ids.empty() ? ": " : ", ").append(id.text());
  return "reordered " + one_line(change.path, kPathShown) + shorten(ids, kOrderShown);
}

}  // namespace

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::set: return "set";
    case ChangeKind::added: return "added";
    case ChangeKind::removed: return "removed";
    case ChangeKind::moved: return "moved";
  }
  std::abort();
}

std::vector<Change> changes_between(json::Arena& arena, Value before, Value after) {
  std::vector<Change> all = changes_for(arena, before, after, shape::Audience::owner);
  const std::vector<Change> open = changes_for(arena, before, after, shape::Audience::advisor);
  std::map<std::pair<std::string_view, ChangeKind>, const Change*> known;
  for (const Change& change : open) known.insert({{change.path, change.kind}, &change});
  for (Change& change : all) {
    const auto found = known.find({change.path, change.kind});
    if (found != known.end()) {
      change = *found->second;
    } else {
      change = {.path = std::move(change.path), .kind = change.kind, .is_private = true};
    }
  }
  return all;
}

std::string words_of(const Change& change) {
  const std::string path = one_line(change.path, kPathShown);
  std::string tail = change.is_private ? " (private)" : "";
  if (!change.name.empty()) tail = " “" + one_line(change.name, kNameShown) + "”";
  switch (change.kind) {
    case ChangeKind::moved: return words_of_move(change, tail) + (change.is_private ? tail : "");
    case ChangeKind::added:
      if (!change.to.is_null()) tail = " " + words_of(change.to, {});
      return "added " + path + tail;
    case ChangeKind::removed:
      if (!change.from.is_null()) tail = " " + words_of(change.from, {});
      return "removed " + path + tail;
    case ChangeKind::set: {
      if (change.is_private) return path + ": changed" + tail;
      const std::string from = words_of(change.from, change.to);
      const std::string to = words_of(change.to, change.from);
      return path + ": " + (from == to ? "changed, " + to : from + " → " + to);
    }
  }
  std::abort();
}

}  // namespace vg::trip
