#include "tests/model/documents.hpp"

#include "tests/model/fields.hpp"

#include <algorithm>
#include <set>

namespace vg::model {
namespace {

constexpr std::int64_t kMinute = 1'000;
constexpr std::int64_t kUntimed = std::int64_t{24} * 60 * kMinute;

std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> out(1);
  for (const char c : path) {
    if (c == '/') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

// Minutes of `HH:MM`; no other clock time is generated.
std::optional<std::int64_t> minutes_of(const std::string& time) {
  if (time.size() != 5 || time[2] != ':') return std::nullopt;
  return std::stoll(time.substr(0, 2)) * 60 + std::stoll(time.substr(3));
}

// Where a path leads, and the items on its way.
struct Place {
  Path keys;
  const FieldRow* field = nullptr;  // of an item: its collection
  bool item = false;
  bool free_key = false;  // of a record or a secret
  std::string day;        // the activities of this day
  std::vector<Path> items;

  bool is_collection() const { return !item && !free_key && field->type == Type::items; }
  std::string_view shape() const { return field->of; }
};

std::optional<Place> place_of(std::string_view path) {
  Path steps = steps_of(path);
  Place out;
  if (steps[0] == "unscheduled") steps[0] = "activities";
  if (steps[0] == "itinerary" && steps.size() >= 3 && steps[2] == "activities") {
    if (steps.size() == 3) out.day = steps[1];
    steps.erase(steps.begin(), steps.begin() + 2);
  }
  std::string_view shape = "trip";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    out.field = find_field(shape, steps[i]);
    if (out.field == nullptr) return std::nullopt;
    out.keys.push_back(steps[i]);
    if (i + 1 == steps.size()) return out;
    if (out.field->type == Type::items) {
      out.keys.push_back(steps[++i]);
      out.items.push_back(out.keys);
      out.item = i + 1 == steps.size();
      if (out.item) return out;
    } else if (out.field->type == Type::record || out.field->type == Type::secret) {
      out.free_key = true;
      out.keys.push_back(steps[++i]);
      if (i + 1 == steps.size()) return out;
      return std::nullopt;
    } else if (out.field->type != Type::object) {
      return std::nullopt;
    }
    shape = out.field->of;
  }
  return std::nullopt;
}

// The items of a collection in the order in which they are shown.
std::vector<std::string> in_order(const Map& items) {
  std::set<std::pair<std::int64_t, std::string>> order;
  for (const auto& [id, item] : items) order.emplace(item.number_of("seq"), id);
  std::vector<std::string> out;
  out.reserve(order.size());
  for (const auto& [seq, id] : order) out.push_back(id);
  return out;
}

class Editor {
 public:
  Editor(const Tree& document, std::int64_t now_ms, const std::vector<std::string>& added)
      : original_(document), document_(document), now_ms_(now_ms), added_(added) {}

  // False when the operation cannot be understood.
  bool apply(const Tree& operation, std::size_t index) {
    nth_ = static_cast<std::int64_t>(index) * 1'000;
    const auto place = place_of(operation.text_of("path"));
    if (!place) return false;
    for (const Path& item : place->items) must_exist(item);
    if (is_closed(place->keys, place->keys.size(), cleared_)) return false;
    const std::string op = operation.text_of("op");
    if (op == "remove") return !place->is_collection() && write(place->keys, Tree());
    if (op == "reorder") return reorder(*place, operation.find("ids"));
    const Tree* value = operation.find("value");
    if (value == nullptr) return false;
    return op == "add" ? add(*place, *value) : op == "set" && set(*place, *value);
  }

  Edited finish() {
    Edited out;
    out.document = std::move(document_);
    for (const Path& path : must_exist_) out.misses = out.misses || !has_place(original_, path);
    for (const Path& path : must_not_exist_)
      out.clashes = out.clashes || has_place(original_, path);
    return out;
  }

 private:
  static Path below(Path path, const std::string& key) {
    path.push_back(key);
    return path;
  }

  // Whether the path or one above it, down to `count` keys, is in the set.
  static bool is_closed(const Path& path, std::size_t count, const std::set<Path>& closed) {
    for (std::size_t i = 1; i <= count; ++i)
      if (closed.contains(Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i))))
        return true;
    return false;
  }

