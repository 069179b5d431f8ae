#include "tests/model/comparison.hpp"

#include "app/fold.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace vg::model {
namespace {

constexpr std::string_view kNoTrip = "t_0000000000000000";

struct Sent {
  std::string tenant, tool;
  Tree arguments;
  int into = -1;
};

Verdict verdict_of(const test::Called& called) {
  if (called.ok) {
    const std::string status = called.text_at("status");
    if (status.empty()) return Verdict::found;
    return status == "duplicate" ? Verdict::duplicate : Verdict::applied;
  }
  switch (called.error.code) {
    case ErrorCode::conflict: return Verdict::conflict;
    case ErrorCode::not_found: return Verdict::not_found;
    case ErrorCode::invalid: return Verdict::invalid;
    default: return Verdict::failed;
  }
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

std::string offer_line(const Tree& name, const Tree& city, const Tree& price) {
  return to_json(name) + to_json(city) + to_json(price);
}

class Comparison {
 public:
  Comparison(test::Workbench& bench, Counts& counts, Sabotage sabotage)
      : bench_(bench), counts_(counts), sabotage_(sabotage) {
    bench_.later(1);
    for (const char* name : kTenants) tenants_.push_back(name + std::to_string(bench_.now_ms()));
  }

  Difference run(const Sequence& sequence) {
    Difference out;
    for (; out.step < sequence.size() && out.what.empty(); ++out.step) {
      out.what = step(sequence[out.step]);
      if (out.what.empty()) out.what = states();
    }
    if (out.what.empty()) out.what = old_versions();
    if (out.what.empty()) out.what = offers();
    return out;
  }

 private:
  std::string step(const Command& command) {
    switch (command.kind) {
      case Command::Kind::later: bench_.later(command.ms); return {};
      case Command::Kind::reopen: bench_.reopen(); return {};
      case Command::Kind::compact:
        bench_.compact({.checkpoint_every = command.every, .forget_days = {}});
        return {};
      case Command::Kind::again:
        if (command.back > sent_.size()) return {};
        sent_.push_back(Sent(sent_[sent_.size() - command.back]));
        return send(sent_.back());
      case Command::Kind::call: sent_.push_back(resolved(command)); return send(sent_.back());
    }
    std::abort();
  }

  // With the ids and versions that the command means.
  Sent resolved(const Command& command) const {
    Sent out{tenants_[command.tenant], command.tool, command.arguments, command.into};
    Map& arguments = out.arguments.as_map();
    for (const char* key : {"trip_id", "copy_of"}) {
      if (!arguments.contains(key)) continue;
      const auto trip = registers_.find(*arguments[key].text());
      arguments[key] = trip == registers_.end() ? std::string(kNoTrip) : trip->second;
    }
    if (arguments.contains("expected_version")) {
      const Trip* trip = store_.find(out.tenant, out.arguments.text_of("trip_id"));
      const std::int64_t present = trip ? trip->version() : 1;
      arguments["expected_version"] =
          std::int64_t{present + std::stoll(arguments["expected_version"].text()->substr(1))};
    }
    return out;
  }

  std::string send(const Sent& sent) {
    Tree arguments = sent.arguments;
    if (sabotage_) sabotage_(sent.tool, arguments);
    const test::Called called =
        bench_.call_as(Actor::local(sent.tenant), sent.tool, to_json(arguments));
    Chosen chosen{.now_ms = bench_.now_ms(), .trip = called.text_at("trip_id"), .added = {}};
    if (called.ok && sent.tool == "edit_trip") chosen.added = added_by(called);
    const Answer wanted = store_.call(sent.tenant, sent.tool, sent.arguments, chosen);
    if (sent.into >= 0 && called.ok) registers_["$" + std::to_string(sent.into)] = chosen.trip;
    ++counts_[sent.tool + " " + std::string(name_of(wanted.verdict))];
    return difference(sent, called, wanted);
  }

  static std::vector<std::string> added_by(const test::Called& called) {
    std::vector<std::string> out;
    const Tree data = parse_tree(called.data);
    if (const Tree* added = data.find("added"))
      for (const Tree& path : *added->list())
        out.push_back(path.text()->substr(path.text()->rfind('/') + 1));
    return out;
  }

  std::string difference(const Sent& sent, const test::Called& called, const Answer& wanted) const {
    const Verdict got = verdict_of(called);
    if (got != wanted.verdict)
      return sent.tool + " " + to_json(sent.arguments) + "\n  was answered with " +
             std::string(name_of(got)) + ", not " + std::string(name_of(wanted.verdict)) + "\n  " +
             (called.ok ? called.data : describe(called.error));
    if (!called.ok) return {};
    const Tree data = parse_tree(called.data);
    const auto number = [&](std::string_view name, std::int64_t expected) {
      return expected == 0 || data.number_of(name) == expected
                 ? std::string()
                 : std::string(name) + " is not " + std::to_string(expected) + " in " + called.data;
    };
    for (std::string wrong :
         {number("version", wanted.version), number("applied_as", wanted.applied_as),
          number("offers", wanted.offers)})
      if (!wrong.empty()) return wrong;
    if (!wanted.trip.empty() && wanted.trip != data.text_of("trip_id"))
      return "the trip is not " + wanted.trip + " in " + called.data;
    if (!wanted.shown.is_null() && wanted.shown != *data.find("trip"))
      return "read " + to_json(*data.find("trip")) + "\n  not " + to_json(wanted.shown);
    return sent.tool == "find_trips" ? listing_difference(data, wanted) : std::string();
  }

  static std::string listing_difference(const Tree& data, const Answer& wanted) {
    std::vector<Listed> found;
    for (const Tree& trip : *data.find("trips")->list())
      found.push_back({.trip = trip.text_of("trip_id"),
                       .title = trip.text_of("title"),
                       .version = trip.number_of("version")});
    if (found == wanted.found) return {};
    std::string out = "found " + to_json(data) + "\n  not";
    for (const Listed& trip : wanted.found) out += " " + trip.trip + " " + trip.title;
    return out;
  }

  // ---- what is stored

  // Without moving the clock.
  store::Rows ask(std::string_view sql, const std::string& tenant, std::vector<store::Cell> cells) {
    const Context context{
        .now = {bench_.now_ms()}, .ids = IdSource({}), .actor = Actor::local(tenant)};
    store::Batch batch;
    batch.add(sql, context, std::move(cells));
    auto rows = bench_.database().run(std::move(batch));
    VG_ASSERT(rows.has_value());
    return std::move(*rows);
  }

  std::string states() {
    for (const auto& [tenant, trips] : store_.tenants())
      for (const auto& [id, trip] : trips) {
        const std::string wrong = state_difference(tenant, id, trip);
        if (!wrong.empty()) return joined({"trip ", id, " of ", tenant, ": ", wrong});
      }
    return {};
  }

  std::string state_difference(const std::string& tenant, const std::string& id, const Trip& trip) {
    const store::Rows rows = ask(store::kSelectTrip, tenant, {store::cell(id)});
    if (rows[0].empty()) return "is not there";
    const std::string document(rows[0].text(0, 1));
    if (rows[0].integer(0, 0) != trip.version())
      return "is at version " + std::to_string(rows[0].integer(0, 0)) + ", not " +
             std::to_string(trip.version());
    const Tree stored = parse_tree(document);
    if (stored != trip.versions.back().document)
      return "is\n  " + to_json(stored) + "\n  not\n  " + to_json(trip.versions.back().document);
    const store::Rows events =
        ask(store::kSelectEvents, tenant, {store::cell(id), store::Cell(trip.version())});
    if (fold(events[0]) != document)
      return "is\n  " + document + "\n  its events fold to\n  " + fold(events[0]);
    return events_difference(tenant, id, trip);
  }

  static std::string fold(const store::ResultSet& events) {
    json::Arena arena;
    const auto document = app::fold_events(arena, events);
    return document ? json::write(*document) : describe(document.error());
  }

  std::string events_difference(const std::string& tenant, const std::string& id,
                                const Trip& trip) {
    static constexpr std::string_view kEvents =
        "SELECT kind, at, actor, request, payload FROM event WHERE tenant = ?2 AND subject = ?4 "
        "ORDER BY version";
    const store::ResultSet events = std::move(ask(kEvents, tenant, {store::cell(id)})[0]);
    if (events.size() != trip.versions.size())
      return "has " + std::to_string(events.size()) + " events";
    for (std::size_t row = 0; row < events.size(); ++row) {
      const Version& wanted = trip.versions[row];
      const std::string name = joined({"event ", std::to_string(row + 1), " "});
      if (events.text(row, 0) != wanted.kind)
        return joined({name, "is ", events.text(row, 0), ", not ", wanted.kind});
      if (events.integer(row, 1) != wanted.at) return name + "has another time";
      const std::string bytes =
          joined({events.text(row, 0), " ", std::to_string(events.integer(row, 1)), " ",
                  events.text(row, 2), " ", events.text(row, 3), " ", events.text(row, 4)});
      const auto [first, added] = events_.try_emplace({tenant, id, row}, bytes);
      if (!added && first->second != bytes)
        return joined({name, "was\n  ", first->second, "\n  and is\n  ", bytes});
    }
    return {};
  }

  std::string old_versions() {
    for (const auto& [tenant, trips] : store_.tenants())
      for (const auto& [id, trip] : trips)
        for (std::int64_t version = 1; version <= trip.version(); ++version) {
          const store::Rows events =
              ask(store::kSelectEvents, tenant, {store::cell(id), store::Cell(version)});
          const Tree& wanted = trip.versions[static_cast<std::size_t>(version - 1)].document;
          const std::string folded = fold(events[0]);
          if (parse_tree(folded) != wanted)
            return joined({"version ", std::to_string(version), " of ", id, " folds to ", folded,
                           "\n  not ", to_json(wanted)});
        }
    return {};
  }

  // The offers that the events hold, by name, city and price.
  std::string offers() {
    for (const auto& [tenant, trips] : store_.tenants())
      for (const auto& [id, trip] : trips) {
        Tree stored = Map();
        for (std::int64_t version = 1; version <= trip.version(); ++version) {
          if (trip.versions[static_cast<std::size_t>(version - 1)].kind != "options_added")
            continue;
          static constexpr std::string_view kPayload =
              "SELECT payload FROM event WHERE tenant = ?2 AND subject = ?4 AND version = ?5";
          const store::Rows event = ask(kPayload, tenant, {store::cell(id), store::Cell(version)});
          merge(stored, parse_tree(event[0].text(0, 0)));
        }
        if (lines_of(stored) != lines_of(trip))
          return "the offers of " + id + " are " + to_json(stored);
      }
    return {};
  }

  static std::vector<std::string> lines_of(const Tree& stored) {
    std::vector<std::string> out;
    const auto part = [](const Tree& offer, std::string_view key) {
      return offer.find(key) ? *offer.find(key) : Tree();
    };
    for (const auto& [id, offer] : *stored.map())
      out.push_back(offer_line(part(offer, "name"), part(offer, "city"), part(offer, "price")));
    std::ranges::sort(out);
    return out;
  }

  static std::vector<std::string> lines_of(const Trip& trip) {
    std::vector<std::string> out;
    for (const auto& [identity, offer] : trip.offers) {
      const Tree tree = offer;
      Tree price;
      if (const Tree* raw = tree.find("price")) {
        const std::string& text = *raw->text();
        price = Map{{"minor", std::int64_t{std::stoll(text) * 100}},
                    {"currency", text.substr(text.size() - 3)}};
      }
      out.push_back(
          offer_line(tree.text_of("name"), tree.find("city") ? *tree.find("city") : Tree(), price));
    }
    std::ranges::sort(out);
    return out;
  }

  test::Workbench& bench_;
  Counts& counts_;
  Sabotage sabotage_;
  std::vector<std::string> tenants_;  // of nobody before: the clock never stands still
  Store store_;
  std::map<std::string, std::string, std::less<>> registers_;
  std::vector<Sent> sent_;
  std::map<std::tuple<std::string, std::string, std::size_t>, std::string> events_;
};

}  // namespace

Difference compare(test::Workbench& bench, const Sequence& sequence, Counts& counts,
                   Sabotage sabotage) {
  return Comparison(bench, counts, sabotage).run(sequence);
}

}  // namespace vg::model
