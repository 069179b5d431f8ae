#include "trip/operations.hpp"

#include "base/text.hpp"
#include "shape/path.hpp"
#include "shape/reader.hpp"
#include "trip/description.hpp"
#include "trip/document.hpp"
#include "trip/patch_builder.hpp"

#include <algorithm>
#include <set>

namespace vg::trip {

using json::Member;
using json::Value;
using shape::Field;
using shape::Place;
using shape::Shape;

namespace {

using Keys = std::vector<std::string>;

constexpr Field kOperationFields[] = {
    shape::choice("op", shape::advisor, "set add remove reorder").must(),
    shape::label("path", shape::advisor).must(),
    shape::raw("value"),
    shape::labels("ids", shape::advisor),
};

// A path as a model reads it off the shown document, in the structure of the stored one:
// `itinerary/d-3/activities/a-7/time` is `activities/a-7/time`; `itinerary/d-3/activities` is the
// activities of that day.
struct StoredPath {
  std::string path;
  std::string day;  // set for the activities of one day
};
StoredPath to_stored(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  auto steps = split(path, '/');
  if (steps[0] == kUnscheduled) steps[0] = kActivities;
  StoredPath out;
  const bool nested = steps.size() >= 3 && (steps[0] == kDays || steps[0] == "days") &&
                      (steps[2] == kActivities || steps[2] == "schedule");
  if (nested) {
    if (steps.size() == 3) out.day = shape::to_item_id(steps[1]);
    steps.erase(steps.begin(), steps.begin() + 2);
  }
  for (std::string_view step : steps) out.path.append(out.path.empty() ? "" : "/").append(step);
  return out;
}

std::string joined(const Keys& keys) {
  std::string out;
  for (const std::string& key : keys) out.append(out.empty() ? "" : "/").append(key);
  return out;
}

Keys with(Keys keys, std::string_view key) {
  keys.emplace_back(key);
  return keys;
}

class Planner {
 public:
  Planner(json::Arena& arena, Context& context) : arena_(arena), context_(context) {}

  void run(Value operation, std::size_t index) {
    const std::size_t before = issues_.size();
    at_ = "/operations/" + std::to_string(index);
    plan(operation, index);
    // What is wrong with a value is told with the place that it was meant for.
    for (std::size_t i = before; i < issues_.size(); ++i)
      if (issues_[i].path.starts_with(at_ + "/value"))
        issues_[i].message = one_line(operation.get_text("path"), 120) + ": " + issues_[i].message;
  }

  Result<EditPlan> finish() {
    if (!issues_.empty())
      return Error{ErrorCode::invalid, "the edit cannot be understood; nothing was changed",
                   std::move(issues_)};
    plan_.patch = patch_.finish(arena_);
    return std::move(plan_);
  }

 private:
  void plan(Value operation, std::size_t index) {
    nth_ = static_cast<std::int64_t>(index) * 1'000;
    const StoredPath stored = to_stored(operation.get_text("path"));
    auto place = shape::find_place(kTrip, stored.path);
    if (!place) return issue("/path", place.error().message);
    guard(*place);
    const std::string_view op = operation.get_text("op");
    const Value* value = operation.find("value");
    if (op == "remove") {
      remove(*place);
    } else if (op == "reorder") {
      reorder(*place, stored.day, operation.get("ids"));
    } else if (value == nullptr) {
      issue("/value",
            "missing: what to " + std::string(op) + (op == "set" ? "; null clears the place" : ""));
    } else if (op == "add") {
      add(*place, stored.day, *value);
    } else {
      set(*place, *value);
    }
  }

  void issue(std::string_view where, std::string message) {
    issues_.push_back({at_ + std::string(where), std::move(message)});
  }

  void must_exist(const std::string& sql_path) {
    if (std::ranges::find(plan_.must_not_exist, sql_path) != plan_.must_not_exist.end()) return;
    if (std::ranges::find(plan_.must_exist, sql_path) == plan_.must_exist.end())
      plan_.must_exist.push_back(sql_path);
  }

  void guard(const Place& place) {
    for (const std::string& item : place.items_on_way) must_exist(item);
    if (patch_.removes(place.keys)) issue("/path", "an earlier operation of this edit removes it");
  }

  void put(const Keys& keys, Value value) {
    if (!patch_.put(keys, value))
      issue("", "an earlier operation of this edit removes or replaces " + joined(keys) +
                    " or what it stands in; send this one in an edit of its own");
  }

  static bool is_collection(const Place& place) {
    return place.field != nullptr && place.field->kind == shape::Kind::items;
  }

  void remove(const Place& place) {
    if (is_collection(place))
      return issue("/path", "a collection is not removed as a whole; remove its items: " +
                                joined(place.keys) + "/<id>");
    put(place.keys, Value());
    plan_.lines.push_back("removed " + joined(place.keys));
    if (place.item_of != nullptr && place.keys[0] == kDays)
      plan_.lines.back() += "; its activities stay in the trip as unscheduled";
  }