  void must_exist(const Path& path) {
    if (std::ranges::find(must_not_exist_, path) == must_not_exist_.end())
      must_exist_.push_back(path);
  }

  Tree& at(const Path& path) {
    Tree* out = &document_;
    for (const std::string& key : path) out = &out->as_map()[key];
    return *out;
  }

  void erase(const Path& path) {
    at(Path(path.begin(), path.end() - 1)).as_map().erase(path.back());
  }

  // Nothing is written below what this edit cleared or made a plain value, and no object in its
  // place: that would bring back what was there before.
  bool write(const Path& path, const Tree& value) {
    const std::size_t closed = value.map() ? path.size() : path.size() - 1;
    if (is_closed(path, closed, cleared_) || is_closed(path, closed, plain_)) return false;
    if (const Map* members = value.map()) {
      at(path).as_map();
      return std::ranges::all_of(*members, [&](const auto& member) {
        return write(below(path, member.first), member.second);
      });
    }
    cleared_.erase(path);
    plain_.erase(path);
    (value.is_null() ? cleared_ : plain_).insert(path);
    if (value.is_null()) {
      erase(path);
    } else {
      at(path) = value;
    }
    return true;
  }

  bool set(const Place& place, const Tree& value) {
    if (place.is_collection()) return false;
    if (value.is_null()) return write(place.keys, value);
    if (place.free_key) {
      return place.field->type == Type::secret || !value.map() ? write(place.keys, value) : false;
    }
    if (!place.item) return set_field(place.keys, value, *place.field);
    if (value.map() == nullptr || !set_fields(place.keys, value, place.shape())) return false;
    return place.keys[0] != "itinerary" || adopt(value.find("activities"), place.keys[1]);
  }

  bool set_fields(const Path& path, const Tree& value, std::string_view shape) {
    return std::ranges::all_of(*value.map(), [&](const auto& member) {
      const auto& [key, inner] = member;
      if (key == "id" || key == "seq" || (shape == "day" && key == "activities")) return true;
      const FieldRow* field = find_field(shape, key);
      if (field == nullptr) return false;
      if (inner.is_null()) return write(below(path, key), inner);
      if (field->type == Type::secret && inner.map()) return set_secrets(below(path, key), inner);
      return set_field(below(path, key), inner, *field);
    });
  }

  bool set_secrets(const Path& path, const Tree& secrets) {
    return std::ranges::all_of(*secrets.map(), [&](const auto& member) {
      return write(below(path, member.first), member.second);
    });
  }

  bool set_field(const Path& path, const Tree& raw, const FieldRow& field) {
    if (field.type == Type::object && raw.map()) return set_fields(path, raw, field.of);
    const auto value = stored_value(raw, field);
    if (!value) return false;
    if (field.type == Type::record)
      for (const auto& [key, inner] : *raw.map())
        if (inner.is_null() && !write(below(path, key), inner)) return false;
    if (field.type == Type::money) {
      if (is_closed(path, path.size(), cleared_)) return false;
      at(path) = *value;
      return true;
    }
    if (path[0] == "activities" && path.size() == 3 && field.name == "time")
      at({path[0], path[1], "seq"}) = seq_of(*value->text());
    if (path[0] == "activities" && path.size() == 3 && field.name == "day")
      must_exist({"itinerary", *value->text()});
    return write(path, *value);
  }

  std::int64_t seq_of(const std::string& time) const {
    if (const auto minutes = minutes_of(time)) return *minutes * kMinute + kMinute / 2 + nth_;
    return kUntimed + now_ms_ / 1000 * 100 + nth_;
  }

  bool add(const Place& place, const Tree& raw) {
    if (!place.is_collection()) return false;
    auto fields = stored_fields(raw, place.shape());
    if (!fields) return false;
    std::string id = raw.text_of("id");
    if (id.empty())
      id = next_added_ < added_.size() ? added_[next_added_] : "?" + std::to_string(next_added_);
    ++next_added_;
    if (place.keys.size() == 1 && place.keys[0] == "activities")
      return add_activity(id, std::move(*fields), place.day);
    Map activities;
    if (place.keys[0] == "itinerary" && fields->contains("activities")) {
      activities = fields->at("activities").as_map();
      fields->erase("activities");
    }
    fields->emplace("seq", now_ms_ + nth_);
    return add_new(below(place.keys, id), std::move(*fields)) && add_activities(activities, id);
  }

