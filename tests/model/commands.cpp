#include "tests/model/commands.hpp"

#include "tests/model/fields.hpp"

#include <array>
#include <map>
#include <set>

namespace vg::model {
namespace {

constexpr std::int64_t kHour = 3'600'000;

constexpr const char* kWords[] = {"Amber", "Birch", "Cedar", "Lisbôn", "Ümlaut"};
constexpr const char* kFreeKeys[] = {"plugs", "visa \"q\"", "ключ", "a\\b", "_"};
constexpr const char* kItems[] = {"a", "b", "c", "d"};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Sequence sequence() {
    Sequence out;
    const std::size_t length = 5 + below(36);
    for (int into = 0; into < 3; ++into) out.push_back(first_trip(into));
    while (out.size() < length) {
      out.push_back(command());
      if (out.back().kind != Command::Kind::call || !chance(4)) continue;
      for (std::size_t repeats = below(6); repeats > 0; --repeats)
        out.push_back({.kind = Command::Kind::again});
    }
    return out;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  // One in `n`.
  bool chance(std::size_t n) { return below(n) == 0; }
  template <std::size_t N>
  const char* one_of(const char* const (&all)[N]) {
    return all[below(N)];
  }

  Command command() {
    switch (below(20)) {
      case 0: return chance(2) ? create() : copy();
      case 1:
      case 2:
      case 3: return restore();
      case 4:
      case 5: return add_options();
      case 6: return find();
      case 7:
      case 8: return read();
      case 9: return {.kind = Command::Kind::again, .back = 1 + below(6)};
      case 10:
        if (chance(2)) return later();
        return {.kind = Command::Kind::compact, .every = static_cast<std::int64_t>(1 + below(4))};
      case 11:
        if (chance(4)) return {.kind = Command::Kind::reopen};
        return edit();
      default: return edit();
    }
  }

  Command call(const char* tool, Map arguments) {
    Command out{.tool = tool};
    // Sometimes somebody asks for a trip of the other tenant, or for one that is not there.
    out.tenant = chance(12) ? 1 : 0;
    if (arguments.contains("trip_id") && out.tenant == 1 && chance(2)) arguments["trip_id"] = "$2";
    out.arguments = std::move(arguments);
    return out;
  }

  // What any write may carry.
  Map write(Map arguments) {
    if (!arguments.contains("trip_id")) arguments["trip_id"] = trip();
    if (chance(4)) arguments["expected_version"] = "$" + std::to_string(chance(3) ? -1 : 0);
    if (chance(4)) arguments["idempotency_key"] = "key " + std::to_string(below(3));
    return arguments;
  }

  std::string trip() { return chance(30) ? "$9" : chance(4) ? "$1" : "$0"; }

  Command first_trip(int into) {
    known_["$" + std::to_string(into)] = {"lodging/a", "itinerary/a", "activities/a"};
    const Tree activity = Map{{"id", "a"}, {"name", text()}};
    const Tree day = Map{{"id", "a"}, {"title", text()}, {"activities", List{activity}}};
    const Tree stay = Map{{"id", "a"}, {"name", text()}};
    Command out{
        .tool = "create_trip",
        .arguments = Map{{"title", text()},
                         {"idempotency_key", "first " + std::to_string(into)},
                         {"document", Map{{"lodging", List{stay}}, {"itinerary", List{day}}}}}};
    out.tenant = into == 2 ? 1 : 0;
    out.into = into;
    return out;
  }

  Command create() {
    Map arguments;
    if (!chance(8)) arguments["title"] = text();
    if (chance(3)) arguments["destination"] = text();
    if (chance(4)) arguments["start"] = chance(6) ? Tree("12 March") : date();
    if (chance(4)) arguments["travelers"] = static_cast<int>(1 + below(4));
    if (chance(3)) arguments["document"] = document();
    if (chance(2)) arguments["idempotency_key"] = "key " + std::to_string(below(2));
    Command out{.tool = "create_trip", .arguments = std::move(arguments)};
    out.tenant = chance(4) ? 1 : 0;
    out.into = out.tenant == 1 ? 2 : static_cast<int>(below(2));
    return out;
  }

  Command copy() {
    Map arguments{{"copy_of", trip()}};
    if (chance(2)) arguments["title"] = text();
    if (chance(4)) arguments["start"] = date();
    Command out = call("create_trip", std::move(arguments));
    out.into = out.tenant == 1 ? 2 : static_cast<int>(below(2));
    return out;
  }

  Tree document() {
    Map out;
    if (chance(2)) out["meta"] = object("meta");
    if (chance(2)) out["notes"] = List{label(), label()};
    if (chance(3)) out["practicalInfo"] = Map{{one_of(kFreeKeys), label()}};
    if (chance(2)) out["lodging"] = items("stay");
    if (chance(2)) {
      out["itinerary"] = items("day");
      Tree& first = std::get<List>(out["itinerary"].content)[0];
      if (first.map()) first.as_map()["activities"] = items("activity");
    }
    return out;
  }

  Tree items(std::string_view shape) {
    List out;
    for (std::size_t i = 0; i < 1 + below(3); ++i) {
      Tree item = object(shape);
      item.as_map()["id"] = kItems[i];
      out.push_back(std::move(item));
    }
    return out;
  }

  Command restore() {
    Map arguments = write({});
    if (!chance(4)) arguments["version"] = static_cast<int>(1 + below(7));
    return call("restore_trip", std::move(arguments));
  }

  Command add_options() {
    List options;
    for (std::size_t i = 0; i < 1 + below(3); ++i) {
      Map option{{"name", one_of(kWords)}};
      if (chance(2)) option["city"] = one_of(kWords);
      if (chance(2)) option["price"] = money();
      if (chance(3)) option["externalId"] = "x" + std::to_string(below(3));
      if (chance(20)) option.erase("name");
      options.emplace_back(std::move(option));
    }
    Map arguments = write({{"options", std::move(options)}});
    if (chance(2)) arguments["site"] = "bedbank";
    return call("add_options", std::move(arguments));
  }

  Command find() { return call("find_trips", {{"query", one_of(kWords)}, {"limit", 50}}); }

  Command read() {
    Map arguments{{"trip_id", trip()}, {"view", "private"}};
    if (chance(2)) arguments["version"] = static_cast<int>(1 + below(7));
    return call("read_trip", std::move(arguments));
  }

  // Across the end of the 24 hours, or exactly to it: a call takes a second.
  Command later() {
    constexpr std::array<std::int64_t, 5> kSteps = {kHour, 12 * kHour, 24 * kHour - 2'000,
                                                    24 * kHour - 1'000, 25 * kHour};
    return {.kind = Command::Kind::later, .ms = kSteps[below(kSteps.size())]};
  }

  // ---- edits

  Command edit() {
    const std::string id = trip();
    here_ = &known_[id];
    List operations;
    for (std::size_t i = 0, count = 1 + below(chance(3) ? 6 : 2); i < count; ++i)
      operations.push_back(chance(60) ? bad_operation() : operation());
    if (chance(60)) operations.clear();
    return call("edit_trip", write({{"trip_id", id}, {"operations", std::move(operations)}}));
  }

  static Tree op(const char* name, std::string path) {
    return Map{{"op", name}, {"path", std::move(path)}};
  }
  static Tree op(const char* name, std::string path, Tree value) {
    return Map{{"op", name}, {"path", std::move(path)}, {"value", std::move(value)}};
  }

  struct Spot {
    std::string path;
    std::string_view shape;
  };
  // An item that the trip has, if all went well; sometimes any other.
  std::string item(const std::string& collection) {
    std::vector<std::string> known;
    for (const std::string& path : *here_)
      if (path.starts_with(collection + "/") && path.rfind('/') == collection.size())
        known.push_back(path);
    if (known.empty() || chance(30)) return collection + "/" + one_of(kItems);
    return known[below(known.size())];
  }

  Spot spot() {
    switch (below(10)) {
      case 0:
      case 1: return {"meta", "meta"};
      case 2: return {"dates", "dates"};
      case 3: return {item(item("lodging") + "/options"), "alternative"};
      case 4: return {item("insiderTips"), "tip"};
      case 5: return {item("itinerary"), "day"};
      case 6: return {item("activities"), "activity"};
      case 7: return {item("itinerary") + "/" + item("activities"), "activity"};
      default: return {item("lodging"), "stay"};
    }
  }

  Spot collection() {
    switch (below(7)) {
      case 0: return {item("lodging") + "/options", "alternative"};
      case 1: return {"insiderTips", "tip"};
      case 2: return {"itinerary", "day"};
      case 3: return {"unscheduled", "activity"};
      case 4: return {item("itinerary") + "/activities", "activity"};
      default: return {"lodging", "stay"};
    }
  }

  // Where the items of a collection are stored.
  static std::string stored(const std::string& path) {
    return path == "unscheduled" || path.starts_with("itinerary/") ? "activities" : path;
  }

  Tree operation() {
    switch (below(12)) {
      case 0:
      case 1:
      case 2: return add(collection());
      case 3: {
        const std::string path = spot().path;
        here_->erase(path);
        return op("remove", path);
      }
      case 4: return reorder(collection().path);
      case 5: return free_operation();
      case 6:
      case 7: {
        const Spot at = spot();
        return op("set", at.path, chance(8) ? Tree() : changes(at.shape));
      }
      default: {
        const Spot at = spot();
        const FieldRow& field = any_field(at.shape);
        const std::string path = at.path + "/" + std::string(field.name);
        if (field.type == Type::items) return add({path, field.of});
        if (chance(8)) return op("remove", path);
        return op("set", path, chance(6) ? Tree() : chance(25) ? misfit(field) : value(field));
      }
    }
  }

  Tree add(const Spot& at) {
    if (chance(10) && !bare_field(at.shape).empty()) return op("add", at.path, label());
    Tree item = object(at.shape);
    if (!chance(5)) {
      std::string id = one_of(kItems);
      for (int i = 0; i < 4 && !chance(10) && here_->contains(stored(at.path) + "/" + id); ++i)
        id = kItems[i];
      here_->insert(stored(at.path) + "/" + id);
      item.as_map()["id"] = id;
    }
    if (at.path == "unscheduled" && chance(3)) item.as_map()["day"] = one_of(kItems);
    if (at.shape == "day" && chance(3)) item.as_map()["activities"] = items("activity");
    if (at.shape == "stay" && chance(4)) item.as_map()["options"] = items("alternative");
    if (chance(5)) item.as_map()["_private"] = Map{{"commission", 5}};
    return op("add", at.path, std::move(item));
  }

  Tree reorder(const std::string& path) {
    List ids;
    for (const char* id : kItems)
      if (here_->contains(stored(path) + "/" + id) ? chance(2) : chance(20))
        ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(below(ids.size() + 1)), id);
    if (chance(20)) ids.emplace_back("a");
    Tree out = op("reorder", path);
    out.as_map()["ids"] = std::move(ids);
    return out;
  }

  Tree free_operation() {
    const std::string key = one_of(kFreeKeys);
    switch (below(7)) {
      case 0: return op("set", "practicalInfo", Map{{key, label()}, {one_of(kFreeKeys), Tree()}});
      case 1:
      case 2: return op("set", "practicalInfo/" + key, chance(4) ? Tree() : label());
      case 3: return op("remove", "practicalInfo/" + key);
      case 4: return op("set", "_private/" + key, random_object(random_, 2, Nulls::some));
      case 5: return op("set", "lodging/a/_private/" + key, label());
      default: return op("set", "notes", List{label()});
    }
  }

  Tree bad_operation() {
    switch (below(10)) {
      case 0: return op("set", "meta/headline", "x");
      case 1: return op("set", "lodging", List());
      case 2: return op("remove", "itinerary");
      case 3: return op("add", "meta", Map());
      case 4: return op("set", "meta/title");
      case 5: return op("drop", "meta/title");
      case 6: return op("set", "", "x");
      case 7: return op("set", "lodging/a", Map{{"zebra", 1}});
      case 8: return op("add", "lodging", 7);
      default: return op("set", "nowhere/a/b", "x");
    }
  }

  // ---- values

  const FieldRow& any_field(std::string_view shape) {
    for (;;) {
      const FieldRow& row = field_rows()[below(field_rows().size())];
      if (row.shape == shape) return row;
    }
  }

  // Some fields of a shape. Items inside are generated where they are asked for.
  Tree object(std::string_view shape) {
    Map out;
    for (std::size_t i = 0; i < 1 + below(4); ++i) {
      const FieldRow& field = any_field(shape);
      const bool has_id_of_a_day = shape == "activity" && field.name == "day";
      if (field.type != Type::items && !has_id_of_a_day)
        out[std::string(field.name)] = value(field);
    }
    return out;
  }

  // The value of a `set` on an object or an item.
  Tree changes(std::string_view shape) {
    Tree out = object(shape);
    const FieldRow& field = any_field(shape);
    if (chance(3) && field.type != Type::items) out.as_map()[std::string(field.name)] = Tree();
    if (chance(20) && field.type != Type::items)
      out.as_map()[std::string(field.name)] = misfit(field);
    if (shape == "day" && chance(5)) out.as_map()["activities"] = items("activity");
    if (chance(8)) out.as_map()["_private"] = random_object(random_, 2, Nulls::some);
    return out;
  }

  Tree value(const FieldRow& field) {
    switch (field.type) {
      case Type::label:
        if (field.name == "time") return chance(2) ? "09:30" : "15:00";
        if (field.name == "day") return one_of(kItems);
        return label();
      case Type::whole: return static_cast<int>(1 + below(9));
      case Type::flag: return chance(2);
      case Type::date: return date();
      case Type::money: return money();
      case Type::word: return std::string(field.of.substr(0, field.of.find(' ')));
      case Type::labels:
        if (chance(4)) return label();
        return chance(6) ? List() : List{label(), label()};
      case Type::object: return object(field.of);
      case Type::items: return items(field.of);
      case Type::record: return Map{{one_of(kFreeKeys), label()}};
      case Type::secret: return random_object(random_, 2, Nulls::none);
    }
    std::abort();
  }

  static Tree misfit(const FieldRow& field) {
    switch (field.type) {
      case Type::whole:
      case Type::flag: return "perhaps";
      case Type::date: return "2027-02-30";
      case Type::money: return "-5 EUR";
      case Type::labels: return Map{{"a", 1}};
      default: return List{1};
    }
  }

  std::string text() {
    switch (below(6)) {
      case 0: return "\"quoted\" \\ / \xF0\x9F\x98\x80";
      case 1: return std::string(one_of(kWords)) + " and " + one_of(kWords);
      default: return one_of(kWords);
    }
  }
  // A text, or a number that is read as one.
  Tree label() { return chance(8) ? Tree(static_cast<int>(below(100))) : Tree(text()); }

  Tree date() { return "2027-0" + std::to_string(1 + below(9)) + "-1" + std::to_string(below(10)); }
  Tree money() { return std::to_string(1 + below(900)) + (chance(5) ? " USD" : " EUR"); }

  std::mt19937 random_;
  // The items that a trip has when every edit is applied, by register.
  std::map<std::string, std::set<std::string>> known_;
  std::set<std::string>* here_ = nullptr;
};

Tree random_scalar(std::mt19937& random) {
  switch (random() % 9) {
    case 0: return true;
    case 1: return static_cast<int>(random() % 100);
    case 2: return std::int64_t{9'007'199'254'740'993};
    case 3: return Digits{"-0.125"};
    case 4: return Digits{"1e30"};
    case 5: return "\x01\x1F \"\\ \xE2\x80\xA8\xF0\x9F\x98\x80";
    case 6: return "";
    case 7: return "null";
    default: return "x" + std::to_string(random() % 10);
  }
}

}  // namespace

Tree random_object(std::mt19937& random, int depth, Nulls nulls) {
  constexpr std::array<const char*, 7> kKeys = {"a",    "b",         "c \"q\"", "d\\",
                                                "ключ", "\x02\n.e[", "A"};
  Map out;
  for (std::size_t i = random() % 6; i > 0; --i) {
    const std::string key = kKeys[random() % kKeys.size()];
    const auto kind = random() % 8;
    if (kind < 3 && depth > 1) {
      out[key] = random_object(random, depth - 1, nulls);
    } else if (kind == 3 && nulls == Nulls::some) {
      out[key] = Tree();
    } else if (kind == 4 && depth > 1) {
      out[key] = List{random_object(random, depth - 1, nulls), random_scalar(random), Tree()};
    } else {
      out[key] = random_scalar(random);
    }
  }
  return out;
}

std::string describe(const Sequence& sequence) {
  std::string out;
  for (const Command& command : sequence) {
    switch (command.kind) {
      case Command::Kind::call:
        out += "  " + std::string(kTenants[command.tenant]) + ": " + command.tool + " " +
               to_json(command.arguments);
        if (command.into >= 0) out += " into $" + std::to_string(command.into);
        break;
      case Command::Kind::again:
        out += "  the call of " + std::to_string(command.back) + " calls ago again";
        break;
      case Command::Kind::later: out += "  " + std::to_string(command.ms) + " ms later"; break;
      case Command::Kind::reopen: out += "  the database is opened again"; break;
      case Command::Kind::compact:
        out += "  compaction, a checkpoint every " + std::to_string(command.every) + " versions";
        break;
    }
    out += "\n";
  }
  return out;
}

Sequence random_sequence(unsigned seed) {
  return Generator(seed).sequence();
}

}  // namespace vg::model
