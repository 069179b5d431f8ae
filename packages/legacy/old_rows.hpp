// For tests: rows as a dump says them, and a source and findings that keep what they are told.
#pragma once

#include "legacy/dump_reader.hpp"
#include "legacy/mapping.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace vg::legacy::testing {

// What the first pass would have learned, put there by hand.
struct OldRows : Source {
  OldRows() {
    name = "legacy";
    as_of = "2026-01-31";
  }
  bool has_trip(std::int64_t id) override { return trips.contains(id); }
  bool has_hotel(std::int64_t id) override { return hotels.contains(id); }
  bool has_rate(std::int64_t id) override { return rates.contains(id); }
  bool has_tier(std::string_view tier) override { return tiers.contains(tier); }
  std::optional<ClientRef> client_by_email(std::string_view email) override {
    const auto found = clients.find(lower_trimmed(email));
    if (found == clients.end()) return std::nullopt;
    ClientRef out{.id = found->second, .email = found->first, .name = "Name of " + found->second};
    out.exact = found->first == email;
    return out;
  }
  std::optional<ClientRef> client_by_id(std::int64_t id) override {
    const auto found = numbers.find(id);
    return found == numbers.end() ? std::nullopt : client_by_email(found->second);
  }
  std::vector<Assignment> assignments_of(std::int64_t) override { return assignments; }
  std::vector<Hotel> hotels_of(std::int64_t) override { return offers; }

  std::set<std::int64_t> trips, hotels, rates;
  std::set<std::string, std::less<>> tiers;
  std::map<std::string, std::string, std::less<>> clients;  // address to id here
  std::map<std::int64_t, std::string> numbers;              // old id to address
  std::vector<Assignment> assignments;
  std::vector<Hotel> offers;
};

struct Told final : Findings {
  void dirt(std::string_view kind, std::string_view, std::string_view,
            std::string_view detail) override {
    kinds.insert(detail.empty() ? std::string(kind)
                                : std::string(kind) + " " + std::string(detail));
  }
  void orphan(std::string_view from, std::string_view key, std::string_view ref,
              std::string_view to) override {
    orphans.push_back(std::string(from) + " " + std::string(key) + " > " + std::string(to) + " " +
                      std::string(ref));
  }
  void same(std::string_view kind, std::string_view, std::string_view group, std::string_view,
            std::string_view) override {
    groups.insert(std::string(kind) + " " + std::string(group));
  }
  void trip(std::string_view, const TripCounts& told) override { counts = told; }

  std::set<std::string, std::less<>> kinds, groups;
  std::vector<std::string> orphans;
  TripCounts counts;
};

// Hands the rows of a dump to `use`, and returns the name of the fault, if any.
template <class Use>
std::string each_row(std::string_view dump, Use use) {
  struct Handler final : DumpHandler {
    explicit Handler(Use& to) : use(to) {}
    std::optional<TableFault> row(const Row& row) override {
      use(row);
      return std::nullopt;
    }
    Use& use;
  } handler(use);
  DumpReader reader(handler);
  if (reader.feed(dump)) reader.finish();
  return reader.refusal() ? std::string(name_of(reader.refusal()->fault)) : std::string();
}

}  // namespace vg::legacy::testing