  bool add_new(const Path& path, Map fields) {
    const bool twice = std::ranges::find(must_not_exist_, path) != must_not_exist_.end();
    if (twice && !is_closed(path, path.size(), cleared_)) return false;
    if (is_closed(path, path.size() - 1, cleared_)) return false;
    must_not_exist_.push_back(path);
    const auto inside = [&](const Path& other) {
      return other.size() >= path.size() && std::equal(path.begin(), path.end(), other.begin());
    };
    std::erase_if(cleared_, inside);
    std::erase_if(plain_, inside);
    at(path) = Map();
    return write(path, std::move(fields));
  }

  bool add_activity(const std::string& id, Map fields, std::string day) {
    if (day.empty() && fields.contains("day")) day = *fields.at("day").text();
    if (!day.empty()) {
      must_exist({"itinerary", day});
      fields["day"] = day;
    }
    fields["seq"] = seq_of(fields.contains("time") ? *fields.at("time").text() : std::string());
    ++nth_;
    return add_new({"activities", id}, std::move(fields));
  }

  // The activities of a new day, in the order of their keys `seq`.
  bool add_activities(const Map& activities, const std::string& day) {
    return std::ranges::all_of(in_order(activities), [&](const std::string& id) {
      return add_activity(id, *activities.at(id).map(), day);
    });
  }

  // Activities given inside the value of a `set` on a day.
  bool adopt(const Tree* raw, const std::string& day) {
    if (raw == nullptr || raw->list() == nullptr) return true;
    return std::ranges::all_of(*raw->list(), [&](const Tree& activity) {
      auto fields = stored_fields(activity, "activity");
      return fields && add_activity(activity.text_of("id"), std::move(*fields), day);
    });
  }

  bool reorder(const Place& place, const Tree* ids) {
    if (!place.is_collection() || ids == nullptr || ids->list() == nullptr || ids->list()->empty())
      return false;
    if (!place.day.empty()) must_exist({"itinerary", place.day});
    std::set<std::string> seen;
    std::int64_t seq = 0;
    for (const Tree& id : *ids->list()) {
      if (!seen.insert(*id.text()).second) return false;
      const Path item = below(place.keys, *id.text());
      must_exist(item);
      seq += 1'000;
      if (!write(below(item, "seq"), seq)) return false;
    }
    return true;
  }

  const Tree& original_;
  Tree document_;
  std::int64_t now_ms_;
  const std::vector<std::string>& added_;
  std::size_t next_added_ = 0;
  std::int64_t nth_ = 0;
  std::vector<Path> must_exist_, must_not_exist_;
  std::set<Path> cleared_;
  std::set<Path> plain_;  // scalars and lists
};

Tree shown_fields(const Tree& stored, std::string_view shape);

Tree shown_items(const Map& items, std::string_view shape) {
  List out;
  for (const std::string& id : in_order(items)) {
    Tree item = shown_fields(items.at(id), shape);
    item.as_map()["id"] = id;
    item.as_map().erase("seq");
    out.push_back(std::move(item));
  }
  return out;
}

Tree shown_fields(const Tree& stored, std::string_view shape) {
  Map out;
  for (const auto& [key, value] : *stored.map()) {
    const FieldRow* field = find_field(shape, key);
    if (field && field->type == Type::items) {
      out[key] = shown_items(*value.map(), field->of);
    } else if (field && field->type == Type::object) {
      out[key] = shown_fields(value, field->of);
    } else {
      out[key] = value;
    }
  }
  return out;
}

Tree shown_activities(const Map& all, const auto& belongs) {
  Map chosen;
  for (const auto& [id, activity] : all)
    if (belongs(activity.text_of("day"))) chosen[id] = activity;
  Tree out = shown_items(chosen, "activity");
  for (Tree& activity : *std::get_if<List>(&out.content)) activity.as_map().erase("day");
  return out;
}

