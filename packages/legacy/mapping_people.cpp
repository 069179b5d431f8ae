// Who travels: the three places where the old system wrote it down, as one list.
#include "base/text.hpp"
#include "json/write.hpp"
#include "legacy/trip_parts.hpp"

#include <algorithm>
#include <set>

namespace vg::legacy {

using json::Value;

namespace {

struct Traveller {
  std::string who;  // id of the client here; empty when there is none
  std::string ref;  // of one without: the address, or `name:` and the name
  std::string name, role;
  std::vector<Value> elements;  // of the column
  bool table = false, json = false, primary = false;
};

class Party {
 public:
  explicit Party(TripWork& work) : work_(work) {}

  void read_list(Value list) {
    std::set<std::string, std::less<>> keys;
    std::int64_t index = -1;
    for (const Value& element : list.items()) {
      ++index;
      for (std::string_view key : {"assigned_date", "assigned_at"})
        if (element.find(key) != nullptr) keys.emplace(key);
      add_element(element, "clients/" + std::to_string(index));
    }
    if (keys.size() == 2) work_.dirt("clients_mixed_assigned_keys");
  }

  void read_assignments() {
    const auto id = parse_integer(work_.key);
    if (!id) return;
    for (const Source::Assignment& row : work_.source.assignments_of(*id)) {
      const std::string email = lower_trimmed(row.email);
      const auto client = work_.source.client_by_email(email);
      if (std::ranges::none_of(listed_, [&](const std::string& one) { return one == email; }))
        work_.findings.dirt("assignment_not_in_json", "trip_client_assignments", row.key);
      Traveller& traveller = client ? linked(*client) : unlinked(email, {});
      traveller.table = true;
      if (traveller.role.empty()) traveller.role = row.role;
    }
  }

  void read_primary(Value list, People& out) {
    const std::string_view raw = work_.row.text("primary_client_email");
    const std::string email = lower_trimmed(raw);
    if (email.empty()) return work_.dirt("primary_email_null");
    auto client = work_.source.client_by_email(email);
    if (client) {
      if (!work_.source.client_by_email(raw)->exact) work_.dirt("primary_email_case");
    } else {
      for (const Value& element : list.items()) {
        const Value id = element.get("client_id");
        if (lower_trimmed(element.get_text("email")) != email) continue;
        if (id.is(json::Kind::integer)) client = work_.source.client_by_id(id.integer());
        break;
      }
      work_.dirt(client ? "primary_email_known_by_member" : "primary_email_orphan");
      if (!client)
        work_.findings.orphan("trips_v2.primary_client_email", work_.key, email, "clients_v2");
    }
    (client ? linked(*client) : unlinked(email, {})).primary = true;
    if (!client) return;
    out.client_id = client->id;
    out.client_name = client->name;
  }

  Value finish() {
    json::ArrayBuilder details(work_.arena);
    for (const Traveller& traveller : party_) {
      const bool known = !traveller.who.empty();
      ++(known ? work_.counts.links : work_.counts.unlinked);
      if (known) {
        work_.findings.add(Count::links_from_table, traveller.table ? 1 : 0);
        work_.findings.add(Count::links_from_json, traveller.json ? 1 : 0);
        work_.findings.add(Count::links_from_primary, traveller.primary ? 1 : 0);
      }
      details.add(item_of(traveller));
    }
    if (details.empty()) return {};
    return json::ObjectBuilder(work_.arena).add("details", details.finish()).finish();
  }

 private:
  void add_element(Value element, const std::string& where) {
    const std::string email = lower_trimmed(element.get_text("email"));
    const Value id = element.get("client_id");
    const bool has_id = id.is(json::Kind::integer);
    const auto by_email = email.empty() ? std::nullopt : work_.source.client_by_email(email);
    const auto by_id = has_id ? work_.source.client_by_id(id.integer()) : std::nullopt;
    const auto client = by_email ? by_email : by_id;
    if (!email.empty()) listed_.push_back(email);
    if (email.empty()) work_.dirt("client_ref_without_email", where);
    if (!client) {
      const std::string ref =
          email.empty() ? "name:" + std::string(element.get_text("name")) : email;
      work_.dirt("client_ref_absent", where);
      work_.findings.orphan("trips_v2.clients", work_.key, ref, "clients_v2");
      Traveller& traveller = unlinked(ref, element.get_text("name"));
      traveller.json = true;
      if (traveller.role.empty()) traveller.role = element.get_text("role");
      traveller.elements.push_back(element);
      return;
    }
    if (!email.empty() && !by_email) work_.dirt("client_ref_resolved_by_id", where);
    if (by_email && !id.is_null() && !by_id) work_.dirt("client_ref_stale_id", where);
    if (by_email && by_id && by_id->email != email)
      work_.dirt("client_ref_id_email_mismatch", where);
    Traveller& traveller = linked(*client);
    if (traveller.json) work_.dirt("client_ref_duplicate_in_trip", where);
    traveller.json = true;
    traveller.elements.push_back(element);
    if (traveller.role.empty()) traveller.role = element.get_text("role");
  }

  Traveller& linked(const ClientRef& client) {
    for (Traveller& traveller : party_)
      if (traveller.who == client.id) return traveller;
    party_.push_back(
        {.who = client.id, .ref = client.email, .name = client.name, .role = {}, .elements = {}});
    return party_.back();
  }

  Traveller& unlinked(std::string_view ref, std::string_view name) {
    for (Traveller& traveller : party_)
      if (traveller.who.empty() && traveller.ref == ref) return traveller;
    party_.push_back({.who = {},
                      .ref = std::string(ref),
                      .name = std::string(name),
                      .role = {},
                      .elements = {}});
    return party_.back();
  }

  Value item_of(const Traveller& traveller) {
    json::Arena& arena = work_.arena;
    const Value first = traveller.elements.empty() ? Value() : traveller.elements.front();
    Item item(arena, first);
    const Value own = item.take("name");
    item.put("name", is_blank(own) ? Value(arena.copy(traveller.name)) : own);
    item.take("role");
    item.put("role", Value(arena.copy(traveller.role)));
    if (traveller.who.empty()) {
      item.put_private("unlinked", Value(arena.copy(traveller.ref)));
    } else {
      item.put_private("client", Value(arena.copy(traveller.who)));
    }
    json::ArrayBuilder more(arena);
    for (std::size_t i = 1; i < traveller.elements.size(); ++i) more.add(traveller.elements[i]);
    if (!more.empty()) item.put_private("also", more.finish());
    return item.finish();
  }

  TripWork& work_;
  std::vector<Traveller> party_;
  std::vector<std::string> listed_;
};

}  // namespace

People map_people(TripWork& work) {
  const ReadJson list = work.column("clients");
  if (list.value.is_array() && list.value.items().empty()) work.dirt("clients_empty");
  if (!list.value.is_array() && !is_blank(list.value)) work.raw_columns.emplace("clients");
  People out;
  Party party(work);
  party.read_list(list.value);
  party.read_assignments();
  party.read_primary(list.value, out);
  out.travelers = party.finish();
  return out;
}

}  // namespace vg::legacy