  void set(const Place& place, Value value) {
    if (is_collection(place))
      return issue("/path", "a collection is changed through its items: use add, or set " +
                                joined(place.keys) + "/<id>");
    plan_.lines.push_back((value.is_null() ? "cleared " : "set ") + joined(place.keys));
    if (value.is_null()) return put(place.keys, Value());
    if (place.item_of != nullptr) {
      if (!value.is_object())
        return issue("/value", "an object with the fields to change is expected");
      put_fields(place.keys, value, *place.item_of->shape, at_ + "/value");
      if (place.keys[0] == kDays) adopt_activities(value.get(kActivities), place.keys[1]);
    } else if (!place.record_key.empty()) {
      put_free(place, value);
    } else {
      put_field(place.keys, value, *place.field, at_ + "/value");
    }
  }

  // A key of a record, or of `_private`.
  void put_free(const Place& place, Value value) {
    if (place.field->kind == shape::Kind::secret) return put(place.keys, json::copy(arena_, value));
    json::ObjectBuilder record(arena_);
    const Keys above(place.keys.begin(), place.keys.end() - 1);
    put_field(above, record.add(arena_.copy(place.record_key), value).finish(), *place.field,
              at_ + "/value");
  }

  // The members of an object one by one, so that what is not named stays.
  void put_fields(const Keys& keys, Value raw, const Shape& shape, const std::string& path) {
    for (const Member& member : raw.members()) {
      const bool reserved = member.key == shape::kId || member.key == shape::kSeq;
      if (reserved || (keys[0] == kDays && keys.size() == 2 && member.key == kActivities)) continue;
      const std::string at = path + "/" + one_line(member.key, 60);
      if (member.key == shape::kPrivate && member.value.is_object()) {
        for (const Member& secret : member.value.members())
          put(with(with(keys, shape::kPrivate), secret.key), json::copy(arena_, secret.value));
        continue;
      }
      const shape::Match match = shape::match_field(shape, member.key);
      if (match.field == nullptr) {
        unknown_field(at, shape);
      } else if (member.value.is_null()) {
        put(with(keys, match.field->name), Value());
      } else {
        put_field(with(keys, match.field->name), member.value, *match.field, at);
      }
    }
  }

  void put_field(const Keys& keys, Value raw, const Field& field, const std::string& path) {
    if (field.kind == shape::Kind::object && raw.is_object())
      return put_fields(keys, raw, *field.shape, path);
    if (field.kind == shape::Kind::record)
      for (const Member& member : raw.members())
        if (member.value.is_null()) put(with(keys, member.key), Value());
    shape::Reader reader(arena_, {.ids = &context_.ids});
    const auto value = reader.read_value(raw, field, path);
    if (!take(reader, path, field) || !value) return;
    put(keys, field.kind == shape::Kind::money ? whole_money(*value) : *value);
    if (keys[0] == kActivities && keys.size() == 3 && field.name == "time")
      put(Keys{keys[0], keys[1], std::string(shape::kSeq)},
          Value(activity_seq(value->text(), context_.now, nth_)));
    if (keys[0] == kActivities && keys.size() == 3 && field.name == kDayOfActivity)
      day_must_exist(value->text());
  }

  // A new amount replaces the old one with its basis, source and date.
  Value whole_money(Value money) {
    json::ObjectBuilder out(arena_);
    for (const Member& member : money.members()) out.add(member.key, member.value);
    for (std::string_view key : {"basis", "source", "asOf"})
      if (money.find(key) == nullptr) out.add(key, Value());
    return out.finish();
  }

  void day_must_exist(std::string_view day) {
    must_exist(shape::to_sql_path({std::string(kDays), std::string(day)}, 2));
  }

  // What the item at `at` may have, when the field that nobody knows stands directly in it.
  void unknown_in_item(const std::string& path, const std::string& at, const Field& collection) {
    if (collection.shape && path.rfind('/') == at.size())
      return unknown_field(path, *collection.shape);
    issues_.push_back({path, "not a known field there; ask guide for the topic `fields`"});
  }

  void unknown_field(const std::string& path, const Shape& shape) {
    std::string names;
    for (const Field& field : shape.fields)
      names.append(names.empty() ? "" : ", ").append(field.name);
    issues_.push_back({path, "not a field of " + std::string(shape.name) + "; it has " + names});
  }

  // Takes over what a reader found at `at`, an item of the collection; in an edit an unknown field
  // is a mistake.
  bool take(shape::Reader& reader, const std::string& at, const Field& collection) {
    bool good = reader.report().issues.empty();
    for (Issue& found : reader.report().issues) issues_.push_back(std::move(found));
    for (shape::Note& note : reader.report().notes) {
      if (note.kind == shape::NoteKind::unknown) {
        unknown_in_item(note.path, at, collection);
        good = false;
      } else {
        plan_.notes.push_back(std::move(note));
      }
    }
    plan_.items_added += reader.items_read();
    return good;
  }