// Days by date; a day without one stays behind the day before it.
Tree shown_days(const Map& days, const Map& activities) {
  std::multimap<std::string, std::string> dated;  // equal dates stay in their order
  std::string last;
  for (const std::string& id : in_order(days)) {
    const std::string own = days.at(id).text_of("date");
    if (!own.empty()) last = own;
    dated.emplace(last, id);
  }
  List out;
  for (const auto& dated_day : dated) {
    const std::string& id = dated_day.second;
    Tree day = shown_fields(days.at(id), "day");
    day.as_map().erase("seq");
    day.as_map()["id"] = id;
    Tree own = shown_activities(activities, [&](const std::string& of) { return of == id; });
    if (!own.list()->empty()) day.as_map()["activities"] = std::move(own);
    out.push_back(std::move(day));
  }
  return out;
}

// A new document keeps its activities apart from its days, in the order in which they were given; a
// time moves one forward to its place in the day.
void flatten_days(Map& document, const Tree& raw_days) {
  Map activities;
  for (const Tree& raw_day : *raw_days.list()) {
    Map& day = document["itinerary"].as_map()[raw_day.text_of("id")].as_map();
    if (!day.contains("activities")) continue;
    const Map own = *day["activities"].map();
    std::int64_t last = 0;
    for (const std::string& id : in_order(own)) {
      Tree activity = own.at(id);
      const auto minutes = minutes_of(activity.text_of("time"));
      last = std::max(last + 1, minutes ? *minutes * kMinute : 0);
      activity.as_map()["seq"] = last;
      activity.as_map()["day"] = raw_day.text_of("id");
      activities[id] = std::move(activity);
    }
    day.erase("activities");
  }
  if (!activities.empty()) document["activities"] = std::move(activities);
}

// What is given beside the document.
Map overlay(const Tree& arguments) {
  Map out;
  for (const char* key : {"title", "destination", "currency"})
    if (const Tree* value = arguments.find(key)) out["meta"].as_map()[key] = *value;
  for (const char* key : {"start", "end"})
    if (const Tree* value = arguments.find(key)) out["dates"].as_map()[key] = *value;
  if (const Tree* value = arguments.find("travelers")) out["travelers"].as_map()["count"] = *value;
  return out;
}

}  // namespace

bool has_place(const Tree& document, const Path& path) {
  const Tree* at = &document;
  for (const std::string& key : path) {
    at = at->find(key);
    if (at == nullptr) return false;
  }
  return true;
}

Edited edit_document(const Tree& document, const List& operations, std::int64_t now_ms,
                     const std::vector<std::string>& added) {
  Editor editor(document, now_ms, added);
  for (std::size_t i = 0; i < operations.size(); ++i)
    if (!editor.apply(operations[i], i)) return {.understood = false};
  return editor.finish();
}

std::optional<Tree> new_document(const Tree& arguments) {
  Tree raw = arguments.find("document") ? *arguments.find("document") : Map();
  const Tree beside = overlay(arguments);
  for (const auto& [section, fields] : *beside.map())
    for (const auto& [key, value] : *fields.map()) raw.as_map()[section].as_map()[key] = value;
  auto out = stored_fields(raw, "trip");
  if (out && raw.find("itinerary")) flatten_days(*out, *raw.find("itinerary"));
  return out ? std::optional<Tree>(std::move(*out)) : std::nullopt;
}

Tree copied_document(const Tree& source, const Tree& arguments) {
  Tree out = source;
  Map& meta = out.as_map()["meta"].as_map();
  for (const char* key : {"holdDate", "isArchived"}) meta.erase(key);
  meta["phase"] = "planning";
  const Tree beside = overlay(arguments);
  for (const auto& [section, fields] : *beside.map())
    for (const auto& [key, value] : *fields.map()) out.as_map()[section].as_map()[key] = value;
  return out;
}

Tree shown_document(const Tree& stored) {
  Map out = *shown_fields(stored, "trip").map();
  const Tree* all = stored.find("activities");
  const Map activities = all && all->map() ? *all->map() : Map();
  const Tree* days = stored.find("itinerary");
  if (days) out["itinerary"] = shown_days(*days->map(), activities);
  out.erase("activities");
  Tree loose = shown_activities(activities, [&](const std::string& day) {
    return day.empty() || days == nullptr || days->find(day) == nullptr;
  });
  if (!loose.list()->empty()) out["unscheduled"] = std::move(loose);
  return out;
}

}  // namespace vg::model
