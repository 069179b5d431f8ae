#include "trip/older_shapes.hpp"

#include "base/text.hpp"

#include <string>

namespace vg::trip {

using json::Member;
using json::ObjectBuilder;
using json::Value;

namespace {

class Moderniser {
 public:
  Moderniser(json::Arena& arena, shape::Report& report) : arena_(arena), report_(report) {}

  Value document(Value raw) {
    if (!raw.is_object()) return raw;
    ObjectBuilder out(arena_);
    for (const Member& member : raw.members()) {
      if (member.key == "flights") {
        out.set(member.key, flights(member.value));
      } else if (member.key == "transport") {
        transport(member.value, raw, out);
      } else if (member.key == "viatorTours" && member.value.is_object()) {
        out.set("tours", tours(member.value, raw.get("tours")));
      } else if (member.key == "tours" && raw.get("viatorTours").is_object()) {
        continue;
      } else if (member.key == "itinerary" || member.key == "days") {
        out.set(member.key, days(member.value));
      } else if (member.key == "notes" && member.value.is_object()) {
        out.set(member.key, texts_of(member.value));
      } else {
        out.add(member.key, member.value);
      }
    }
    return out.finish();
  }

 private:
  void note(std::string path, std::string message) {
    report_.notes.push_back({shape::NoteKind::converted, std::move(path), std::move(message)});
  }

  Value with(Value object, std::string_view key, Value value) {
    ObjectBuilder out(arena_);
    out.add(key, value);
    for (const Member& member : object.members())
      if (member.key != key) out.add(member.key, member.value);
    return out.finish();
  }

  void add_legs(json::ArrayBuilder& legs, Value value, std::string_view direction) {
    if (value.is_object())
      legs.add(value.find("direction") ? value : with(value, "direction", Value(direction)));
    if (value.is_string()) {
      ObjectBuilder leg(arena_);
      legs.add(leg.add("direction", Value(direction)).add("route", value).finish());
    }
    for (const Value& leg : value.items()) add_legs(legs, leg, direction);
  }

  Value flights(Value raw) {
    struct Way {
      std::string_view key, direction;
    };
    static constexpr std::array<Way, 3> kWays = {
        {{"outbound", "outbound"}, {"intraTrip", "between"}, {"return", "return"}}};
    bool older = raw.is_array();
    for (const Way& way : kWays) older = older || raw.find(way.key) != nullptr;
    if (!older) return raw;
    json::ArrayBuilder legs(arena_);
    for (const Value& leg : raw.items()) legs.add(leg);
    for (const Value& leg : raw.get("legs").items()) legs.add(leg);
    for (const Way& way : kWays) {
      const Value value = raw.get(way.key);
      if (!value.is_null())
        note("/flights/" + std::string(way.key), "read as `legs` with a direction");
      add_legs(legs, value, way.direction);
    }
    ObjectBuilder out(arena_);
    out.add("legs", legs.finish());
    for (const Member& member : raw.members()) {
      const bool way =
          member.key == "outbound" || member.key == "return" || member.key == "intraTrip";
      const bool was_taken =
          way && (member.value.is_object() || member.value.is_array() || member.value.is_string());
      if (member.key != "legs" && !was_taken) out.add(member.key, member.value);
    }
    return out.finish();
  }

  void transport(Value raw, Value document, ObjectBuilder& out) {
    ObjectBuilder rest(arena_);
    for (const Member& member : raw.members()) {
      if (member.key == "rentalCar" && document.get("carRental").is_null()) {
        note("/transport/rentalCar", "read as `carRental`");
        out.set("carRental", member.value);
      } else if (member.key == "transfers" && document.get("transfers").is_null()) {
        note("/transport/transfers", "read as `transfers`");
        out.set("transfers", member.value);
      } else {
        rest.add(member.key, member.value);
      }
    }
    if (!raw.is_object()) {
      out.add("transport", raw);
    } else if (!rest.empty()) {
      out.add("transport", rest.finish());
    }
  }

  Value tours(Value raw, Value more) {
    note("/viatorTours", "read as `tours`");
    json::ArrayBuilder out(arena_);
    for (const Value& tour : more.items()) out.add(tour);
    for (const Member& place : raw.members()) {
      if (place.value.is_string()) {
        ObjectBuilder tour(arena_);
        out.add(
            tour.add("title", Value("About these tours")).add("description", place.value).finish());
      }
      for (const Value& tour : place.value.items())
        out.add(tour.is_object() && !tour.find("place") ? with(tour, "place", Value(place.key))
                                                        : tour);
    }
    return out.finish();
  }

  Value days(Value raw) {
    if (raw.is_object()) {
      ObjectBuilder out(arena_);
      for (const Member& member : raw.members()) out.add(member.key, day(member.value));
      return out.finish();
    }
    if (!raw.is_array()) return raw;
    json::ArrayBuilder out(arena_);
    for (const Value& item : raw.items()) out.add(day(item));
    return out.finish();
  }

  Value day(Value raw) {
    const Value schedule = raw.get("schedule");
    if (!schedule.is_array()) return raw;
    note("/itinerary", "`schedule` of a day was read as `activities`");
    json::ArrayBuilder all(arena_);
    for (const Value& activity : raw.get("activities").items()) all.add(activity);
    for (const Value& activity : schedule.items()) all.add(activity);
    ObjectBuilder out(arena_);
    for (const Member& member : raw.members())
      if (member.key != "schedule" && member.key != "activities") out.add(member.key, member.value);
    return out.add("activities", all.finish()).finish();
  }

  Value texts_of(Value raw) {
    note("/notes", "an object was read as a list of texts");
    json::ArrayBuilder out(arena_);
    for (const Member& member : raw.members()) {
      if (member.value.is_string())
        out.add_copy(std::string(member.key) + ": " + std::string(member.value.text()));
      else
        out.add(member.value);
    }
    return out.finish();
  }

  json::Arena& arena_;
  shape::Report& report_;
};

}  // namespace

Value modernise(json::Arena& arena, Value raw, shape::Report& report) {
  return Moderniser(arena, report).document(raw);
}

}  // namespace vg::trip
