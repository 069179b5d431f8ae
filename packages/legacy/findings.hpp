// What is told of a dump while it is read: dirt, references that lead nowhere, rows that are the
// same, and counts. Whoever listens decides where it is written.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace vg::legacy {

// Of what a correct import takes over.
enum class Count : std::uint8_t {
  trips,
  clients,
  clients_merged_away,
  assignment_rows_with_trip_and_client,
  traveller_links,
  traveller_links_unresolved,
  links_from_table,
  links_from_json,
  links_from_primary,
  days,
  activities,
  accommodations,
  transport_items,
  hidden_gems,
  hotels,
  hotels_with_known_trip,
  rooms,
  travel_services,
  proposals,
  proposal_versions,
  commission_config,
  commission_rates,
  commission_rules,
  instructions,
  templates,
  activity_log_entries,
  advisors,
  tiers,
  subscriptions_with_known_tier,
  usage_events,
  // before the rules
  raw_days,
  raw_activities,
  raw_accommodations,
  raw_transport_items,
  // sums of numeric prices, in hundredths
  trips_total_cost,
  trips_paid_amount,
  hotel_lead_price,
  room_total_price,
  accommodation_total_cost,
};
inline constexpr std::size_t kCounts =
    static_cast<std::size_t>(Count::accommodation_total_cost) + 1;
std::string_view name_of(Count count);

struct TripCounts {
  std::int64_t days_raw = 0, days = 0, activities_raw = 0, activities = 0, accommodations_raw = 0,
               accommodations = 0, transport_raw = 0, transport = 0, links = 0, unlinked = 0;
};

class Findings {
 public:
  Findings() = default;
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;
  virtual ~Findings() = default;

  // One row of a class of dirt. `detail` never holds a private value.
  virtual void dirt(std::string_view kind, std::string_view table, std::string_view key,
                    std::string_view detail = {}) = 0;
  virtual void orphan(std::string_view from, std::string_view key, std::string_view ref,
                      std::string_view to) = 0;
  // Rows of one kind with the same group are duplicates of each other, if at least two of them
  // differ in `but`; always when it is empty.
  virtual void same(std::string_view kind, std::string_view table, std::string_view group,
                    std::string_view key, std::string_view but = {}) = 0;
  virtual void trip(std::string_view key, const TripCounts& counts) = 0;

  void add(Count count, std::int64_t n = 1) { counts_[static_cast<std::size_t>(count)] += n; }
  std::int64_t count(Count count) const { return counts_[static_cast<std::size_t>(count)]; }

 private:
  std::array<std::int64_t, kCounts> counts_{};
};

}  // namespace vg::legacy