  void add(const Place& place, std::string_view day, Value raw) {
    if (!is_collection(place))
      return issue("/path", "only a collection can be added to; use set for " + joined(place.keys));
    shape::Reader reader(arena_, {.ids = &context_.ids});
    const auto item = reader.read_item(raw, *place.field, at_ + "/value");
    if (!take(reader, at_ + "/value", *place.field) || !item) return;
    const Keys keys = with(place.keys, item->id);
    if (keys.size() == 2 && keys[0] == kActivities) {
      put_activity(item->id, item->content,
                   day.empty() ? item->content.get_text(kDayOfActivity) : day);
    } else {
      put_new(keys, item->content, context_.now.ms + nth_, {});
      if (keys.size() == 2 && keys[0] == kDays)
        put_activities(item->content.get(kActivities), item->id);
    }
    plan_.added.push_back(joined(keys));
    plan_.lines.push_back("added " + joined(keys) + name_in(item->content, *place.field->shape));
  }

  static std::string name_in(Value item, const Shape& shape) {
    const std::string_view name =
        shape.bare.empty() ? std::string_view() : item.get_text(shape.bare);
    return name.empty() ? std::string() : " \"" + one_line(name, 60) + "\"";
  }

  void put_new(const Keys& keys, Value content, std::int64_t seq, std::string_view day) {
    const std::string sql_path = shape::to_sql_path(keys, keys.size());
    const bool again =
        std::ranges::find(plan_.must_not_exist, sql_path) != plan_.must_not_exist.end();
    if (again && !patch_.removes(keys))
      return issue("/value", "an earlier operation of this edit adds " + joined(keys) +
                                 "; give this one another id, or none");
    plan_.must_not_exist.push_back(sql_path);
    json::ObjectBuilder out(arena_);
    out.add(shape::kSeq, Value(seq));
    if (!day.empty()) out.add_copy(kDayOfActivity, day);
    for (const Member& member : content.members()) {
      const bool placed =
          member.key == shape::kSeq || (keys[0] == kActivities && member.key == kDayOfActivity);
      const bool apart = keys[0] == kDays && member.key == kActivities;
      if (!placed && !apart) out.add(member.key, member.value);
    }
    if (!patch_.put_new(keys, out.finish()))
      issue("", "an earlier operation of this edit removes what holds " + joined(keys));
  }

  void put_activity(std::string_view id, Value content, std::string_view day) {
    if (!day.empty()) day_must_exist(day);
    put_new({std::string(kActivities), std::string(id)}, content,
            activity_seq(content.get_text("time"), context_.now, nth_++), day);
  }

  void put_activities(Value activities, std::string_view day) {
    for (const shape::Entry& activity : shape::in_order(activities))
      put_activity(activity.id, activity.item, day);
  }

  // Activities given inside the value of a `set` on a day are added to it.
  void adopt_activities(Value raw, std::string_view day) {
    for (const Value& activity : raw.items()) {
      shape::Reader reader(arena_, {.ids = &context_.ids});
      const std::string at = at_ + "/value/activities";
      const Field& activities = *kTrip.find(kActivities);
      const auto item = reader.read_item(activity, activities, at);
      if (take(reader, at, activities) && item) put_activity(item->id, item->content, day);
    }
  }

  void reorder(const Place& place, std::string_view day, Value ids) {
    if (!is_collection(place)) return issue("/path", "only a collection can be reordered");
    if (ids.items().empty())
      return issue("/ids", "missing: all ids of the collection in their new order");
    if (!day.empty()) day_must_exist(day);
    std::set<std::string> seen;
    std::int64_t seq = 0;
    for (const Value& raw : ids.items()) {
      const std::string id = shape::to_item_id(raw.text());
      if (id.empty() || !seen.insert(id).second)
        return issue("/ids", "'" + one_line(raw.text(), 40) + "' is no id, or stands twice");
      const Keys keys = with(place.keys, id);
      if (patch_.removes(keys))
        return issue("/ids", "an earlier operation of this edit removes " + joined(keys));
      must_exist(shape::to_sql_path(keys, keys.size()));
      put(with(keys, shape::kSeq), Value(seq += 1'000));
    }
    plan_.lines.push_back("reordered " + joined(place.keys));
  }

  json::Arena& arena_;
  Context& context_;
  PatchBuilder patch_;
  EditPlan plan_;
  std::vector<Issue> issues_;
  std::string at_;
  std::int64_t nth_ = 0;
};

}  // namespace

const Shape kOperation = {.name = "operation", .fields = kOperationFields};

Result<EditPlan> plan_edit(json::Arena& arena, Value operations, Context& context) {
  Planner planner(arena, context);
  for (std::size_t i = 0; i < operations.items().size(); ++i) planner.run(operations.items()[i], i);
  return planner.finish();
}

std::string from_sql_path(std::string_view sql_path) {
  std::string out;
  for (std::size_t at = sql_path.find('"'); at != std::string_view::npos;
       at = sql_path.find('"', at)) {
    const std::size_t end = sql_path.find('"', at + 1);
    out.append(out.empty() ? "" : "/").append(sql_path.substr(at + 1, end - at - 1));
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return out;
}

}  // namespace vg::trip
